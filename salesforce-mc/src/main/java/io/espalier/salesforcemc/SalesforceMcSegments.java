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
    if (!missing.isEmpty()) {
      // First: once the last of them is there, nobody would come back for it after a crash.
      extensions.offerChoice();
    }
    create(missing, outcomes);
    List<Outcome> ordered = new ArrayList<>();
    for (DefineSegment change : changes) {
      String key = SalesforceMcNames.segmentKey(change.segment().id());
      ordered.add(outcomes.getOrDefault(key, Outcome.APPLIED));
    }
    return ordered;
  }

  static Wanted wanted(Segment segment) {
    String about = segment.description().isBlank() ? "" : ": " + segment.description().strip();
    String text = segment.name() + about + " [Espalier segment " + segment.id() + "]";
    return Wanted.segment(
        SalesforceMcNames.segmentKey(segment.id()),
        SalesforceMcNames.extensionName(segment.name(), segment.id()),
        text.replaceAll("\\s+", " "));
  }

  private Outcome bringUpToDate(Wanted wanted, SoapNode there) {
    String name = there.text("Name");
    boolean named = name.equals(wanted.name()) || name.equals(wanted.secondName().name());
    if (named && there.text("Description").equals(wanted.description())) {
      return new Outcome.Applied(wanted.key());
    }
    SoapNode result = extensions.rename(named ? wanted.named(name) : wanted);
    if (SalesforceMcExtensions.isNameTaken(result)) {
      result = extensions.rename(wanted.secondName());
    }
    return outcome(result, wanted);
  }

  private void create(List<Wanted> missing, Map<String, Outcome> outcomes) {
    List<SoapNode> results = extensions.createUnderFreeName(missing);
    for (int i = 0; i < missing.size(); i++) {
      outcomes.put(missing.get(i).key(), outcome(results.get(i), missing.get(i)));
    }
  }

  private static Outcome outcome(SoapNode result, Wanted wanted) {
    return SalesforceMcSoap.outcome(result, wanted.key());
  }
}
