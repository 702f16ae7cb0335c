package io.espalier.salesforcemc;

import io.espalier.spi.Change.Leave;
import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Outcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Rows out of segments' data extensions, by their key. */
final class SalesforceMcMembers {
  /** The vendor's advice for any synchronous call (mc_overview_limits_api, 2026-11-23). */
  static final int ROWS = 50;

  private final SalesforceMcSoap soap;

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
    List<SoapNode> results =
        soap.delete(
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
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < changes.size(); i++) {
      outcomes.add(
          results.get(i).isOk() ? Outcome.APPLIED : failed(changes.get(i), results.get(i)));
    }
    return outcomes;
  }

  /** A row that is not there cannot be deleted: that is what was wanted, once it is proved. */
  private Outcome failed(Leave leave, SoapNode result) {
    try {
      return present(leave).contains(leave.key().value().toLowerCase(Locale.ROOT))
          ? new Outcome.Rejected(SalesforceMcSoap.failure(result))
          : Outcome.APPLIED;
    } catch (EspException e) {
      if (e.failure().kind() != FailureKind.INVALID
          && e.failure().kind() != FailureKind.MISSING_TARGET) {
        throw e;
      }
      return new Outcome.Rejected(
          Failure.of(
              FailureKind.MISSING_TARGET,
              "the data extension of segment '" + leave.segment().id() + "' is gone"));
    }
  }

  private Set<String> present(Leave leave) {
    Set<String> keys = new HashSet<>();
    for (SoapNode row :
        soap.retrieve(
            "DataExtensionObject[" + container(leave) + "]",
            List.of(SalesforceMcNames.KEY),
            SalesforceMcNames.KEY,
            List.of(leave.key().value()))) {
      property(row, SalesforceMcNames.KEY).ifPresent(key -> keys.add(key.toLowerCase(Locale.ROOT)));
    }
    return keys;
  }

  /** A column of a row that SOAP read. */
  static java.util.Optional<String> property(SoapNode row, String name) {
    return row.child("Properties").children("Property").stream()
        .filter(p -> p.text("Name").equalsIgnoreCase(name))
        .map(p -> p.text("Value"))
        .findFirst();
  }

  private static String container(Leave leave) {
    return SalesforceMcNames.segmentKey(leave.segment().id());
  }
}
