package io.espalier.salesforcemc;

import io.espalier.model.Segment;
import io.espalier.salesforcemc.SalesforceMcExtensions.Wanted;
import io.espalier.spi.Change.DefineSegment;
import io.espalier.spi.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One sendable data extension a segment, known for ever by its key. */
final class SalesforceMcSegments {
  private final SalesforceMcExtensions extensions;

  SalesforceMcSegments(SalesforceMcExtensions extensions) {
    this.extensions = extensions;
  }

  List<Outcome> define(List<DefineSegment> changes) {
    Map<String, Wanted> wanted = new LinkedHashMap<>();
    for (DefineSegment change : changes) {
      Wanted each = wanted(change.segment());
      wanted.put(each.key(), each);
    }
    Map<String, SoapNode> existing = extensions.find(wanted.keySet());
    Map<String, Outcome> outcomes = new LinkedHashMap<>();
    List<Wanted> missing = new ArrayList<>();
    wanted.forEach(
        (key, each) -> {
          SoapNode there = existing.get(key);
          if (there == null) {
            missing.add(each);
          } else {
            outcomes.put(key, bringUpToDate(each, there));
          }
        });
    create(missing, outcomes);
    List<Outcome> ordered = new ArrayList<>();
    for (DefineSegment change : changes) {
      String key = SalesforceMcNames.segmentKey(change.segment().id());
      ordered.add(outcomes.getOrDefault(key, Outcome.APPLIED));
    }
    return ordered;
  }

  private static Wanted wanted(Segment segment) {
    String about = segment.description().isBlank() ? "" : ": " + segment.description().strip();
    String text = segment.name() + about + " [Espalier segment " + segment.id() + "]";
    return Wanted.segment(
        SalesforceMcNames.segmentKey(segment.id()),
        SalesforceMcNames.extensionName(segment.name(), segment.id()),
        text.replaceAll("\\s+", " "));
  }

  private Outcome bringUpToDate(Wanted wanted, SoapNode there) {
    String name = there.text("Name");
    boolean named = name.equals(wanted.name()) || name.equals(second(wanted).name());
    if (named && there.text("Description").equals(wanted.description())) {
      return new Outcome.Applied(wanted.key());
    }
    SoapNode result = extensions.rename(named ? wanted.named(name) : wanted);
    if (isNameTaken(result)) {
      result = extensions.rename(second(wanted));
    }
    return outcome(result, wanted);
  }

  private void create(List<Wanted> missing, Map<String, Outcome> outcomes) {
    if (missing.isEmpty()) {
      return;
    }
    List<SoapNode> results = extensions.create(missing);
    List<Wanted> again = new ArrayList<>();
    for (int i = 0; i < missing.size(); i++) {
      if (isNameTaken(results.get(i))) {
        again.add(second(missing.get(i)));
      } else {
        outcomes.put(missing.get(i).key(), outcome(results.get(i), missing.get(i)));
      }
    }
    if (!again.isEmpty()) {
      List<SoapNode> seconds = extensions.create(again);
      for (int i = 0; i < again.size(); i++) {
        outcomes.put(again.get(i).key(), outcome(seconds.get(i), again.get(i)));
      }
    }
  }

  /** The name with the key behind it, for a name that another data extension of the unit has. */
  private static Wanted second(Wanted wanted) {
    return wanted.named(wanted.name() + " - " + wanted.key());
  }

  private static boolean isNameTaken(SoapNode result) {
    return !result.isOk()
        && (result.text("ErrorCode").equals("310007")
            || result.text("StatusMessage").contains("already exists"));
  }

  private static Outcome outcome(SoapNode result, Wanted wanted) {
    return result.isOk()
        ? new Outcome.Applied(wanted.key())
        : new Outcome.Rejected(SalesforceMcSoap.failure(result));
  }
}
