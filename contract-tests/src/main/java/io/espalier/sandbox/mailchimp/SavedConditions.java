package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A segment's conditions, checked against {@link ConditionType}, and evaluated: one flat list under
 * one operator. What the sandbox holds nothing of (social networks, predictions, goals, polls, the
 * place of an IP address) is empty of everybody.
 */
final class SavedConditions {
  private static final Set<String> NEGATIVES =
      Set.of(
          "not",
          "notcontain",
          "notmember",
          "notfollow",
          "not_started",
          "not_completed",
          "goal_not",
          "goal_notcontain",
          "client_not",
          "ipgeonotcountry",
          "ipgeonotstate",
          "ipgeonotin",
          "ipgeonotzip",
          "less");

  private final BlankReading reading;
  private final boolean any;
  private final List<Predicate<Member>> conditions = new ArrayList<>();

  /**
   * How to read what the documents leave open: what an empty field is to a comparison, and whether
   * case matters.
   *
   * @param fulfils an empty field is less than, other than, and not within anything
   */
  record BlankReading(boolean fulfils, boolean caseMatters) {
    static final BlankReading USUAL = new BlankReading(true, false);

    /** Whether somebody who has nothing there fulfils a condition with this operator. */
    boolean blank(String op) {
      return fulfils && NEGATIVES.contains(op);
    }

    TextTest texts(String op, String sought) {
      return new TextTest(op, sought, caseMatters);
    }
  }

  /**
   * Reads conditions.
   *
   * @param options {@code match} and {@code conditions}
   * @throws Refusal where one is none
   */
  SavedConditions(Audience audience, JsonObject options, BlankReading reading) {
    this.reading = reading;
    this.any = options.has("match") && options.get("match").getAsString().equals("any");
    FieldConditions fields = new FieldConditions(audience, reading);
    ContactConditions contacts = new ContactConditions(audience, reading);
    ShopConditions shops = new ShopConditions(audience, audience.stores, reading);
    for (JsonElement element : options.getAsJsonArray("conditions")) {
      JsonObject condition = element.getAsJsonObject();
      ConditionType.check(condition);
      conditions.add(condition(condition, fields, contacts, shops, audience));
    }
  }

  /**
   * Conditions that were taken once. Where a tag, group or field of theirs was deleted since, they
   * are true of nobody.
   */
  static Predicate<Member> kept(Audience audience, JsonObject options) {
    try {
      return new SavedConditions(audience, options, audience.reading)::holds;
    } catch (Refusal somethingIsGone) {
      return member -> false;
    }
  }

  boolean holds(Member member) {
    return any
        ? conditions.stream().anyMatch(one -> one.test(member))
        : conditions.stream().allMatch(one -> one.test(member));
  }

  private Predicate<Member> condition(
      JsonObject condition,
      FieldConditions fields,
      ContactConditions contacts,
      ShopConditions shops,
      Audience audience) {
    String op = condition.get("op").getAsString();
    return switch (condition.get("condition_type").getAsString()) {
      case "TextMerge" -> fields.text(condition, op);
      case "SelectMerge" -> fields.choice(condition, op);
      case "DateMerge" -> fields.date(condition, op);
      case "BirthdayMerge" -> fields.birthday(condition, op);
      case "AddressMerge" -> fields.address(condition, op);
      case "ZipMerge" -> fields.near(condition);
      case "EmailAddress" -> contacts.email(condition, op);
      case "Interests" -> contacts.interests(condition, op);
      case "StaticSegment" -> contacts.tag(condition, op);
      case "Date" -> contacts.moment(condition, op, shops);
      case "NewSubscribers" -> contacts.recent(condition);
      case "Language" -> contacts.language(condition, op);
      case "MemberRating" -> contacts.rating(condition, op);
      case "SignupSource" -> contacts.source(condition, op);
      case "VIP" -> member -> member.vip == op.equals("member");
      case "IPGeoIn" -> contacts.within(condition, op);
      case "IPGeoUnknown" -> member -> !ContactConditions.located(member);
      case "EcommPurchased" -> shops.purchased(op);
      case "EcommNumber" -> shops.number(condition, op);
      case "EcommSpent" -> shops.spent(condition, op);
      case "EcommCategory" -> shops.bought(condition, op);
      case "EcommStore" -> shops.store(condition, op);
      case "Aim" -> CampaignConditions.aim(audience.campaigns, condition, op);
      // There are no fuzzy segments to be found by a number.
      case "FuzzySegment" -> throw ConditionType.unfit();
      default -> member -> reading.blank(op);
    };
  }
}
