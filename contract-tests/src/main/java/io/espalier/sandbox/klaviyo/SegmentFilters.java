package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Filters on one value. A value that is not there fulfils none but "is not set": so since April
 * 2023. Source: help.klaviyo.com 14837232353691; the grammar: the OpenAPI document 2026-07-15.
 */
final class SegmentFilters {
  // Source: help.klaviyo.com 115005237648, by way of a translation.
  private static final Set<String> TRUE = Set.of("true", "t", "yes", "y", "1");
  private static final Set<String> FALSE = Set.of("false", "f", "no", "n", "0", "none");

  private static final Set<String> PROFILES_LISTS = Set.of("contains", "not-contains");
  private static final Set<String> METRICS_LISTS =
      Set.of(
          "contains-any",
          "contains-all",
          "not-contains-any",
          "not-contains-all",
          "contains-substring",
          "not-contains-substring");

  private final SegmentReading reading;

  SegmentFilters(SegmentReading reading) {
    this.reading = reading;
  }

  /** A filter on a property of a profile: its lists are asked for one item. */
  BiPredicate<@Nullable JsonElement, Instant> ofProfile(JsonObject filter, String at) {
    requireOperator(filter, METRICS_LISTS, at);
    return parse(filter, at);
  }

  /** A filter on a property of an event: its lists are asked for several items or a part of one. */
  BiPredicate<@Nullable JsonElement, Instant> ofMetric(JsonObject filter, String at) {
    if (Json.requiredText(filter, "type", at).equals("list")) {
      requireOperator(filter, PROFILES_LISTS, at);
    }
    if (Json.requiredText(filter, "type", at).equals("date")
        || Json.requiredText(filter, "operator", at).startsWith("phone-")) {
      throw invalid("An event's property has no filter of this type.", at + "/type");
    }
    return parse(filter, at);
  }

  private static void requireOperator(JsonObject filter, Set<String> others, String at) {
    String operator = Json.requiredText(filter, "operator", at);
    if (Json.requiredText(filter, "type", at).equals("list") && others.contains(operator)) {
      throw operator(operator, at);
    }
  }

  /** A filter, checked: of a value (null where there is none) and the moment. */
  BiPredicate<@Nullable JsonElement, Instant> parse(JsonObject filter, String at) {
    String type = Json.requiredText(filter, "type", at);
    String operator = Json.requiredText(filter, "operator", at);
    switch (type) {
      case "existence":
        return existence(operator, at);
      case "date":
        return new SegmentDates(reading).parse(filter, at);
      default:
        break;
    }
    Predicate<JsonElement> known =
        switch (type) {
          case "string" -> string(filter, operator, at);
          case "numeric" -> numeric(filter, operator, at);
          case "boolean" -> bool(filter, operator, at);
          case "list" -> list(filter, operator, at);
          default -> throw invalid("'" + type + "' is not a type of filter.", at + "/type");
        };
    boolean absent =
        reading.absentDenies() && (operator.startsWith("not-") || operator.equals("nregex"));
    return (value, now) -> value == null ? absent : known.test(value);
  }

  static ApiException invalid(String detail, String at) {
    return ApiError.invalid(detail, at).thrown();
  }

  private static BiPredicate<@Nullable JsonElement, Instant> existence(String operator, String at) {
    return switch (operator) {
      case "is-set" -> (value, now) -> value != null;
      case "not-set" -> (value, now) -> value == null;
      default -> throw operator(operator, at);
    };
  }

  static ApiException operator(String operator, String at) {
    return invalid("'" + operator + "' is not a valid operator.", at + "/operator");
  }

  private Predicate<JsonElement> string(JsonObject filter, String operator, String at) {
    if (operator.equals("in") || operator.equals("not-in")) {
      List<String> texts = texts(filter, at).stream().map(this::form).toList();
      boolean in = operator.equals("in");
      return value -> Json.isText(value) && texts.contains(form(value.getAsString())) == in;
    }
    if (operator.startsWith("phone-country-code-")) {
      Set<String> codes = SegmentPhones.codes(texts(filter, at), at);
      boolean in = operator.endsWith("-in") && !operator.endsWith("-not-in");
      return value ->
          Json.isText(value) && codes.stream().anyMatch(value.getAsString()::startsWith) == in;
    }
    String given = Json.text(filter, "value", at);
    if (given == null) {
      throw invalid("'value' is a required field.", at + "/value");
    }
    String text = form(given);
    if (operator.equals("regex") || operator.equals("nregex")) {
      Predicate<String> found =
          pattern(given, reading.caseMatters() ? 0 : Pattern.CASE_INSENSITIVE, at).asPredicate();
      boolean wanted = operator.equals("regex");
      return value -> Json.isText(value) && found.test(value.getAsString()) == wanted;
    }
    boolean not = operator.startsWith("not-");
    String positive = operator.replaceFirst("^not-", "");
    Predicate<String> test =
        switch (positive) {
          case "equals" -> text::equals;
          case "contains" -> held -> held.contains(text);
          case "starts-with" -> held -> held.startsWith(text);
          case "ends-with" -> held -> held.endsWith(text);
          default -> throw operator(operator, at);
        };
    return value -> Json.isText(value) && test.test(form(value.getAsString())) != not;
  }

