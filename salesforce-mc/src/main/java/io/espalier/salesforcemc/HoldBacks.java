package io.espalier.salesforcemc;

import io.espalier.spi.Change.SetConsent;
import io.espalier.spi.EspException;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Lanes;
import io.espalier.spi.Outcome;
import io.espalier.spi.Surroundings.Sleeper;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The note in a profile's row that it was we who set the person to Unsubscribed: the vendor's own
 * date of it, as text, so that no clock of ours and no time zone comes into it.
 */
final class HoldBacks {
  private static final int ATTEMPTS = 3;

  private final SalesforceMcSoap soap;
  private final Sleeper sleeper;

  /** Rows of one data extension lock each other. */
  private final Semaphore writers = new Semaphore(SalesforceMcConnector.WRITERS);

  HoldBacks(SalesforceMcSoap soap, Sleeper sleeper) {
    this.soap = soap;
    this.sleeper = sleeper;
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

  /** What became of each note. */
  List<Outcome> note(List<SetConsent> changes, Function<SetConsent, String> since) {
    return write(changes, change -> note(since.apply(change)));
  }

  List<Outcome> forget(List<SetConsent> changes) {
    return write(changes, change -> "");
  }

  private List<Outcome> write(List<SetConsent> changes, Function<SetConsent, String> note) {
    List<Supplier<List<Outcome>>> calls = new ArrayList<>();
    for (int from = 0; from < changes.size(); from += SalesforceMcMembers.ROWS) {
      int to = Math.min(from + SalesforceMcMembers.ROWS, changes.size());
      List<SetConsent> part = changes.subList(from, to);
      calls.add(() -> call(part, note));
    }
    return Lanes.all(sleeper, SalesforceMcConnector.WRITERS, calls).stream()
        .flatMap(List::stream)
        .toList();
  }

  /** Rows that were given up in a deadlock go again. */
  private List<Outcome> call(List<SetConsent> changes, Function<SetConsent, String> note) {
    List<Outcome> outcomes =
        new ArrayList<>(Collections.nCopies(changes.size(), Outcome.NOT_FOUND));
    List<Integer> left = IntStream.range(0, changes.size()).boxed().toList();
    for (int attempt = 0; !left.isEmpty() && attempt < ATTEMPTS; attempt++) {
      List<SetConsent> rows = left.stream().map(changes::get).toList();
      List<Outcome> some;
      try {
        some = once(rows, note);
      } catch (EspException e) {
        some = SalesforceMcSoap.inDoubt(rows.size(), e);
        attempt = ATTEMPTS;
      }
      for (int i = 0; i < some.size(); i++) {
        outcomes.set(left.get(i), some.get(i));
      }
      left = left.stream().filter(i -> outcomes.get(i) instanceof Outcome.Unknown).toList();
    }
    return outcomes;
  }

  private List<Outcome> once(List<SetConsent> rows, Function<SetConsent, String> note) {
    writers.acquireUninterruptibly();
    try {
      return soap
          .upsert("DataExtensionObject", rows, (xml, c) -> print(xml, c, note.apply(c)))
          .stream()
          .map(result -> SalesforceMcSoap.outcome(result, ""))
          .toList();
    } finally {
      writers.release();
    }
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
