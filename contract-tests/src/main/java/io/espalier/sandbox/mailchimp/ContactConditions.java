package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Conditions on what every contact has: address, tags, groups, times, language, place. */
record ContactConditions(Audience audience, SavedConditions.BlankReading reading) {
  private static final double EARTH_RADIUS_MILES = 3_958.8;

  Predicate<Member> email(JsonObject condition, String op) {
    TextTest test = reading.texts(op, value(condition));
    return member -> test.test(member.email);
  }

  /** The category stands in the field, as {@code interests-ID}. */
  Predicate<Member> interests(JsonObject condition, String op) {
    String field = condition.get("field").getAsString();
    InterestCategory category =
        field.startsWith("interests-")
            ? audience.categories.get(field.substring("interests-".length()))
            : null;
    List<String> wanted =
        condition.getAsJsonArray("value").asList().stream().map(JsonElement::getAsString).toList();
    if (category == null || !category.interests.keySet().containsAll(wanted)) {
      throw ConditionType.unfit();
    }
    return switch (op) {
      case "interestcontains" -> member -> wanted.stream().anyMatch(member.interests::contains);
      case "interestcontainsall" -> member -> member.interests.containsAll(wanted);
      default -> member -> wanted.stream().noneMatch(member.interests::contains);
    };
  }

  Predicate<Member> tag(JsonObject condition, String op) {
    long id = Long.parseLong(value(condition));
    Segment there = audience.segments.get(id);
    if (there == null || !there.isStatic) {
      throw ConditionType.unfit();
    }
    return member -> member.tags.has(id) == op.equals("static_is");
  }

  /**
   * A moment against a day, against the sending of a campaign, or by its age in days. That the last
   * campaign is called {@code last} is told nowhere.
   */
  Predicate<Member> moment(JsonObject condition, String op, ShopConditions shops) {
    Function<Member, @Nullable Instant> moment =
        switch (condition.get("field").getAsString()) {
          case "timestamp_opt" -> member -> member.timestampOpt;
          case "info_changed" -> member -> member.lastChanged;
          default -> member -> shops.lastOrder(member).orElse(null);
        };
    if (op.equals("blank") || op.equals("blank_not")) {
      return member -> (moment.apply(member) == null) == op.equals("blank");
    }
    if (op.equals("within") || op.equals("notwithin")) {
      Instant since = audience.now.minus(days(value(condition)));
      return member -> {
        Instant at = moment.apply(member);
        return at == null
            ? op.equals("notwithin") && reading.fulfils()
            : at.isAfter(since) == op.equals("within");
      };
    }
    Function<Instant, Integer> against = against(value(condition), condition.get("extra"));
    return member -> {
      Instant at = moment.apply(member);
      return at == null ? reading.blank(op) : FieldConditions.ordered(op, against.apply(at));
    };
  }

  private Function<Instant, Integer> against(String kind, @Nullable JsonElement extra) {
    String text = extra != null && extra.isJsonPrimitive() ? extra.getAsString() : "";
    if (kind.equals("date")) {
      try {
        LocalDate day = LocalDate.parse(text);
        return at -> at.atZone(ZoneOffset.UTC).toLocalDate().compareTo(day);
      } catch (DateTimeException e) {
        throw ConditionType.unfit();
      }
    }
    Instant sent =
        audience.campaigns.stream()
            .filter(
                campaign ->
                    kind.equals("last")
                        || (kind.equals("campaign") && Long.toString(campaign.webId).equals(text)))
            .map(campaign -> campaign.sendTime)
            .filter(java.util.Objects::nonNull)
            .max(Instant::compareTo)
            .orElseThrow(ConditionType::unfit);
    return at -> at.compareTo(sent);
  }

  Predicate<Member> recent(JsonObject condition) {
    Instant since = audience.now.minus(days(value(condition)));
    return member -> member.timestampOpt != null && member.timestampOpt.isAfter(since);
  }

  private static Duration days(String text) {
    if (!text.matches("[0-9]{1,5}")) {
      throw ConditionType.unfit();
    }
    return Duration.ofDays(Integer.parseInt(text));
  }

  Predicate<Member> language(JsonObject condition, String op) {
    String wanted = value(condition);
    return member ->
        member.language.isEmpty()
            ? reading.blank(op)
            : member.language.equals(wanted) == op.equals("is");
  }

  Predicate<Member> rating(JsonObject condition, String op) {
    double bound = condition.get("value").getAsDouble();
    return member -> FieldConditions.ordered(op, Double.compare(MemberJson.RATING, bound));
  }

  Predicate<Member> source(JsonObject condition, String op) {
    String wanted = condition.has("value") ? value(condition) : "";
    return member -> member.source.equals(wanted) == op.equals("source_is");
  }

  /** By the place that was written to the contact, in miles. */
  Predicate<Member> within(JsonObject condition, String op) {
    double latitude;
    double longitude;
    try {
      latitude = Double.parseDouble(condition.get("lat").getAsString());
      longitude = Double.parseDouble(condition.get("lng").getAsString());
    } catch (NumberFormatException e) {
      throw ConditionType.unfit();
    }
    double radius = condition.get("value").getAsDouble();
    return member ->
        located(member)
            ? miles(member.latitude, member.longitude, latitude, longitude) <= radius
                == op.equals("ipgeoin")
            : reading.blank(op);
  }

  static boolean located(Member member) {
    return member.latitude != 0 || member.longitude != 0;
  }

  private static double miles(double latA, double lonA, double latB, double lonB) {
    double a = Math.toRadians(latA);
    double b = Math.toRadians(latB);
    double half =
        Math.pow(Math.sin((b - a) / 2), 2)
            + Math.cos(a) * Math.cos(b) * Math.pow(Math.sin(Math.toRadians(lonB - lonA) / 2), 2);
    return 2 * EARTH_RADIUS_MILES * Math.asin(Math.min(1, Math.sqrt(half)));
  }

  private static String value(JsonObject condition) {
    return condition.get("value").getAsString();
  }
}
