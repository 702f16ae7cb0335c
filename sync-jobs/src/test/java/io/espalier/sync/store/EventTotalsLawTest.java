package io.espalier.sync.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.espalier.model.EventType;
import io.espalier.model.Schema;
import io.espalier.model.ValueType;
import io.espalier.rule.Moment;
import io.espalier.rule.Origin;
import io.espalier.rule.Rule;
import io.espalier.rule.RuleParser;
import io.espalier.sql.SqlCompiler;
import io.espalier.sql.SqlQuery;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

class EventTotalsLawTest {
  private static final int PEOPLE = 60;
  private static final EventType BUY = buy();
  private static final String READ =
      "select split_part(l, ',', 1) as id, split_part(l, ',', 2) as profile, cast(split_part(l, ',', 3) as timestamp) as ts, "
          + "try_cast(split_part(l, ',', 4) as decimal(38,9)) as p_amount, nullif(split_part(l, ',', 5), '') as p_kind, "
          + "case when l like '%x' or l like '%\"' then string_split(lower(split_part(l, ',', 6)), 'y') end as p_tags from lines";

  private static EventType buy() {
    Map<String, ValueType> properties = new LinkedHashMap<>();
    properties.put("amount", ValueType.NUMBER);
    properties.put("kind", ValueType.TEXT);
    properties.put("tags", ValueType.LIST);
    return new EventType("buy", properties);
  }

  private static Map<String, Rule> parsed(List<String> texts) {
    Map<String, Rule> rules = new LinkedHashMap<>();
    for (String text : texts) {
      Rule rule = RuleParser.parse(text, Origin.of("rule", text)).value().orElseThrow();
      rules.put("s" + rules.size(), rule);
    }
    return rules;
  }

  @Property(tries = 15, shrinking = ShrinkingMode.OFF)
  void totalsBroughtUpToDateAreThoseOfAllEventsEverSeen(@ForAll long seed) {
    Random random = new Random(seed);
    BuyMaker maker = new BuyMaker(random);
    Map<String, Rule> rules = parsed(maker.rules());
    Instant now = BuyMaker.START;
    try (Engine engine = Engine.inMemory(256)) {
      engine.run("set threads to 1");
      engine.run("create table people as select 'c' || i as key from range(" + PEOPLE + ") t(i)");
      engine.run("create table lines (l varchar)");
      engine.run("create table seen as " + READ);
      EventHistory history = new EventHistory(engine);
      history.open(BUY, "definition");
      for (int run = 0; run < 5; run++) {
        engine.run("delete from lines");
        int size = run == 0 ? 200 : random.nextInt(6);
        List<String> lines = maker.batch(PEOPLE, size, 2000);
        engine.fill("lines", appender -> append(appender, lines));
        engine.run("insert into seen " + READ);
        history.append(BUY, "(" + READ + ")", Set.of());
        rules = random.nextInt(6) == 0 ? parsed(maker.rules()) : rules;
        compare(engine, rules, new Moment(now, ZoneId.of("Europe/London")), "run " + run);
        now = now.plus(random.nextInt(40 * 60) - 6 * 60, ChronoUnit.MINUTES);
      }
    }
  }

  private static void append(org.duckdb.DuckDBAppender appender, List<String> lines)
      throws java.sql.SQLException {
    for (String line : lines) {
      appender.beginRow();
      appender.append(line);
      appender.endRow();
    }
  }

  private static void compare(Engine engine, Map<String, Rule> rules, Moment moment, String run) {
    Schema schema = Schema.of(List.of(), List.of(BUY), rules.keySet());
    SqlCompiler compiler = new SqlCompiler(schema, moment, rules, "people");
    engine.run(
        "create or replace temp table event_buy as select distinct on (id) * from seen order by id, ts, profile");
    List<String> full = rows(engine, compiler.select(rules, Map.of()));
    SqlCompiler.Split all = compiler.split(rules, Map.of(), "t", EventHistory::table);
    SqlCompiler.Split some = compiler.split(rules, Map.of(), "t", event -> EventTotals.THEIRS);
    for (int i = 0; i < all.scans().size(); i++) {
      new EventTotals(engine).bring(BUY, all.scans().get(i), some.scans().get(i), moment);
    }
    assertEquals(full, rows(engine, all.rest()), run);
  }

  private static List<String> rows(Engine engine, SqlQuery query) {
    return engine.list(
        "select cast(r as varchar) from (" + query.sql() + ") r order by key",
        row -> row.getString(1),
        query.binds().toArray());
  }
}
