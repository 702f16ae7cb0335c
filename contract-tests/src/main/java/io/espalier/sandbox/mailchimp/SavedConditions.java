package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A saved segment's conditions, checked: one flat list under one operator. The types that a
 * connector can use are evaluated; the others are refused, so that nobody trusts a wrong count.
 * Source: the condition types of the Marketing API 3.0.55.
 */
final class SavedConditions {
  private static final Set<String> TEXT =
      Set.of(
          "is",
          "not",
          "contains",
          "notcontain",
          "starts",
          "ends",
          "greater",
          "less",
          "blank",
          "blank_not");
  private static final Set<String> DATE =
      Set.of("is", "not", "less", "greater", "blank", "blank_not");
  private static final Pattern SLASHED = Pattern.compile("([0-9]{2})/([0-9]{2})/([0-9]{4})");

  private final Audience audience;
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
  }

  SavedConditions(Audience audience, JsonObject options, BlankReading reading) {
    this.audience = audience;
    this.reading = reading;
    this.any = options.has("match") && options.get("match").getAsString().equals("any");
    for (JsonElement condition : options.getAsJsonArray("conditions")) {
      conditions.add(condition(condition.getAsJsonObject()));
    }
  }

  boolean holds(Member member) {
    return any
        ? conditions.stream().anyMatch(one -> one.test(member))
        : conditions.stream().allMatch(one -> one.test(member));
  }

  private static RuntimeException unfit() {
    return Refusal.invalid("Data did not match any of the schemas described in anyOf.");
  }

  private static String text(JsonObject condition, String name) {
    JsonElement value = condition.get(name);
    if (value == null || !value.isJsonPrimitive()) {
      throw unfit();
    }
    return value.getAsString();
  }

  private Predicate<Member> condition(JsonObject condition) {
    String field = text(condition, "field");
    String op = text(condition, "op");
    return switch (text(condition, "condition_type")) {
      case "TextMerge" -> textMerge(condition, field, op);
      case "DateMerge" -> dateMerge(condition, field, op);
      case "EmailAddress" -> {
        if (!TEXT.contains(op) || op.startsWith("blank") || !field.equals("EMAIL")) {
          throw unfit();
        }
        Predicate<String> test = texts(op, text(condition, "value"));
        yield member -> test.test(member.email);
      }
      case "StaticSegment" -> tag(condition, field, op);
      default -> throw unfit();
    };
  }

  private Predicate<Member> textMerge(JsonObject condition, String tag, String op) {
    MergeField field = audience.field(tag).orElseThrow(SavedConditions::unfit);
    if (!TEXT.contains(op) || (field.type != FieldType.TEXT && field.type != FieldType.NUMBER)) {
      throw unfit();
    }
    if (op.equals("blank") || op.equals("blank_not")) {
      return member -> held(member, field).isEmpty() == op.equals("blank");
    }
    boolean number =
        field.type == FieldType.NUMBER && Set.of("is", "not", "greater", "less").contains(op);
    String value = text(condition, "value");
    Predicate<String> test = number ? numbers(op, value) : texts(op, value);
    return member -> {
      String held = held(member, field);
      return held.isEmpty() ? blank(op) : test.test(held);
    };
  }

  private boolean blank(String op) {
    return reading.fulfils() && Set.of("not", "notcontain", "less").contains(op);
  }

  private static String held(Member member, MergeField field) {
    JsonElement value = member.values.get(field.mergeId);
    return value == null || !value.isJsonPrimitive() ? "" : value.getAsString();
  }

  private Predicate<String> texts(String op, String value) {
    String sought = form(value);
    return switch (op) {
      case "is" -> held -> form(held).equals(sought);
      case "not" -> held -> !form(held).equals(sought);
      case "contains" -> held -> form(held).contains(sought);
      case "notcontain" -> held -> !form(held).contains(sought);
      case "starts" -> held -> form(held).startsWith(sought);
      case "ends" -> held -> form(held).endsWith(sought);
      case "greater" -> held -> form(held).compareTo(sought) > 0;
      case "less" -> held -> form(held).compareTo(sought) < 0;
      default -> throw unfit();
    };
  }

  private String form(String text) {
    return reading.caseMatters() ? text : text.toLowerCase(Locale.ROOT);
  }

  /** As doubles: what the JSON of a member is read into. */
  private static Predicate<String> numbers(String op, String value) {
    double bound;
    try {
      bound = new BigDecimal(value).doubleValue();
    } catch (NumberFormatException e) {
      throw unfit();
    }
    return switch (op) {
      case "is" -> held -> Double.parseDouble(held) == bound;
      case "not" -> held -> Double.parseDouble(held) != bound;
      case "greater" -> held -> Double.parseDouble(held) > bound;
      case "less" -> held -> Double.parseDouble(held) < bound;
      default -> throw unfit();
    };
  }

  private Predicate<Member> dateMerge(JsonObject condition, String tag, String op) {
    MergeField field = audience.field(tag).orElseThrow(SavedConditions::unfit);
    if (field.type != FieldType.DATE || !DATE.contains(op)) {
      throw unfit();
    }
    if (op.equals("blank") || op.equals("blank_not")) {
      return member -> held(member, field).isEmpty() == op.equals("blank");
    }
    LocalDate bound = date(text(condition, "value"));
    return member -> {
      String held = held(member, field);
      if (held.isEmpty()) {
        return blank(op);
      }
      int sign = LocalDate.parse(held).compareTo(bound);
      return switch (op) {
        case "is" -> sign == 0;
        case "not" -> sign != 0;
        case "less" -> sign < 0;
        default -> sign > 0;
      };
    };
  }

  private static LocalDate date(String text) {
    Matcher matcher = SLASHED.matcher(text);
    try {
      if (matcher.matches()) {
        return LocalDate.of(
            Integer.parseInt(matcher.group(3)),
            Integer.parseInt(matcher.group(1)),
            Integer.parseInt(matcher.group(2)));
      }
    } catch (DateTimeException e) {
      throw unfit();
    }
    throw unfit();
  }

  private Predicate<Member> tag(JsonObject condition, String field, String op) {
    if (!field.equals("static_segment") || !Set.of("static_is", "static_not").contains(op)) {
      throw unfit();
    }
    String value = text(condition, "value");
    long id = value.matches("[0-9]{1,18}") ? Long.parseLong(value) : -1;
    Segment there = audience.segments.get(id);
    if (there == null || !there.isStatic) {
      throw unfit();
    }
    return member -> member.tags.containsKey(id) == op.equals("static_is");
  }
}
