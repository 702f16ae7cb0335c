package io.espalier.sync.plan;

import io.espalier.sync.store.Engine;
import io.espalier.sync.store.ValueColumns;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * New fields that people get who were at an ESP before: each is one action, which begins with its
 * definition and ends, perhaps runs later, with how many of them hold it.
 */
public final class Backfills {
  private Backfills() {}

  /** Those of a plan's part: of fields that it defines, and those that an earlier run began. */
  static List<Plan.Backfill> of(
      Engine engine, String plan, String esp, String account, Set<String> fields) {
    List<String> names = new ArrayList<>(open(engine, account));
    boolean inhabited =
        engine.number(
                "select count(*) from ledger_profile where account = ? and gone_at is null",
                account)
            > 0;
    if (inhabited) {
      fields.stream().filter(name -> !names.contains(name)).forEach(names::add);
    }
    List<Plan.Backfill> backfills = new ArrayList<>();
    for (String name : names) {
      long people =
          engine.number(
              "select count(*) from ledger_plan_row where plan = ? and esp = ? and kind = 'UPSERT' and before is not null and "
                  + field("payload")
                  + " is not null and "
                  + field("before")
                  + " is distinct from "
                  + field("payload"),
              plan,
              esp,
              name,
              name,
              name);
      backfills.add(new Plan.Backfill(name, people));
    }
    return backfills;
  }

  /** SQL for one field of a column; its name is bound. */
  public static String field(String column) {
    return "json_extract_string(" + column + ", '$.\"' || ? || '\"')";
  }

  /** The fields of an account whose action has begun and not ended. */
  public static List<String> open(Engine engine, String account) {
    return engine.list(
        "select name from ledger_backfill where account = ? and ended_at is null order by name",
        row -> row.getString(1),
        account);
  }

  /** Notes that a plan's actions have begun, before the first of its rows is sent. */
  public static void begin(Engine engine, Plan plan, Instant at) {
    for (Plan.Part part : plan.parts()) {
      List<String> open = open(engine, part.account());
      for (Plan.Backfill one : part.backfills()) {
        if (!open.contains(one.attribute())) {
          engine.run(
              "insert into ledger_backfill (account, name, begun_at) values (?, ?, ?)",
              part.account(),
              one.attribute(),
              ValueColumns.stored(at));
        }
      }
    }
  }

  /** Notes how far an action has come. */
  public static void measured(
      Engine engine,
      String account,
      String name,
      long held,
      long people,
      boolean ended,
      Instant at) {
    engine.run(
        "update ledger_backfill set held = ?, people = ?, ended_at = ? where account = ? and name = ? and ended_at is null",
        held,
        people,
        ended ? ValueColumns.stored(at) : null,
        account,
        name);
  }
}
