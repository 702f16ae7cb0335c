package io.espalier.sandbox.salesforcemc;

import java.util.List;
import java.util.Map;

/**
 * The four ways of keeping rows that the vendor's elements can say (sheet §2.1): for ever; until a
 * day, and then the data extension goes; until then, and all rows go; each row for a time.
 */
final class Retention {
  /** Days, weeks, months, years. */
  private static final List<String> UNITS = List.of("3", "4", "5", "6");

  private Retention() {}

  /**
   * Makes sure that the elements say one of them.
   *
   * @throws Refusal where they do not
   */
  static void check(Map<String, String> given) {
    boolean rows = isTrue(given, "RowBasedRetention");
    boolean atEnd = isTrue(given, "DeleteAtEndOfRetentionPeriod");
    boolean until = !given.getOrDefault("RetainUntil", "").isBlank();
    String length = given.getOrDefault("DataRetentionPeriodLength", "");
    String unit = given.getOrDefault("DataRetentionPeriodUnitOfMeasure", "");
    if (rows && atEnd) {
      throw refused("RowBasedRetention and DeleteAtEndOfRetentionPeriod exclude each other.");
    }
    if (rows && until) {
      throw refused("RowBasedRetention and RetainUntil exclude each other.");
    }
    if (!unit.isEmpty() && !UNITS.contains(unit)) {
      throw refused("The DataRetentionPeriodUnitOfMeasure [" + unit + "] is not valid.");
    }
    if (!length.isEmpty() && Numbers.whole(length, 0) < 1) {
      throw refused("The DataRetentionPeriodLength [" + length + "] is not valid.");
    }
    if (rows && (length.isEmpty() || unit.isEmpty())) {
      throw refused("RowBasedRetention needs a length and a unit.");
    }
  }

  private static boolean isTrue(Map<String, String> given, String name) {
    return given.getOrDefault(name, "").equalsIgnoreCase("true");
  }

  private static Refusal refused(String message) {
    return new Refusal(ExtensionMaker.INVALID, message);
  }
}
