package io.espalier.sync.store;

import io.espalier.model.EventType;
import io.espalier.rule.Moment;
import io.espalier.rule.Operand;
import io.espalier.rule.RulePrinter;
import io.espalier.rule.Uses;
import io.espalier.rule.Window;
import io.espalier.sql.SqlCompiler;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What each person's events amount to, kept from one run to the next. A person's row is a function
 * of the events that stand in a window of its aggregates; so it is made again only where an event
 * came, went, or crossed the edge of a window since, which holds for every aggregate there is or
 * will be. Where a condition on events speaks of now, or most people are touched, all is made
 * again.
 */
final class EventTotals {
  private static final String TOUCHED = "es_touched";

  /** The table that a scan of the touched people's events reads. */
  static final String THEIRS = "es_touched_events";

  private final Engine engine;

  EventTotals(Engine engine) {
    this.engine = engine;
    // made: how many rows the last run made
    engine.run(
        "create table if not exists es_totals (name varchar, event varchar, key varchar, moment timestamp, batch bigint, made bigint)");
  }

  private record Known(String key, Instant moment, long batch) {}

  void forget(String event) {
    engine.run("delete from es_totals where event = ?", event);
  }

  /**
   * Brings a scan's table up to date.
   *
   * @param all the scan over the whole history
   * @param some the same over {@link #THEIRS}
   */
  void bring(EventType event, SqlCompiler.Scan all, SqlCompiler.Scan some, Moment moment) {
    String key = key(event, all, moment);
    long batch = new EventHistory(engine).batch(event.name());
    Optional<Known> known =
        engine.first(
            "select key, moment, batch from es_totals where name = ?",
            row ->
                new Known(row.getString(1), ValueColumns.utc(row.getTimestamp(2)), row.getLong(3)),
            all.name());
    boolean kept = known.isPresent() && known.get().key().equals(key) && lasts(all);
    boolean few = kept && touch(event, all, known.get(), moment);
    String rows = "select count(*) from " + (few ? TOUCHED : all.name());
    engine.atomically(
        () -> {
          if (few) {
            engine.run(
                "delete from "
                    + all.name()
                    + " where profile in (select profile from "
                    + TOUCHED
                    + ")");
            engine.run(
                "insert into " + all.name() + " " + some.query().sql(),
                some.query().binds().toArray());
          } else {
            engine.run(
                "create or replace table " + all.name() + " as " + all.query().sql(),
                all.query().binds().toArray());
          }
          engine.run("delete from es_totals where name = ?", all.name());
          engine.run(
              "insert into es_totals values (?, ?, ?, ?, ?, ?)",
              all.name(),
              event.name(),
              key,
              ValueColumns.stored(moment.now()),
              batch,
              engine.number(rows));
        });
  }

  private static boolean lasts(SqlCompiler.Scan scan) {
    return scan.aggregates().stream()
        .allMatch(a -> a.where().map(where -> !Uses.of(List.of(where)).clock()).orElse(true));
  }

  /** Finds the people whose row may differ, and their events; false where they are too many. */
  private boolean touch(EventType event, SqlCompiler.Scan scan, Known known, Moment moment) {
    Moment before = new Moment(known.moment(), moment.zone());
    Set<List<Window.Bounds>> tests = new HashSet<>();
    StringBuilder changed = new StringBuilder("es_batch > ?");
    List<Object> binds = new ArrayList<>();
    binds.add(known.batch());
    for (Operand.Aggregate aggregate : scan.aggregates()) {
      Window.Bounds then = aggregate.window().at(before);
      Window.Bounds now = aggregate.window().at(moment);
      if (!then.equals(now)) {
        if (tests.add(List.of(then, now))) {
          changed.append(" or (").append(within(then, binds)).append(") <> (");
          changed.append(within(now, binds)).append(')');
        }
      }
    }
    String history = Engine.quote(EventHistory.table(event.name()));
    binds.add(event.name());
    binds.add(known.batch());
    engine.run(
        "create or replace temp table "
            + TOUCHED
            + " as select profile from "
            + history
            + " where "
            + changed
            + " union select profile from es_history_gone where event = ? and es_batch > ?",
        binds.toArray());
    long touched = engine.number("select count(*) from " + TOUCHED);
    long kept = engine.number("select count(*) from " + scan.name());
    if (touched * 3 > kept) {
      return false;
    }
    engine.run(
        "create or replace temp table "
            + THEIRS
            + " as select * from "
            + history
            + " where profile in (select profile from "
            + TOUCHED
            + ")");
    return true;
  }

  private static String within(Window.Bounds bounds, List<Object> binds) {
    binds.add(ValueColumns.stored(bounds.to()));
    bounds.from().ifPresent(from -> binds.add(ValueColumns.stored(from)));
    String to = "ts < cast(? as timestamp)";
    return bounds.from().isPresent() ? to + " and ts >= cast(? as timestamp)" : to;
  }

  /** Everything that a row depends on besides events and the instant. */
  private static String key(EventType event, SqlCompiler.Scan scan, Moment moment) {
    StringBuilder text =
        new StringBuilder(event.name())
            .append(new TreeMap<>(event.properties()))
            .append(moment.zone());
    scan.aggregates().forEach(a -> text.append('\n').append(RulePrinter.print(a)));
    text.append('\n').append(scan.query().sql());
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of()
          .formatHex(digest.digest(text.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
