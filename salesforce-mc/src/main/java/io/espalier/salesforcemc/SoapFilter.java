package io.espalier.salesforcemc;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** What a retrieve looks for: a comparison of one property, or two filters joined. */
sealed interface SoapFilter {
  /**
   * The account's clock: Central Standard Time the whole year, without daylight saving (sheet §6).
   */
  ZoneOffset CENTRAL = ZoneOffset.ofHours(-6);

  /** A property and what it is compared with. */
  record Simple(String property, String operator, List<String> values, boolean dates)
      implements SoapFilter {}

  /** Two filters of which both, or either, must hold. */
  record Joined(SoapFilter left, String operator, SoapFilter right) implements SoapFilter {}

  /** Equals one of them. */
  static SoapFilter in(String property, Collection<String> values) {
    String operator = values.size() == 1 ? "equals" : "IN";
    return new Simple(property, operator, List.copyOf(values), false);
  }

  /** Matches, where {@code %} stands for anything. */
  static SoapFilter like(String property, String pattern) {
    return new Simple(property, "like", List.of(pattern), false);
  }

  /** At that instant or later; written by the account's clock, as every date of SOAP. */
  static SoapFilter since(String property, Instant instant) {
    String time =
        DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT)
            .format(instant.atOffset(CENTRAL));
    return new Simple(property, "greaterThanOrEqual", List.of(time), true);
  }

  default SoapFilter and(SoapFilter other) {
    return new Joined(this, "AND", other);
  }

  default SoapFilter or(SoapFilter other) {
    return new Joined(this, "OR", other);
  }

  /** Writes it in the order of the WSDL. */
  default void print(Xml xml, String element) {
    if (this instanceof Simple simple) {
      xml.open(element, "SimpleFilterPart")
          .put("Property", simple.property())
          .put("SimpleOperator", simple.operator());
      simple.values().forEach(v -> xml.put(simple.dates() ? "DateValue" : "Value", v));
    } else if (this instanceof Joined joined) {
      xml.open(element, "ComplexFilterPart");
      joined.left().print(xml, "LeftOperand");
      xml.put("LogicalOperator", joined.operator());
      joined.right().print(xml, "RightOperand");
    }
    xml.close();
  }
}
