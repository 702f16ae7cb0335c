package io.espalier.sync.plan;

import io.espalier.model.Attribute;
import io.espalier.model.Consent;
import io.espalier.model.Segment;
import io.espalier.model.ValueType;
import io.espalier.spi.Esp;
import io.espalier.spi.TextLimit;
import io.espalier.sync.project.Project;
import io.espalier.sync.store.Engine;
import io.espalier.sync.store.Population;
import io.espalier.template.Derived;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How large each segment is, whom it shares with each other, and how many of its members can be
 * reached at each ESP. Members are those of the rule, after exclusion in a group and before {@code
 * min_size} moves any. Sends nothing, and changes no state.
 */
public final class SegmentReach {
  private static final String WIDE = "es_reach";

  private final Project project;
  private final Engine engine;
  private final Collection<Esp> esps;
  private final Map<String, Integer> fields = new LinkedHashMap<>();
  private final List<Row> rows = new ArrayList<>();
  private final Map<String, Map<String, Long>> overlap = new LinkedHashMap<>();

  /**
   * One segment.
   *
   * @param consented members who may be mailed
   * @param unknown members who are sent but may not be mailed: no consent is known, or it waits
   * @param optedOut members who are not sent
   * @param sent who is sent as a member, once min_size has settled; 0 where the segment is not sent
   * @param note what min_size made of it; mostly empty
   * @param esps by ESP, only those that it goes to
   */
  public record Row(
      Segment segment,
      long members,
      long consented,
      long unknown,
      long optedOut,
      long sent,
      String note,
      Map<String, At> esps) {}

  /**
   * @param reach consented members whom the ESP can take
   * @param overLimits members who are not opted out, and have a text longer than a field there
   */
  public record At(long reach, long overLimits) {}

  private SegmentReach(Project project, Engine engine, Collection<Esp> esps) {
    this.project = project;
    this.engine = engine;
    this.esps = esps;
  }

  /**
   * @param population loaded whole, with what the needs say
   */
  public static SegmentReach of(
      Project project, Engine engine, Population population, Needs needs, Collection<Esp> esps) {
    SegmentReach reach = new SegmentReach(project, engine, esps);
    Desired desired =
        new Desired(project, engine, population, population.moment().now(), OptOutGate.LEDGER);
    desired.make(needs);
    reach.widen(needs);
    for (Segment segment : project.segmentList()) {
      reach.rows.add(reach.row(segment, desired.size(segment.id())));
    }
    reach.overlap();
    return reach;
  }

  /** In the project's order. */
  public List<Row> rows() {
    return List.copyOf(rows);
  }

  /**
   * Members of both, by the ids of two segments, in either order; of one and itself, its members.
   */
  public long overlap(String one, String other) {
    return overlap.getOrDefault(one, Map.of()).getOrDefault(other, 0L);
  }

  /** Fields that an ESP must hold for this project, by ESP. */
  public Map<String, Integer> fields() {
    return fields;
  }

  private static String over(Esp esp) {
    return Engine.quote("over_" + esp.id());
  }

  private static String flag(Segment segment) {
    return Engine.quote("s_" + segment.id());
  }

  private void widen(Needs needs) {
    StringBuilder columns = new StringBuilder();
    for (Esp esp : esps) {
      fields.put(esp.id(), needs.attributes(esp.id()).size());
      List<String> tests = new ArrayList<>();
      esp.longestText()
          .ifPresent(
              limit -> {
                for (Attribute attribute : needs.attributes(esp.id())) {
                  Derived derived = needs.derived().get(attribute.name());
                  boolean made = derived != null && !(derived.source() instanceof Derived.FlagOf);
                  if (made || derived == null && attribute.type() == ValueType.TEXT) {
                    String column = (made ? "t." : "p.") + Engine.quote("a_" + attribute.name());
                    tests.add(length(column, limit.unit()) + " > " + limit.most());
                  }
                }
              });
      columns
          .append(", coalesce(")
          .append(tests.isEmpty() ? "false" : String.join(" or ", tests))
          .append(", false) as ")
          .append(over(esp));
    }
    engine.run(
        "create or replace temp table "
            + WIDE
            + " as select f.*, p.consent_state"
            + columns
            + " from "
            + Desired.FLAGS
            + " f join "
            + Population.PROFILES
            + " p using (key) left join "
            + Desired.TEXTS
            + " t using (key)");
  }

  /** A missing text is as short as any: the sum of the tests must not become NULL. */
  private static String length(String column, TextLimit.Unit unit) {
    String text = "coalesce(" + column + ", '')";
    return switch (unit) {
      case BYTES -> "strlen(" + text + ")";
      case CHARACTERS ->
          "length(regexp_replace(" + text + ", '[\\x{10000}-\\x{10FFFF}]', 'xx', 'g'))";
    };
  }

  private Row row(Segment segment, SegmentSizes.Size size) {
    String subscribed = "consent_state = " + Consent.State.SUBSCRIBED.ordinal();
    String out = Desired.optedOut("consent_state");
    StringBuilder sums = new StringBuilder("select count(*), count(*) filter (" + subscribed + ")");
    sums.append(", count(*) filter (").append(out).append(")");
    for (Esp esp : esps) {
      sums.append(", count(*) filter (").append(subscribed).append(" and not ").append(over(esp));
      sums.append("), count(*) filter (not (").append(out).append(") and ").append(over(esp));
      sums.append(")");
    }
    sums.append(" from " + WIDE + " where ").append(flag(segment));
    return engine
        .first(
            sums.toString(),
            row -> {
              Map<String, At> at = new LinkedHashMap<>();
              int column = 4;
              for (Esp esp : esps) {
                At one = new At(row.getLong(column++), row.getLong(column++));
                if (segment.goesTo(esp.id())) {
                  at.put(esp.id(), one);
                }
              }
              long members = row.getLong(1);
              long consented = row.getLong(2);
              long optedOut = row.getLong(3);
              return new Row(
                  segment,
                  members,
                  consented,
                  members - consented - optedOut,
                  optedOut,
                  size.isSent() ? size.members() : 0,
                  size.note(),
                  at);
            })
        .orElseThrow();
  }

  private void overlap() {
    List<Segment> segments = project.segmentList();
    for (int i = 0; i < segments.size(); i++) {
      Segment one = segments.get(i);
      List<String> sums = new ArrayList<>();
      List<Segment> others = segments.subList(i, segments.size());
      others.forEach(o -> sums.add("count(*) filter (" + flag(o) + ")"));
      engine.each(
          "select " + String.join(", ", sums) + " from " + WIDE + " where " + flag(one),
          row -> {
            for (int j = 0; j < others.size(); j++) {
              put(one.id(), others.get(j).id(), row.getLong(j + 1));
              put(others.get(j).id(), one.id(), row.getLong(j + 1));
            }
          });
    }
  }

  private void put(String one, String other, long members) {
    overlap.computeIfAbsent(one, o -> new LinkedHashMap<>()).put(other, members);
  }
}
