package io.espalier.sandbox.klaviyo;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Calling codes of countries. The United States and Canada share one, so a number of either is one
 * of both here. Source: ITU-T E.164.
 */
final class SegmentPhones {
  private static final Map<String, String> CODES =
      Map.ofEntries(
          Map.entry("US", "+1"),
          Map.entry("CA", "+1"),
          Map.entry("GB", "+44"),
          Map.entry("IE", "+353"),
          Map.entry("AU", "+61"),
          Map.entry("NZ", "+64"),
          Map.entry("DE", "+49"),
          Map.entry("AT", "+43"),
          Map.entry("CH", "+41"),
          Map.entry("FR", "+33"),
          Map.entry("ES", "+34"),
          Map.entry("PT", "+351"),
          Map.entry("IT", "+39"),
          Map.entry("NL", "+31"),
          Map.entry("BE", "+32"),
          Map.entry("LU", "+352"),
          Map.entry("DK", "+45"),
          Map.entry("SE", "+46"),
          Map.entry("NO", "+47"),
          Map.entry("FI", "+358"),
          Map.entry("PL", "+48"),
          Map.entry("CZ", "+420"),
          Map.entry("HU", "+36"),
          Map.entry("RO", "+40"),
          Map.entry("GR", "+30"),
          Map.entry("JP", "+81"),
          Map.entry("SG", "+65"),
          Map.entry("IN", "+91"),
          Map.entry("BR", "+55"),
          Map.entry("MX", "+52"),
          Map.entry("ZA", "+27"),
          Map.entry("IL", "+972"));

  private SegmentPhones() {}

  /** The codes of these countries; one that is not known here is refused. */
  static Set<String> codes(List<String> countries, String at) {
    Set<String> codes = new HashSet<>();
    for (String country : countries) {
      String code = CODES.get(country);
      if (code == null) {
        throw SegmentFilters.invalid(
            "This sandbox does not know the calling code of '" + country + "'.", at + "/value");
      }
      codes.add(code);
    }
    return codes;
  }
}
