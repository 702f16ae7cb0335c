package io.espalier.sync.drift;

import io.espalier.model.Attribute;
import io.espalier.model.Segment;
import io.espalier.spi.Change;
import io.espalier.spi.Connector;
import io.espalier.spi.NativeSegment;
import io.espalier.spi.Standing;
import io.espalier.sync.project.DriftSpec;
import io.espalier.sync.project.DriftSpec.Policy;
import io.espalier.sync.store.DriftKept;
import io.espalier.sync.store.Engine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Looks how fields, lists, tags and data extensions stand that the ESP confirmed once. */
final class DefinitionDrift {
  private final Engine engine;
  private final String account;
  private final DriftSpec policies;
  private final Map<String, Attribute> attributes = new LinkedHashMap<>();
  private final Map<String, Segment> segments = new LinkedHashMap<>();
  private final List<Finding> findings = new ArrayList<>();
  private final Set<String> goneFields = new TreeSet<>();
  private final List<Segment> standing = new ArrayList<>();
  private final Map<String, String> renamed = new LinkedHashMap<>();
  private final Set<String> goneSegments = new TreeSet<>();
  private final Set<String> natives = new TreeSet<>();
  private long kept;

  DefinitionDrift(
      Engine engine,
      String account,
      List<Attribute> attributes,
      List<Segment> segments,
      DriftSpec policies) {
    this.engine = engine;
    this.account = account;
    this.policies = policies;
    attributes.forEach(a -> this.attributes.put(a.name(), a));
    segments.forEach(s -> this.segments.put(s.id(), s));
  }

  void look(Connector connector) {
    List<Change> definitions = new ArrayList<>();
    for (String name :
        engine.list(
            "select distinct name from ledger_field where account = ? order by 1",
            row -> row.getString(1),
            account)) {
      Attribute attribute = attributes.get(name);
      if (attribute != null) {
        definitions.add(new Change.DefineField(attribute));
      }
    }
    engine.each(
        "select segment, name, coalesce(reference, '') from ledger_segment where account = ? order by 1",
        row -> {
          Segment segment = segments.get(row.getString(1));
          if (segment != null) {
            definitions.add(
                new Change.DefineSegment(segment.named(row.getString(2)), row.getString(3)));
          }
        },
        account);
    engine.each(
        "select segment, definition, coalesce(reference, '') from ledger_native where account = ? order by 1",
        row -> {
          Segment segment = segments.get(row.getString(1));
          if (segment != null) {
            String payload = row.getString(2);
            String name = payload.substring(0, Math.max(0, payload.indexOf('\n')));
            definitions.add(
                new Change.DefineNative(
                    segment.named(name), new NativeSegment(payload, ""), row.getString(3)));
          }
        },
        account);
    if (definitions.isEmpty()) {
      return;
    }
    List<Standing> standings = connector.standing(definitions);
    Map<String, String> names = new HashMap<>(DriftKept.names(engine, account));
    for (int i = 0; i < definitions.size(); i++) {
      take(definitions.get(i), standings.get(i), names);
    }
  }

  private void take(Change definition, Standing there, Map<String, String> keptNames) {
    if (definition instanceof Change.DefineField field) {
      field(field.attribute().name(), there);
    } else if (definition instanceof Change.DefineSegment list) {
      segment(list.segment(), there, keptNames.get(list.segment().id()), false);
    } else if (definition instanceof Change.DefineNative one) {
      segment(one.segment(), there, null, true);
    }
  }

  private void field(String name, Standing there) {
    if (there.state() == Standing.State.THERE) {
      return;
    }
    goneFields.add(name);
    boolean gone = there.state() == Standing.State.GONE;
    findings.add(
        finding(
            gone ? Finding.What.FIELD_DELETED : Finding.What.FIELD_ALTERED,
            name,
            there.name(),
            policies.definitions()));
  }

  private void segment(
      Segment segment,
      Standing there,
      @org.jspecify.annotations.Nullable String keptName,
      boolean isNative) {
    if (there.state() == Standing.State.GONE) {
      (isNative ? natives : goneSegments).add(segment.id());
      findings.add(finding(Finding.What.SEGMENT_DELETED, segment.id(), "", policies.definitions()));
      return;
    }
    boolean named = !there.name().isEmpty() && !there.name().equals(segment.name());
    if (!isNative) {
      standing.add(named ? segment.named(there.name()) : segment);
    }
    if (named && there.name().equals(keptName)) {
      kept++;
    } else if (named) {
      if (isNative) {
        natives.add(segment.id());
      } else {
        renamed.put(segment.id(), there.name());
      }
      // The name of what the ESP keeps by itself has no people to be sent to: it is ours or told.
      Policy policy =
          isNative && policies.names() == Policy.THEIRS ? Policy.REPORT : policies.names();
      findings.add(finding(Finding.What.SEGMENT_RENAMED, segment.id(), there.name(), policy));
    }
  }

  private static Finding finding(Finding.What what, String subject, String there, Policy policy) {
    return new Finding(what, subject, there, policy, 1, 0, List.of());
  }

  List<Finding> findings() {
    return findings;
  }

  /** Attributes whose values cannot be compared. */
  Set<String> goneFields() {
    return goneFields;
  }

  /** The segments whose members can be read, under the names that they have there. */
  List<Segment> standing() {
    return standing;
  }

  /** Segment → its name there. */
  Map<String, String> renamed() {
    return renamed;
  }

  /** Segments whose list is gone. */
  Set<String> goneSegments() {
    return goneSegments;
  }

  /** Segments that the ESP keeps by itself, and whose definition is gone or renamed. */
  Set<String> natives() {
    return natives;
  }

  long kept() {
    return kept;
  }
}
