package io.espalier.klaviyo;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.espalier.audience.CannotSayException;
import io.espalier.audience.Fact;
import io.espalier.audience.Formula;
import io.espalier.audience.Spelling;
import io.espalier.rule.Comparison;
import io.espalier.rule.Function;
import io.espalier.rule.Span;
import io.espalier.spi.FieldMap;
import io.espalier.spi.NativeScope;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * Facts as Klaviyo's conditions. Source of the grammar: github.com/klaviyo/openapi 2026-07-15; of
 * what a condition makes of a missing value: help.klaviyo.com 14837232353691, of dates:
 * 4403222359451, read 2026-11-27.
 */
final class KlaviyoConditions {
  /** Beyond it, a number that is read into 64 floating bits is not exact. */
  private static final BigDecimal EXACT = BigDecimal.valueOf(1L << 53);

  private static final String LOOKS_LIKE_A_DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}.*";

  private final FieldMap fields;
  private final NativeScope scope;

  KlaviyoConditions(FieldMap fields, NativeScope scope) {
    this.fields = fields;
    this.scope = scope;
  }

  static CannotSayException no(Span span, String message, String mend) {
    return new CannotSayException(span, message, mend);
  }

  /** Everybody, and nobody: whoever is synced has an address. */
  static JsonObject addressIs(boolean set) {
    return property("email", existence(set));
  }

  Formula<JsonObject> say(Fact fact, List<Formula<Fact>> beside) throws CannotSayException {
    if (fact instanceof Fact.DayFromToday day) {
      return fromToday(day, beside);
    } else if (fact instanceof Fact.MomentFromNow moment) {
      return fromNow(moment, beside);
    } else if (fact instanceof Fact.DayIs day) {
      return Formula.one(property(path(day), noon(day.side(), day.day())));
    } else if (fact instanceof Fact.MomentIs moment) {
      return Formula.one(property(path(moment), date(moment.side(), moment.moment().toString())));
    } else if (fact instanceof Fact.OfAttribute simple) {
      List<Formula<JsonObject>> conditions = new ArrayList<>();
      for (JsonObject filter : filters(simple, true)) {
        conditions.add(Formula.one(property(path(simple), filter)));
      }
      return Formula.all(conditions);
    } else if (fact instanceof Fact.Consented consented) {
      return consented.holds()
          ? Formula.one(consent(true, "subscribed"))
          : Formula.any(
              Formula.one(consent(false, "any")), Formula.one(consent(true, "never_subscribed")));
    } else if (fact instanceof Fact.Member member) {
      JsonObject condition = typed("profile-group-membership");
      condition.addProperty("is_member", member.holds());
      condition.add(
          "group_ids", strings(List.of(KlaviyoReferences.list(scope.listName(member.segment())))));
      return Formula.one(condition);
    }
    return Formula.one(metric((Fact.Tally) fact));
  }

  private String path(Fact.OfAttribute fact) {
    String name = fields.vendorName(fact.attribute());
    return KlaviyoNames.isBuiltIn(name) ? name : "properties['" + name + "']";
  }

  private static JsonObject property(String path, JsonObject filter) {
    JsonObject condition = typed("profile-property");
    condition.addProperty("property", path);
    condition.add("filter", filter);
    return condition;
  }

  static JsonObject typed(String type) {
    JsonObject object = new JsonObject();
    object.addProperty("type", type);
    return object;
  }

  private static JsonObject filter(String type, String operator) {
    JsonObject filter = typed(type);
    filter.addProperty("operator", operator);
    return filter;
  }

  private static JsonObject existence(boolean set) {
    return filter("existence", set ? "is-set" : "not-set");
  }

  private static JsonArray strings(List<String> texts) {
    JsonArray array = new JsonArray();
    texts.forEach(array::add);
    return array;
  }

  /** Filters that all have to hold. What denies is preceded by "is set": else nothing says so. */
  private List<JsonObject> filters(Fact.OfAttribute fact, boolean person)
      throws CannotSayException {
    if (fact instanceof Fact.Known known) {
      return List.of(existence(known.holds()));
    } else if (fact instanceof Fact.NumberIs number) {
      JsonObject filter = number(number.comparison(), number.number(), number.span());
      return number.comparison() == Comparison.UNEQUAL
          ? List.of(existence(true), filter)
          : List.of(filter);
    } else if (fact instanceof Fact.FlagIs flag) {
      JsonObject filter = filter("boolean", "equals");
      filter.addProperty("value", flag.flag());
      return List.of(filter);
    } else if (fact instanceof Fact.TextIs text) {
      JsonObject filter = text(text);
      return text.holds() ? List.of(filter) : List.of(existence(true), filter);
    } else if (fact instanceof Fact.ListHas list) {
      checkSpelling(list.spelling(), list.attribute(), list.span());
      JsonObject filter =
          person
              ? filter("list", list.holds() ? "contains" : "not-contains")
              : filter("list", list.holds() ? "contains-any" : "not-contains-any");
      if (person) {
        filter.addProperty("value", list.text());
      } else {
        filter.add("value", strings(List.of(list.text())));
      }
      return list.holds() ? List.of(filter) : List.of(existence(true), filter);
    }
    throw no(
        fact.span(),
        "Klaviyo has no condition on a date within an event",
        "leave 'native' off for klaviyo");
  }

  private static JsonObject number(Comparison comparison, BigDecimal number, Span span)
      throws CannotSayException {
    if (number.abs().compareTo(EXACT) > 0 || !KlaviyoMapper.isKept(number)) {
      throw no(span, "Klaviyo keeps a number in 64 bits, and this one has more digits", "");
    }
    JsonObject filter =
        filter(
            "numeric",
            switch (comparison) {
              case EQUAL -> "equals";
              case UNEQUAL -> "not-equals";
              case LESS -> "less-than";
              case AT_MOST -> "less-than-or-equal";
              case GREATER -> "greater-than";
              case AT_LEAST -> "greater-than-or-equal";
            });
    filter.addProperty("value", number);
    return filter;
  }

  private static JsonObject text(Fact.TextIs text) throws CannotSayException {
    checkSpelling(text.spelling(), text.attribute(), text.span());
    if (text.texts().stream().anyMatch(t -> t.matches(LOOKS_LIKE_A_DATE))) {
      throw no(
          text.span(),
          "Klaviyo may have made a date of a text that looks like one",
          "declare the attribute as a date");
    }
    String not = text.holds() ? "" : "not-";
    if (text.part() == Fact.Part.WHOLE && text.texts().size() > 1) {
      JsonObject filter = filter("string", not + "in");
      filter.add("value", strings(text.texts()));
      return filter;
    }
    JsonObject filter =
        filter(
            "string",
            not
                + switch (text.part()) {
                  case WHOLE -> "equals";
                  case ANYWHERE -> "contains";
                  case START -> "starts-with";
                  case END -> "ends-with";
                });
    filter.addProperty("value", text.texts().get(0));
    return filter;
  }

  private static void checkSpelling(Spelling spelling, String attribute, Span span)
      throws CannotSayException {
    if (spelling != Spelling.ANY_CASE) {
      throw no(
          span,
          "whether Klaviyo tells upper from lower case in '" + attribute + "' is said nowhere",
          "list its 'values' in profile.yaml: then it can be said exactly");
    }
  }

  /** A day is kept as its midnight; the noon between two of them is on the edge of neither. */
  private static JsonObject noon(Fact.Side side, LocalDate day) {
    Instant noon = day.minusDays(1).atTime(LocalTime.NOON).toInstant(ZoneOffset.UTC);
    return date(side, noon.toString());
  }

  private static JsonObject date(Fact.Side side, String date) {
    JsonObject filter = filter("date", side == Fact.Side.BEFORE ? "before" : "after");
    filter.addProperty("date", date);
    return filter;
  }

  private static JsonObject relative(String operator, long hours) {
    JsonObject filter = filter("date", operator);
    filter.addProperty("unit", hours % 24 == 0 ? "day" : "hour");
    filter.addProperty("quantity", hours % 24 == 0 ? hours / 24 : hours);
    return filter;
  }

  /** {@code day < today + n}: at least 1 - n days ago. */
  private Formula<JsonObject> fromToday(Fact.DayFromToday day, List<Formula<Fact>> beside)
      throws CannotSayException {
    boolean before = day.side() == Fact.Side.BEFORE;
    if (before && day.days() <= 0) {
      return Formula.one(property(path(day), relative("at-least", (1L - day.days()) * 24)));
    }
    for (Formula<Fact> other : beside) {
      if (other instanceof Formula.One<Fact> one
          && one.statement() instanceof Fact.DayFromToday end
          && end.attribute().equals(day.attribute())) {
        Fact.DayFromToday from = before ? end : day;
        Fact.DayFromToday to = before ? day : end;
        if (from.side() == Fact.Side.FROM
            && to.side() == Fact.Side.BEFORE
            && from.days() <= 0
            && to.days() <= 1) {
          return Formula.one(property(path(day), relative("in-the-last", (1L - from.days()) * 24)));
        }
      }
    }
    throw before ? future(day) : open(day, "<= today");
  }

  private Formula<JsonObject> fromNow(Fact.MomentFromNow moment, List<Formula<Fact>> beside)
      throws CannotSayException {
    boolean before = moment.side() == Fact.Side.BEFORE;
    if (before && moment.hours() < 0) {
      return Formula.one(property(path(moment), relative("at-least", -moment.hours())));
    }
    for (Formula<Fact> other : beside) {
      if (other instanceof Formula.One<Fact> one
          && one.statement() instanceof Fact.MomentFromNow end
          && end.attribute().equals(moment.attribute())) {
        Fact.MomentFromNow from = before ? end : moment;
        Fact.MomentFromNow to = before ? moment : end;
        if (from.side() == Fact.Side.FROM
            && to.side() == Fact.Side.BEFORE
            && from.hours() < 0
            && to.hours() <= 0) {
          return Formula.one(property(path(moment), relative("in-the-last", -from.hours())));
        }
      }
    }
    throw before ? future(moment) : open(moment, "< now");
  }

  private static CannotSayException future(Fact.OfAttribute fact) {
    return no(
        fact.span(),
        "Klaviyo's words for what lies ahead leave out today, and so cannot say this",
        "leave 'native' off for klaviyo");
  }

  private static CannotSayException open(Fact.OfAttribute fact, String until) {
    return no(
        fact.span(),
        "Klaviyo's 'in the last' ends today, and this goes on into the future",
        "add: and " + fact.attribute() + " " + until);
  }

  private static JsonObject consent(boolean reachable, String subscription) {
    JsonObject status = new JsonObject();
    status.addProperty("subscription", subscription);
    JsonObject consent = new JsonObject();
    consent.addProperty("channel", "email");
    consent.addProperty("can_receive_marketing", reachable);
    consent.add("consent_status", status);
    JsonObject condition = typed("profile-marketing-consent");
    condition.add("consent", consent);
    return condition;
  }

  private JsonObject metric(Fact.Tally tally) throws CannotSayException {
    JsonObject condition = typed("profile-metric");
    condition.addProperty("metric_id", KlaviyoReferences.metric(scope.eventName(tally.event())));
    condition.addProperty("measurement", tally.function() == Function.COUNT ? "count" : "sum");
    condition.add("measurement_filter", number(tally.comparison(), tally.number(), tally.span()));
    condition.add("timeframe_filter", timeframe(tally));
    JsonArray filters = new JsonArray();
    for (Fact.OfAttribute property : tally.where()) {
      for (JsonObject filter : filters(property, false)) {
        JsonObject one = new JsonObject();
        one.addProperty("property", property.attribute());
        one.add("filter", filter);
        filters.add(one);
      }
    }
    if (!filters.isEmpty()) {
      condition.add("metric_filters", filters);
    }
    return condition;
  }

  private static JsonObject timeframe(Fact.Tally tally) throws CannotSayException {
    Fact.Time time = tally.time();
    if (time instanceof Fact.Time.Ever) {
      return filter("date", "alltime");
    } else if (time instanceof Fact.Time.Last last && last.hours() > 0) {
      return relative("in-the-last", last.hours());
    } else if (time instanceof Fact.Time.Ago ago && ago.to() == 0 && ago.from() > 0) {
      return relative("in-the-last", ago.from());
    } else if (time instanceof Fact.Time.Ago ago && ago.from() > ago.to()) {
      boolean days = ago.from() % 24 == 0 && ago.to() % 24 == 0;
      JsonObject filter = filter("date", "between");
      filter.addProperty("start", days ? ago.to() / 24 : ago.to());
      filter.addProperty("end", days ? ago.from() / 24 : ago.from());
      filter.addProperty("unit", days ? "day" : "hour");
      return filter;
    } else if (time instanceof Fact.Time.Since since && isWhole(since.start())) {
      return date(Fact.Side.FROM, since.start().toString());
    } else if (time instanceof Fact.Time.Between between
        && isWhole(between.start())
        && isWhole(between.end())
        && between.start().isBefore(between.end())) {
      JsonObject filter = filter("date", "between-static");
      filter.addProperty("start", between.start().toString());
      filter.addProperty("end", between.end().toString());
      return filter;
    }
    throw no(
        tally.span(),
        "Klaviyo keeps events by the second, and this window is empty or ends within one",
        "write the window in whole seconds, hours or days");
  }

  private static boolean isWhole(Instant instant) {
    return instant.getNano() == 0;
  }
}
