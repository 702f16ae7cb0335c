package io.espalier.salesforcemc;

import io.espalier.spi.Change.SetConsent;
import io.espalier.spi.EspException;
import io.espalier.spi.FailureKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The note in a profile's row that it was we who set the person to Unsubscribed: the vendor's own
 * date of it, as text, so that no clock of ours and no time zone comes into it.
 */
final class HoldBacks {
  private final SalesforceMcSoap soap;

  HoldBacks(SalesforceMcSoap soap) {
    this.soap = soap;
  }

  /** The note for a date; an account that tells no date still gets one. */
  static String note(String since) {
    return since.isEmpty() ? "no date" : since;
  }

  /** Subscriber's key → note, for those that have one. */
  Map<String, String> read(Collection<String> keys) {
    Map<String, String> notes = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    rows(keys, SalesforceMcNames.HELD_BACK, notes);
    return notes;
  }

  private void rows(Collection<String> keys, String column, Map<String, String> found) {
    if (keys.isEmpty()) {
      return;
    }
    List<SoapNode> rows;
    try {
      rows =
          soap.retrieve(
              "DataExtensionObject[" + SalesforceMcNames.PROFILES_KEY + "]",
              List.of(SalesforceMcNames.KEY, column),
              SalesforceMcNames.KEY,
              keys);
    } catch (EspException e) {
      if (e.failure().kind() == FailureKind.MISSING_TARGET) {
        return; // Nobody was ever synced.
      }
      throw e;
    }
    for (SoapNode row : rows) {
      String value = SalesforceMcMembers.property(row, column).orElse("");
      if (!value.isEmpty()) {
        found.put(SalesforceMcMembers.property(row, SalesforceMcNames.KEY).orElse(""), value);
      }
    }
  }

  /** Subscriber's key → the address in the profile's row, for those that have one. */
  Map<String, String> addresses(Collection<String> keys) {
    Map<String, String> addresses = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    rows(keys, SalesforceMcNames.EMAIL, addresses);
    return addresses;
  }

  List<SoapNode> note(List<SetConsent> changes, Function<SetConsent, String> since) {
    return write(changes, change -> note(since.apply(change)));
  }

  List<SoapNode> forget(List<SetConsent> changes) {
    return write(changes, change -> "");
  }

  /** One writer at a time: several on one data extension lock each other out. */
  private synchronized List<SoapNode> write(
      List<SetConsent> changes, Function<SetConsent, String> note) {
    List<SoapNode> results = new ArrayList<>();
    for (int from = 0; from < changes.size(); from += SalesforceMcMembers.ROWS) {
      int to = Math.min(from + SalesforceMcMembers.ROWS, changes.size());
      results.addAll(
          soap.upsert(
              "DataExtensionObject",
              changes.subList(from, to),
              (xml, change) -> print(xml, change, note.apply(change))));
    }
    return results;
  }

  private static void print(Xml xml, SetConsent change, String note) {
    xml.put("CustomerKey", SalesforceMcNames.PROFILES_KEY).open("Properties");
    property(xml, SalesforceMcNames.KEY, change.key().value());
    property(xml, SalesforceMcNames.EMAIL, change.email().address());
    property(xml, SalesforceMcNames.HELD_BACK, note);
    xml.close();
  }

  private static void property(Xml xml, String name, String value) {
    xml.open("Property").put("Name", name).put("Value", value).close();
  }
}
