package io.espalier.sync.soak;

import io.espalier.model.Consent;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** One made-up customer, as a row of the source says it. */
record Person(
    int number,
    String email,
    String country,
    int age,
    int cents,
    int orders,
    boolean vip,
    String city,
    Consent.State consent,
    int consentMonth) {

  String key() {
    return "c" + number;
  }

  BigDecimal spent() {
    return BigDecimal.valueOf(cents, 2);
  }

  /** True where no ESP can be told of this row: it has no address. */
  boolean isUnusable() {
    return email.indexOf('@') < 0;
  }

  boolean optedOut() {
    return consent.compareTo(Consent.State.SUPPRESSED) >= 0;
  }

  /** Opted out before the first run. */
  boolean optedOutAtFirst() {
    return optedOut() && consentMonth == 1;
  }

  String row() {
    return String.join(
        ",",
        key(),
        email,
        country,
        Integer.toString(age),
        spent().toPlainString(),
        Integer.toString(orders),
        Boolean.toString(vip),
        city,
        consent.word(),
        String.format(Locale.ROOT, "2024-%02d-01T00:00:00Z", consentMonth),
        "form " + number);
  }

  /** The fields as an ESP should hold them: plain texts, numbers without zeros at their end. */
  Map<String, String> fields() {
    Map<String, String> fields = new TreeMap<>();
    fields.put("country", country);
    fields.put("age", Integer.toString(age));
    fields.put("spent", plain(spent()));
    fields.put("orders", Integer.toString(orders));
    fields.put("vip", Boolean.toString(vip));
    fields.put("city", city);
    return fields;
  }

  static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
