package io.espalier.sync.plan;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonDeserializer;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializer;
import io.espalier.sync.store.ConsentLedger;
import io.espalier.sync.store.Engine;
import io.espalier.sync.store.ValueColumns;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The plan that the store keeps: one, the last made, until it was executed. */
public final class Plans {
  private static final Gson GSON =
      new GsonBuilder()
          .registerTypeAdapter(
              Instant.class,
              (JsonSerializer<Instant>)
                  (instant, type, context) -> new JsonPrimitive(instant.toString()))
          .registerTypeAdapter(
              Instant.class,
              (JsonDeserializer<Instant>)
                  (json, type, context) -> Instant.parse(json.getAsString()))
          .create();

  private Plans() {}

  static void keep(Engine engine, Plan plan) {
    engine.run(
        "insert into ledger_plan values (?, ?, ?, ?)",
        plan.id(),
        ValueColumns.stored(plan.madeAt()),
        ValueColumns.stored(plan.now()),
        GSON.toJson(plan));
    ConsentLedger.planned(engine, plan.id());
  }

  /** As it is kept. */
  public static String json(Plan plan) {
    return GSON.toJson(plan);
  }

  /**
   * As {@link #json} wrote it.
   *
   * @throws com.google.gson.JsonParseException where it is in another form
   */
  public static Plan read(String json) {
    return GSON.fromJson(json, Plan.class);
  }

  /** The plan with an id; empty where another, or none, is kept. */
  public static Optional<Plan> kept(Engine engine, String id) {
    return engine
        .first("select summary from ledger_plan where id = ?", row -> row.getString(1), id)
        .map(Plans::read);
  }

  /** The id of the plan that is kept. */
  public static Optional<String> kept(Engine engine) {
    return engine.first("select id from ledger_plan", row -> row.getString(1));
  }

  /** Drops a plan that was executed: what it left undone is in the next one. */
  public static void ran(Engine engine, Plan plan, Instant at) {
    engine.atomically(
        () -> {
          for (Plan.Part part : plan.parts()) {
            presence(engine, plan, part, PartRows.GONE, ValueColumns.stored(at));
            presence(engine, plan, part, PartRows.BACK, null);
          }
          engine.run("delete from ledger_plan where id = ?", plan.id());
          // What a job is about that nobody could be asked after is read once more.
          engine.run(
              "delete from ledger_plan_row where plan = ? and not exists (select 1 from ledger_outbox o where o.plan = ledger_plan_row.plan and o.kind = ledger_plan_row.kind and o.segment = coalesce(ledger_plan_row.segment, ''))",
              plan.id());
        });
  }

  private static void presence(
      Engine engine, Plan plan, Plan.Part part, String kind, @Nullable LocalDateTime goneAt) {
    engine.run(
        "update ledger_profile set gone_at = ? where account = ? and key in (select key from ledger_plan_row where plan = ? and esp = ? and kind = ?)",
        goneAt,
        part.account(),
        plan.id(),
        part.esp(),
        kind);
  }
}