  private static Pattern pattern(String text, int flags, String at) {
    try {
      return Pattern.compile(text, flags);
    } catch (PatternSyntaxException e) {
      throw invalid("'value' is not a regular expression.", at + "/value");
    }
  }

  private String form(String text) {
    return reading.caseMatters() ? text : text.toLowerCase(Locale.ROOT);
  }

  private static List<String> texts(JsonObject filter, String at) {
    JsonArray array = Json.array(filter, "value", at);
    List<String> texts = new ArrayList<>();
    for (JsonElement element : array) {
      if (!Json.isText(element)) {
        throw invalid("'value' must hold strings.", at + "/value");
      }
      texts.add(element.getAsString());
    }
    return texts;
  }

  /** Of numbers only: a text of digits stays a text. */
  Predicate<JsonElement> numeric(JsonObject filter, String operator, String at) {
    Predicate<BigDecimal> test = compare(operator, number(filter, "value", at), at);
    return value -> isNumber(value) && test.test(value.getAsBigDecimal());
  }

  static Predicate<BigDecimal> compare(String operator, BigDecimal bound, String at) {
    return switch (operator) {
      case "equals" -> n -> n.compareTo(bound) == 0;
      case "not-equals" -> n -> n.compareTo(bound) != 0;
      case "greater-than" -> n -> n.compareTo(bound) > 0;
      case "greater-than-or-equal" -> n -> n.compareTo(bound) >= 0;
      case "less-than" -> n -> n.compareTo(bound) < 0;
      case "less-than-or-equal" -> n -> n.compareTo(bound) <= 0;
      default -> throw operator(operator, at);
    };
  }

  private static boolean isNumber(JsonElement value) {
    return value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber();
  }

  static BigDecimal number(JsonObject filter, String member, String at) {
    JsonElement value = filter.get(member);
    if (value == null || !isNumber(value)) {
      throw invalid("'" + member + "' must be a number.", at + "/" + member);
    }
    return value.getAsBigDecimal();
  }

  private static Predicate<JsonElement> bool(JsonObject filter, String operator, String at) {
    JsonElement wanted = filter.get("value");
    if (!operator.equals("equals")) {
      throw operator(operator, at);
    }
    if (wanted == null || !wanted.isJsonPrimitive() || !wanted.getAsJsonPrimitive().isBoolean()) {
      throw invalid("'value' must be a boolean.", at + "/value");
    }
    Set<String> words = wanted.getAsBoolean() ? TRUE : FALSE;
    return value ->
        value.isJsonPrimitive() && words.contains(value.getAsString().toLowerCase(Locale.ROOT));
  }

  private Predicate<JsonElement> list(JsonObject filter, String operator, String at) {
    if (operator.startsWith("length-")) {
      Predicate<BigDecimal> test =
          compare(operator.substring("length-".length()), number(filter, "value", at), at);
      return value ->
          value.isJsonArray() && test.test(BigDecimal.valueOf(value.getAsJsonArray().size()));
    }
    boolean not = operator.startsWith("not-");
    List<String> sought;
    boolean all = false;
    switch (operator.replaceFirst("^not-", "")) {
      case "contains":
        JsonElement one = filter.get("value");
        if (one == null || !one.isJsonPrimitive()) {
          throw invalid("'value' is a required field.", at + "/value");
        }
        sought = List.of(one.getAsString());
        break;
      case "contains-substring":
        String part = form(Json.requiredText(filter, "value", at));
        return value ->
            value.isJsonArray()
                && value.getAsJsonArray().asList().stream()
                        .anyMatch(item -> form(item.getAsString()).contains(part))
                    != not;
      case "contains-any":
        sought = texts(filter, at);
        break;
      case "contains-all":
        sought = texts(filter, at);
        all = true;
        break;
      default:
        throw operator(operator, at);
    }
    boolean every = all;
    List<String> forms = sought.stream().map(this::form).toList();
    return value -> {
      if (!value.isJsonArray()) {
        return false;
      }
      List<String> held = new ArrayList<>();
      value.getAsJsonArray().forEach(item -> held.add(form(item.getAsString())));
      boolean has = every ? held.containsAll(forms) : forms.stream().anyMatch(held::contains);
      return has != not;
    };
  }
}
