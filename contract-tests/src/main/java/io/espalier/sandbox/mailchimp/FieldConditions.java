package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Conditions on an audience's merge fields; each type takes fields of its own kinds only. */
record FieldConditions(Audience audience, SavedConditions.BlankReading reading) {
  private static final Pattern SLASHED = Pattern.compile("([0-9]{2})/([0-9]{2})/([0-9]{4})");
  private static final Pattern BIRTHDAY = Pattern.compile("[0-9]{2}/[0-9]{2}");
  private static final Set<String> ORDERS = Set.of("is", "not", "greater", "less");

  Predicate<Member> text(JsonObject condition, String op) {
    MergeField field = field(condition, EnumSet.of(FieldType.TEXT, FieldType.NUMBER));
    return compared(
        field,
        op,
        () -> {
          String value = value(condition);
          return field.type == FieldType.NUMBER && ORDERS.contains(op)
              ? numbers(op, value)
              : reading.texts(op, value);
        });
  }

  Predicate<Member> choice(JsonObject condition, String op) {
    MergeField field = field(condition, EnumSet.of(FieldType.DROPDOWN, FieldType.RADIO));
    return compared(field, op, () -> reading.texts(op, value(condition)));
  }

  Predicate<Member> birthday(JsonObject condition, String op) {
    MergeField field = field(condition, EnumSet.of(FieldType.BIRTHDAY));
    return compared(
        field,
        op,
        () -> {
          if (!BIRTHDAY.matcher(value(condition)).matches()) {
            throw ConditionType.unfit();
          }
          return reading.texts(op, value(condition));
        });
  }

  Predicate<Member> address(JsonObject condition, String op) {
    MergeField field = field(condition, EnumSet.of(FieldType.ADDRESS));
    return compared(field, op, () -> reading.texts(op, value(condition)));
  }

  Predicate<Member> date(JsonObject condition, String op) {
    MergeField field = field(condition, EnumSet.of(FieldType.DATE));
    return compared(
        field,
        op,
        () -> {
          LocalDate bound = day(value(condition));
          return held -> ordered(op, LocalDate.parse(held).compareTo(bound));
        });
  }

  /** The sandbox has no map: near is who lives in the same town or at the same code. */
  Predicate<Member> near(JsonObject condition) {
    MergeField field = field(condition, EnumSet.of(FieldType.ADDRESS, FieldType.ZIP));
    String place = condition.get("extra").getAsString();
    return member -> {
      JsonElement held = member.values.get(field.mergeId);
      return held != null
          && (held.isJsonObject()
              ? place.equalsIgnoreCase(held.getAsJsonObject().get("city").getAsString())
                  || place.equals(held.getAsJsonObject().get("zip").getAsString())
              : place.equals(held.getAsString()));
    };
  }

  /** Makes a comparison only where the operator wants one. */
  private interface Comparison {
    Predicate<String> make();
  }

  private Predicate<Member> compared(MergeField field, String op, Comparison comparison) {
    if (op.equals("blank") || op.equals("blank_not")) {
      return member -> held(member, field).isEmpty() == op.equals("blank");
    }
    Predicate<String> test = comparison.make();
    return member -> {
      String held = held(member, field);
      return held.isEmpty() ? reading.blank(op) : test.test(held);
    };
  }

  private MergeField field(JsonObject condition, Set<FieldType> types) {
    return audience
        .field(condition.get("field").getAsString())
        .filter(found -> types.contains(found.type))
        .orElseThrow(ConditionType::unfit);
  }

  private static String value(JsonObject condition) {
    return condition.get("value").getAsString();
  }

  private static String held(Member member, MergeField field) {
    JsonElement value = member.values.get(field.mergeId);
    if (value == null) {
      return "";
    }
    return value.isJsonObject() ? line(value) : value.getAsString();
  }

  /** An address in one line. */
  static String line(JsonElement address) {
    return address.getAsJsonObject().asMap().values().stream()
        .map(JsonElement::getAsString)
        .filter(part -> !part.isBlank())
        .collect(Collectors.joining(" "));
  }

  /** As doubles: what the JSON of a member is read into. */
  private static Predicate<String> numbers(String op, String value) {
    double bound;
    try {
      bound = new BigDecimal(value).doubleValue();
    } catch (NumberFormatException e) {
      throw ConditionType.unfit();
    }
    return held -> ordered(op, Double.compare(Double.parseDouble(held), bound));
  }

  static boolean ordered(String op, int sign) {
    return switch (op) {
      case "is" -> sign == 0;
      case "not" -> sign != 0;
      case "less" -> sign < 0;
      case "greater" -> sign > 0;
      default -> throw ConditionType.unfit();
    };
  }

  private static LocalDate day(String text) {
    Matcher matcher = SLASHED.matcher(text);
    if (!matcher.matches()) {
      throw ConditionType.unfit();
    }
    try {
      return LocalDate.of(
          Integer.parseInt(matcher.group(3)),
          Integer.parseInt(matcher.group(1)),
          Integer.parseInt(matcher.group(2)));
    } catch (DateTimeException e) {
      throw ConditionType.unfit();
    }
  }
}
