package io.espalier.mailchimp;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.espalier.audience.CannotSayException;
import io.espalier.audience.Fact;
import io.espalier.audience.Formula;
import io.espalier.audience.Spelling;
import io.espalier.model.ValueType;
import io.espalier.rule.Span;
import io.espalier.spi.FieldMap;
import io.espalier.spi.NativeScope;
import io.espalier.spi.NativeSegment;
import io.espalier.template.Field;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A saved segment's options: conditions of which all, or any, must hold. There is no nesting; what
 * cannot be laid flat is refused. Source: Marketing API 3.0.55, read 2026-11-23.
 */
final class MailchimpConditions {
  /** What every plan takes. Source: Intuit's "Getting started with segments", read 2026-11-23. */
  static final int CONDITIONS = 5;

  /** Stands before the name of a tag, for its id, until it is sent. */
  static final String TAG = "espalier:tag:";

  /** The least step between two numbers: nine digits after the point are kept. */
  private static final BigDecimal STEP = new BigDecimal("0.000000001");

  /** Up to here a number of 64 floating bits tells that step. */
  private static final BigDecimal STEPS_SHOW = new BigDecimal("1000000");

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("MM/dd/uuuu", Locale.ROOT);
  private static final Gson PRETTY =
      new GsonBuilder().disableHtmlEscaping().setPrettyPrinting().create();

  private final FieldMap fields;
  private final NativeScope scope;

  private MailchimpConditions(FieldMap fields, NativeScope scope) {
    this.fields = fields;
    this.scope = scope;
  }

  static NativeSegment of(Formula<Fact> who, FieldMap fields, NativeScope scope)
      throws CannotSayException {
    MailchimpConditions conditions = new MailchimpConditions(fields, scope);
    List<CannotSayException> refused = new ArrayList<>();
    Formula<JsonObject> said = guarded(who.say(conditions::say, refused));
    if (!refused.isEmpty()) {
      CannotSayException first = refused.get(0);
      refused.stream().skip(1).forEach(first::addSuppressed);
      throw first;
    }
    if (said.parts().isEmpty()) {
      said = Formula.one(address(said instanceof Formula.All<JsonObject>));
    }
    if (said.parts().stream().anyMatch(part -> !(part instanceof Formula.One<JsonObject>))) {
      throw no(
          Span.NONE,
          "Mailchimp joins conditions by 'all' or by 'any', never by both, and this rule takes"
              + " both",
          "split the rule, or leave 'native' off for mailchimp");
    }
    if (said.parts().size() > CONDITIONS) {
      throw no(
          Span.NONE,
          "this rule takes "
              + said.parts().size()
              + " conditions, and "
              + CONDITIONS
              + " is what every plan of Mailchimp takes",
          "make the rule smaller, or leave 'native' off for mailchimp");
    }
    JsonArray all = new JsonArray();
    said.statements().forEach(all::add);
    JsonObject options = new JsonObject();
    options.addProperty("match", said instanceof Formula.Any<JsonObject> ? "any" : "all");
    options.add("conditions", all);
    return new NativeSegment(PRETTY.toJson(options), "");
  }

  /** Where "is blank" stands beside it, nothing has to be known to be there. */
  private static Formula<JsonObject> guarded(Formula<JsonObject> said) {
    if (!(said instanceof Formula.Any<JsonObject> any)) {
      return said instanceof Formula.All<JsonObject> all
          ? Formula.all(all.parts().stream().map(MailchimpConditions::guarded).toList())
          : said;
    }
    List<Formula<JsonObject>> needless = new ArrayList<>();
    for (Formula<JsonObject> part : any.parts()) {
      if (part instanceof Formula.One<JsonObject> one
          && one.statement().get("op").getAsString().equals("blank")) {
        JsonObject known = one.statement().deepCopy();
        known.addProperty("op", "blank_not");
        needless.add(Formula.one(known));
      }
    }
    List<Formula<JsonObject>> kept = new ArrayList<>();
    for (Formula<JsonObject> part : any.parts()) {
      kept.add(
          part instanceof Formula.All<JsonObject> all
              ? Formula.all(
                  all.parts().stream()
                      .filter(p -> !needless.contains(p))
                      .map(MailchimpConditions::guarded)
                      .toList())
              : part);
    }
    return Formula.any(kept);
  }

  private static CannotSayException no(Span span, String message, String mend) {
    return new CannotSayException(span, message, mend);
  }

  private static JsonObject condition(String type, String field, String op) {
    JsonObject condition = new JsonObject();
    condition.addProperty("condition_type", type);
    condition.addProperty("field", field);
    condition.addProperty("op", op);
    return condition;
  }

  /** Everybody, or nobody. */
  private static JsonObject address(boolean everybody) {
    JsonObject condition =
        condition("EmailAddress", "EMAIL", everybody ? "contains" : "notcontain");
    condition.addProperty("value", "@");
    return condition;
  }

