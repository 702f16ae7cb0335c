package io.espalier.sync.run;

import io.espalier.model.Segment;
import io.espalier.spi.Change;
import io.espalier.spi.EspException;
import io.espalier.sync.store.Engine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Has an ESP look up the lists of a plan by what it answered when they were defined, so that people
 * join and leave a list that a marketer has renamed, and never one that merely has its name now.
 */
final class ListsThere {
  private final Engine engine;
  private final Connections.Open open;
  private final Map<String, Segment> segments = new HashMap<>();

  ListsThere(Engine engine, Connections.Open open, Collection<Segment> segments) {
    this.engine = engine;
    this.open = open;
    segments.forEach(segment -> this.segments.put(segment.id(), segment));
  }

  /** Asks nothing where the plan moves nobody, or defines what it moves them in. */
  void look(String plan) {
    List<Change> lists = new ArrayList<>();
    engine.each(
        "select l.segment, l.name, l.reference from ledger_segment l where l.account = ? and l.reference <> '' and l.segment in (select segment from ledger_plan_row where plan = ? and esp = ? and kind in ('JOIN', 'LEAVE')) "
            + "and l.segment not in (select segment from ledger_plan_row where plan = ? and esp = ? and kind = 'DEFINE_SEGMENT') order by 1",
        row -> {
          Segment segment = segments.get(row.getString(1));
          if (segment != null) {
            lists.add(new Change.DefineSegment(segment.named(row.getString(2)), row.getString(3)));
          }
        },
        open.ledgerAccount(),
        plan,
        open.esp().id(),
        plan,
        open.esp().id());
    if (!lists.isEmpty()) {
      try {
        open.connector().standing(lists);
      } catch (EspException e) {
        // What is wrong with the ESP is told by the run, which meets it too.
        return;
      }
    }
  }
}
