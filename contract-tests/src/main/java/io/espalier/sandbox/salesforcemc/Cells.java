package io.espalier.sandbox.salesforcemc;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Brings a value to the spelling in which a column holds it, or says why it does not fit. */
final class Cells {
  private static final Pattern EMAIL =
      Pattern.compile(
          "[^\\s@<>(),;:\"\\[\\]\\\\.]+(\\.[^\\s@<>(),;:\"\\[\\]\\\\.]+)*"
              + "@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\\.)+[A-Za-z][A-Za-z0-9-]*");
  private static final Pattern LOCALE = Pattern.compile("[A-Za-z]{2}([-_][A-Za-z]{2})?");

  private Cells() {}

  /** A value did not fit its column. */
  static final class Misfit extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Misfit(String message) {
      super(message, null, false, false);
    }
  }

  static boolean isEmail(String text) {
    return text.length() <= 254 && EMAIL.matcher(text).matches();
  }

  /**
   * The stored spelling.
   *
   * @param text null for a database null
   * @throws Misfit with the vendor's message
   */
  static @Nullable String fit(Field field, @Nullable String text) {
    if (text == null || (text.isEmpty() && field.type() != FieldType.Text)) {
      return null;
    }
    switch (field.type()) {
      case Text:
        return upTo(field.maxLength(), field, text);
      case EmailAddress:
        upTo(field.maxLength(), field, text);
        if (!isEmail(text)) {
          throw new Misfit(
              "The value for column ["
                  + field.name()
                  + "] is not a valid email address. Parse error [InvalidEmailAddress]");
        }
        return text;
      case Phone:
        return upTo(field.maxLength(), field, text);
      case Locale:
        if (!LOCALE.matcher(text).matches()) {
          throw wrong(field, "locale");
        }
        return text;
      case Boolean:
        return flag(field, text);
      case Number:
        return whole(field, text);
      case Decimal:
        return decimal(field, text);
      case Date:
        return Dates.read(text)
            .flatMap(Dates::rounded)
            .map(Dates::stored)
            .orElseThrow(() -> wrong(field, "date between 1753-01-01 and 9999-12-31"));
    }
    throw new AssertionError(field.type());
  }

  private static String upTo(int length, Field field, String text) {
    if (length > 0 && text.length() > length) {
      throw new Misfit(
          "The value for column [" + field.name() + "] exceeds the column's maximum length.");
    }
    return text;
  }

  private static String flag(Field field, String text) {
    switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true":
      case "1":
        return "True";
      case "false":
      case "0":
        return "False";
      default:
        throw wrong(field, "Boolean");
    }
  }

  private static String whole(Field field, String text) {
    try {
      return Long.toString(new BigDecimal(text.strip()).longValueExact());
    } catch (ArithmeticException | NumberFormatException e) {
      throw wrong(field, "number");
    }
  }

  private static String decimal(Field field, String text) {
    BigDecimal value;
    try {
      value = new BigDecimal(text.strip());
    } catch (NumberFormatException e) {
      throw wrong(field, "decimal");
    }
    BigDecimal bare = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    if (bare.scale() > field.scale()
        || bare.precision() - bare.scale() > field.maxLength() - field.scale()) {
      throw new Misfit(
          "The value for column ["
              + field.name()
              + "] exceeds the column's precision ["
              + field.maxLength()
              + "] and scale ["
              + field.scale()
              + "].");
    }
    return bare.setScale(field.scale()).toPlainString();
  }

  private static Misfit wrong(Field field, String kind) {
    return new Misfit("The value for column [" + field.name() + "] is not a valid " + kind + ".");
  }
}