  private Formula<JsonObject> say(Fact fact) throws CannotSayException {
    if (fact instanceof Fact.Consented consented) {
      if (consented.holds()) {
        // A segment's members are the subscribed ones among those who fulfil it.
        return Formula.always();
      }
      throw no(
          fact.span(),
          "Mailchimp shows a segment's subscribed members only, and this asks for the others",
          "leave 'native' off for mailchimp");
    } else if (fact instanceof Fact.Member member) {
      JsonObject condition =
          condition("StaticSegment", "static_segment", member.holds() ? "static_is" : "static_not");
      condition.addProperty("value", TAG + scope.listName(member.segment()));
      return Formula.one(condition);
    } else if (fact instanceof Fact.Tally) {
      throw no(
          fact.span(),
          "Mailchimp's segments do not count events",
          "make it a computed attribute, whose value is sent, or leave 'native' off for mailchimp");
    }
    return of((Fact.OfAttribute) fact);
  }

  private Formula<JsonObject> of(Fact.OfAttribute fact) throws CannotSayException {
    Field field = fields.field(fact.attribute()).orElseThrow();
    if (fact instanceof Fact.Known known) {
      return Formula.one(test(field, known.holds() ? "blank_not" : "blank", null));
    } else if (fact instanceof Fact.NumberIs number) {
      return number(field, number);
    } else if (fact instanceof Fact.FlagIs flag) {
      return Formula.one(test(field, "is", Boolean.toString(flag.flag())));
    } else if (fact instanceof Fact.TextIs text) {
      return text(field, text);
    } else if (fact instanceof Fact.DayIs day) {
      LocalDate bound = day.side() == Fact.Side.BEFORE ? day.day() : day.day().minusDays(1);
      if (bound.getYear() < 1 || bound.getYear() > 9999) {
        throw no(fact.span(), "Mailchimp writes a year in four digits", "");
      }
      String op = day.side() == Fact.Side.BEFORE ? "less" : "greater";
      return known(field, test(field, op, DATE.format(bound)));
    } else if (fact instanceof Fact.DayFromToday) {
      throw no(
          fact.span(),
          "Mailchimp compares a date field with a date only, never with today",
          "make it a computed attribute, or leave 'native' off for mailchimp");
    } else if (fact instanceof Fact.ListHas) {
      throw no(
          fact.span(),
          "Mailchimp has no field for a list; ours is one text, of which it cannot tell the items",
          "leave 'native' off for mailchimp");
    }
    throw no(
        fact.span(),
        "Mailchimp has no field for a time; ours is a text, which it cannot put in order",
        "use a date, or leave 'native' off for mailchimp");
  }

  private static JsonObject test(
      Field field, String op, @org.jspecify.annotations.Nullable String value) {
    JsonObject condition =
        condition(
            field.type() == ValueType.DATE ? "DateMerge" : "TextMerge", field.vendorName(), op);
    if (value != null) {
      condition.addProperty("value", value);
    }
    return condition;
  }

  /** What an empty field is to a comparison is said nowhere, so it is asked first. */
  private static Formula<JsonObject> known(Field field, JsonObject condition) {
    return Formula.all(Formula.one(test(field, "blank_not", null)), Formula.one(condition));
  }

  private static Formula<JsonObject> number(Field field, Fact.NumberIs fact)
      throws CannotSayException {
    BigDecimal number = fact.number();
    if (!MailchimpMapper.keepsNumber(number)) {
      throw no(fact.span(), "this number has more digits than a Mailchimp number keeps", "");
    }
    String plain = number.toPlainString();
    switch (fact.comparison()) {
      case EQUAL:
        return Formula.one(test(field, "is", plain));
      case UNEQUAL:
        return known(field, test(field, "not", plain));
      case LESS:
        return known(field, test(field, "less", plain));
      case GREATER:
        return known(field, test(field, "greater", plain));
      default:
        break;
    }
    if (number.abs().compareTo(STEPS_SHOW) > 0) {
      throw no(
          fact.span(),
          "Mailchimp has 'greater' and 'less' only, and beside a number as large as this no next"
              + " one",
          "write > or < in place of >= or <=");
    }
    return fact.comparison() == io.espalier.rule.Comparison.AT_LEAST
        ? known(field, test(field, "greater", number.subtract(STEP).toPlainString()))
        : known(field, test(field, "less", number.add(STEP).toPlainString()));
  }

  private static Formula<JsonObject> text(Field field, Fact.TextIs fact) throws CannotSayException {
    if (fact.spelling() != Spelling.ANY_CASE) {
      throw no(
          fact.span(),
          "whether Mailchimp tells upper from lower case in '"
              + fact.attribute()
              + "' is said nowhere",
          "list its 'values' in profile.yaml: then it can be said exactly");
    }
    boolean end = fact.part() == Fact.Part.START || fact.part() == Fact.Part.END;
    if (end && !fact.holds()) {
      throw no(
          fact.span(),
          "Mailchimp can say that a text starts or ends with another, not that it does not",
          "leave 'native' off for mailchimp");
    }
    String op =
        switch (fact.part()) {
          case WHOLE -> fact.holds() ? "is" : "not";
          case ANYWHERE -> fact.holds() ? "contains" : "notcontain";
          case START -> "starts";
          case END -> "ends";
        };
    List<Formula<JsonObject>> each = new ArrayList<>();
    for (String text : fact.texts()) {
      if (!HarmlessText.isHarmless(text)) {
        throw no(
            fact.span(),
            "a text with *|, |* or an HTML tag is kept there with a sign of no width in it",
            "leave 'native' off for mailchimp");
      }
      each.add(Formula.one(test(field, op, text)));
    }
    return fact.holds()
        ? Formula.any(each)
        : Formula.all(Formula.one(test(field, "blank_not", null)), Formula.all(each));
  }
}
