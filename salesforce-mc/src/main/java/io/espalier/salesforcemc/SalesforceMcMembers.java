package io.espalier.salesforcemc;

import io.espalier.spi.Change.Leave;
import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** Rows out of segments' data extensions, by their key. */
final class SalesforceMcMembers {
  /** The vendor's advice for any synchronous call (mc_overview_limits_api, 2026-11-23). */
  static final int ROWS = 50;

  private final SalesforceMcSoap soap;

  /** By data extension: the rows of one lock each other. */
  private final Map<String, Semaphore> writers = new ConcurrentHashMap<>();

  SalesforceMcMembers(SalesforceMcSoap soap) {
    this.soap = soap;
  }

  List<Outcome> leave(List<Leave> changes) {
    List<Outcome> outcomes = new ArrayList<>();
    for (int from = 0; from < changes.size(); from += ROWS) {
      outcomes.addAll(part(changes.subList(from, Math.min(from + ROWS, changes.size()))));
    }
    return outcomes;
  }

  private List<Outcome> part(List<Leave> changes) {
    List<SoapNode> results = delete(changes);
    List<Outcome> outcomes = new ArrayList<>(Collections.nCopies(changes.size(), Outcome.APPLIED));
    Map<String, List<Integer>> failed = new LinkedHashMap<>();
    for (int i = 0; i < changes.size(); i++) {
      if (!results.get(i).isOk()) {
        failed.computeIfAbsent(container(changes.get(i)), c -> new ArrayList<>()).add(i);
      }
    }
    failed.forEach((container, places) -> settle(container, places, changes, results, outcomes));
    return outcomes;
  }

  /** As a rule all of one segment. */
  private List<SoapNode> delete(List<Leave> changes) {
    Semaphore writer =
        writers.computeIfAbsent(
            container(changes.get(0)), c -> new Semaphore(SalesforceMcConnector.WRITERS));
    writer.acquireUninterruptibly();
    try {
      return soap.delete(
          "DataExtensionObject",
          changes,
          (xml, leave) ->
              xml.put("CustomerKey", container(leave))
                  .open("Keys")
                  .open("Key")
                  .put("Name", SalesforceMcNames.KEY)
                  .put("Value", leave.key().value())
                  .close()
                  .close());
    } finally {
      writer.release();
    }
  }

  /** A row that is not there cannot be deleted: that is what was wanted, once it is proved. */
  private void settle(
      String container,
      List<Integer> places,
      List<Leave> changes,
      List<SoapNode> results,
      List<Outcome> outcomes) {
    Set<String> there = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    try {
      for (SoapNode row :
          soap.retrieve(
              "DataExtensionObject[" + container + "]",
              List.of(SalesforceMcNames.KEY),
              SalesforceMcNames.KEY,
              places.stream().map(i -> changes.get(i).key().value()).toList())) {
        property(row, SalesforceMcNames.KEY).ifPresent(there::add);
      }
    } catch (EspException e) {
      if (e.failure().kind() != FailureKind.INVALID
          && e.failure().kind() != FailureKind.MISSING_TARGET) {
        throw e;
      }
      String segment = changes.get(places.get(0)).segment().id();
      Failure gone =
          Failure.of(
              FailureKind.MISSING_TARGET,
              "the data extension of segment '" + segment + "' is gone");
      places.forEach(i -> outcomes.set(i, new Outcome.Rejected(gone)));
      return;
    }
    for (int i : places) {
      if (there.contains(changes.get(i).key().value())) {
        outcomes.set(i, SalesforceMcSoap.outcome(results.get(i), ""));
      }
    }
  }

  /** A column of a row that SOAP read. */
  static Optional<String> property(SoapNode row, String name) {
    return row.child("Properties").children("Property").stream()
        .filter(p -> p.text("Name").equalsIgnoreCase(name))
        .map(p -> p.text("Value"))
        .findFirst();
  }

  private static String container(Leave leave) {
    return SalesforceMcNames.segmentKey(leave.segment().id());
  }
}
