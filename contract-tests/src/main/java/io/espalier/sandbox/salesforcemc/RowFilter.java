package io.espalier.sandbox.salesforcemc;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code $filter} and {@code $orderBy} of a rowset: {@code Country eq 'PT' and Spent gt 5}, {@code
 * Spent desc, Key}. AND binds before OR; there are no parentheses. A row without a value meets no
 * comparison but {@code neq}.
 */
final class RowFilter {
  private static final Pattern PART =
      Pattern.compile(
          "\\s*(?:\\[([^\\]]+)\\]|(\\S+))\\s+(eq|neq|gt|gte|lt|lte|like)\\s+"
              + "(?:'((?:[^']|'')*)'|(\\S+))\\s*",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern JOINT = Pattern.compile("(and|or)\\s", Pattern.CASE_INSENSITIVE);

  private RowFilter() {}

  /**
   * Reads a filter; every row passes an empty one.
   *
   * @throws Refusal where it is none, or names an unknown column
   */
  static Predicate<Row> read(String filter, Extension extension) {
    if (filter.isBlank()) {
      return row -> true;
    }
    List<Predicate<Row>> either = new ArrayList<>();
    Predicate<Row> all = row -> true;
    Matcher part = PART.matcher(filter);
    int at = 0;
    while (true) {
      if (!part.region(at, filter.length()).lookingAt()) {
        throw new Refusal(10001, "Parameter $filter is invalid.");
      }
      all = all.and(comparison(part, extension));
      at = part.end();
      if (at == filter.length()) {
        either.add(all);
        return row -> either.stream().anyMatch(one -> one.test(row));
      }
      Matcher joint = JOINT.matcher(filter).region(at, filter.length());
      if (!joint.lookingAt()) {
        throw new Refusal(10001, "Parameter $filter is invalid.");
      }
      if (joint.group(1).equalsIgnoreCase("or")) {
        either.add(all);
        all = row -> true;
      }
      at = joint.end();
    }
  }

  private static Predicate<Row> comparison(Matcher part, Extension extension) {
    Field field =
        column(part.group(1) == null ? part.group(2) : part.group(1), extension, "$filter");
    String quoted = part.group(4);
    String wanted = quoted == null ? part.group(5) : quoted.replace("''", "'");
    String operator = part.group(3).toLowerCase(Locale.ROOT);
    if (operator.equals("like")) {
      Pattern pattern =
          Pattern.compile(
              Pattern.quote(wanted).replace("%", "\\E.*\\Q"),
              Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
      return row -> {
        String cell = row.get(field);
        return cell != null && pattern.matcher(cell).matches();
      };
    }
    return row -> {
      String cell = row.get(field);
      if (cell == null) {
        return operator.equals("neq");
      }
      int order = compare(field, cell, stored(field, wanted));
      return switch (operator) {
        case "eq" -> order == 0;
        case "neq" -> order != 0;
        case "gt" -> order > 0;
        case "gte" -> order >= 0;
        case "lt" -> order < 0;
        default -> order <= 0;
      };
    };
  }

  /**
   * Reads an order; nothing where it is empty.
   *
   * @throws Refusal where it is none, or names an unknown column
   */
  static Optional<Comparator<Row>> order(String text, Extension extension) {
    if (text.isBlank()) {
      return Optional.empty();
    }
    List<Comparator<Row>> parts = new ArrayList<>();
    for (String each : text.split(",", -1)) {
      Matcher part =
          Pattern.compile("\\s*\\[?(.+?)\\]?(?:\\s+(asc|desc))?\\s*", Pattern.CASE_INSENSITIVE)
              .matcher(each);
      if (!part.matches()) {
        throw new Refusal(10001, "Parameter $orderBy is invalid.");
      }
      Field field = column(part.group(1), extension, "$orderBy");
      Comparator<Row> one =
          Comparator.comparing(
              row -> row.get(field),
              Comparator.nullsFirst((left, right) -> compare(field, left, right)));
      parts.add("desc".equalsIgnoreCase(part.group(2)) ? one.reversed() : one);
    }
    return parts.stream().reduce(Comparator::thenComparing);
  }

  private static Field column(String name, Extension extension, String parameter) {
    Field field = extension.field(name);
    if (field == null) {
      throw new Refusal(10001, "Parameter " + parameter + " is invalid.");
    }
    return field;
  }

  private static String stored(Field field, String wanted) {
    try {
      @Nullable String cell = Cells.fit(field, wanted);
      return cell == null ? "" : cell;
    } catch (Cells.Misfit e) {
      return wanted;
    }
  }

  private static int compare(Field field, String left, String right) {
    switch (field.type()) {
      case Number, Decimal:
        try {
          return new BigDecimal(left).compareTo(new BigDecimal(right));
        } catch (NumberFormatException e) {
          return left.compareToIgnoreCase(right);
        }
      case Date:
        Optional<LocalDateTime> one = Dates.read(left);
        Optional<LocalDateTime> other = Dates.read(right);
        return one.isPresent() && other.isPresent()
            ? one.get().compareTo(other.get())
            : left.compareToIgnoreCase(right);
      default:
        return left.stripTrailing().compareToIgnoreCase(right.stripTrailing());
    }
  }
}
