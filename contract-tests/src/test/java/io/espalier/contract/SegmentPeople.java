package io.espalier.contract;

import io.espalier.audience.KnownEvent;
import io.espalier.model.Attribute;
import io.espalier.model.Consent;
import io.espalier.model.EmailAddress;
import io.espalier.model.Event;
import io.espalier.model.EventType;
import io.espalier.model.Profile;
import io.espalier.model.ProfileKey;
import io.espalier.model.Schema;
import io.espalier.model.Segment;
import io.espalier.model.Value;
import io.espalier.model.ValueType;
import io.espalier.rule.Issue;
import io.espalier.rule.Moment;
import io.espalier.rule.Origin;
import io.espalier.rule.Parsed;
import io.espalier.rule.Rule;
import io.espalier.rule.RuleChecker;
import io.espalier.rule.RuleEvaluator;
import io.espalier.rule.RuleParser;
import io.espalier.sandbox.Sandbox;
import io.espalier.sandbox.SandboxOptions;
import io.espalier.sandbox.Sandboxes;
import io.espalier.spi.Change;
import io.espalier.spi.Connector;
import io.espalier.spi.Esp;
import io.espalier.spi.FieldMap;
import io.espalier.spi.Job;
import io.espalier.spi.NativeSegment;
import io.espalier.spi.NativeSegments;
import io.espalier.spi.Outcome;
import io.espalier.spi.Settings;
import io.espalier.spi.Surroundings;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** People on whom rules bite, rules, and an ESP's sandbox that the people were really sent to. */
public final class SegmentPeople {
  public static final Moment MOMENT =
      new Moment(Instant.parse("2026-11-23T10:20:30Z"), ZoneOffset.UTC);

  public static final Schema SCHEMA =
      Schema.of(
          List.of(
              new Attribute(
                  "tier",
                  ValueType.TEXT,
                  "tier",
                  "demographic",
                  false,
                  Set.of("marketing"),
                  List.of("Gold", "Silver", "Bronze", "Old iron"),
                  null,
                  Map.of()),
              Attribute.of("zip", ValueType.TEXT),
              Attribute.of("points", ValueType.NUMBER),
              Attribute.of("spent", ValueType.NUMBER),
              Attribute.of("vip", ValueType.BOOL),
              Attribute.of("born", ValueType.DATE),
              Attribute.of("seen", ValueType.DATETIME),
              Attribute.of("tags", ValueType.LIST)),
          List.of(
              new EventType(
                  "order",
                  Map.of(
                      "amount", ValueType.NUMBER, "sku", ValueType.TEXT, "gift", ValueType.BOOL)),
              new EventType("view", Map.of("sku", ValueType.TEXT))),
          Set.of("regulars"));

  public static final Map<String, KnownEvent> EVENTS =
      Map.of(
          "order", new KnownEvent("Placed Order", "amount"),
          "view", new KnownEvent("Viewed Product", ""));

  private static final Map<String, Rule> SEGMENTS =
      Map.of(
          "regulars",
          RuleParser.parse("points >= 100 and not vip == true", Origin.of("r", ""))
              .value()
              .orElseThrow());

  /**
   * @param events whole seconds, none in the future
   */
  public record Someone(Profile profile, EmailAddress email, List<Event> events) {}

  private static final RuleEvaluator MEANING = new RuleEvaluator(SCHEMA, MOMENT, SEGMENTS);

  private SegmentPeople() {}

  public static List<Someone> people(long seed, int count) {
    Random random = new Random(seed);
    List<Someone> people = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String key = "p" + i;
      boolean subscribed = random.nextInt(3) > 0;
      Profile profile =
          new Profile(
              new ProfileKey(key),
              values(random),
              Map.of(),
              subscribed ? Map.of(Consent.EMAIL, Consent.State.SUBSCRIBED) : Map.of());
      people.add(
          new Someone(
              profile,
              EmailAddress.of(key + "@shoppers.example.net").orElseThrow(),
              events(random, key)));
    }
    return people;
  }

  private static <T> T pick(Random random, List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private static Map<String, Value> values(Random random) {
    Map<String, Value> all = new HashMap<>();
    all.put("tier", Value.text(pick(random, List.of("Gold", "Silver", "Bronze", "Old iron"))));
    all.put(
        "zip",
        Value.text(
            pick(
                random,
                List.of(
                    "75001", "75", "F-75001", "f-75001", "10 99", "a_b", "100%", "o'b [x]", "true",
                    "7"))));
    all.put(
        "points",
        Value.number(pick(random, List.of("-1", "0", "1", "99", "100", "100.5", "5000"))));
    all.put("spent", Value.number(pick(random, List.of("0", "0.1", "19.99", "20", "-0.5"))));
    all.put("vip", Value.flag(random.nextBoolean()));
    LocalDate today = MOMENT.today();
    all.put(
        "born",
        new Value.Day(
            today.minusDays(pick(random, List.of(0, 1, 2, 29, 30, 31, 365, 9000, -1, -20)))));
    all.put(
        "seen",
        new Value.Moment(
            MOMENT
                .now()
                .minusSeconds(
                    pick(random, List.of(3_600, 86_400, 2_592_000, -7_200, 40_000_000)) + 7L)));
    all.put(
        "tags",
        Value.list(
            pick(
                random,
                List.of(
                    List.of("1"), List.of("1", "22"), List.of("22", "3-4"), List.of("x", "X")))));
    all.keySet().removeIf(name -> random.nextInt(4) == 0);
    return all;
  }

  private static List<Event> events(Random random, String key) {
    List<Event> events = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      Map<String, Value> properties = new HashMap<>();
      properties.put("amount", Value.number(pick(random, List.of("5", "10.5", "100"))));
      properties.put("sku", Value.text(pick(random, List.of("1", "22", "a", "A"))));
      properties.put("gift", Value.flag(random.nextBoolean()));
      properties.keySet().removeIf(name -> random.nextInt(4) == 0);
      long hours = pick(random, List.of(0L, 1L, 23L, 24L, 719L, 720L, 2159L, 2160L, 9000L));
      events.add(
          new Event(
              random.nextInt(3) > 0 ? "order" : "view",
              key + "-" + i,
              MOMENT.now().minusSeconds(hours * 3_600 + 1 + random.nextInt(3_000)),
              properties));
    }
    return events;
  }

  /** Rules in the language's own words, from which a small witness is shrunk. */
  public static Arbitrary<String> rules() {
    return Arbitraries.lazyOf(
        SegmentPeople::tests,
        SegmentPeople::tests,
        SegmentPeople::tests,
        () -> rules().map(rule -> "not (" + rule + ")"),
        () -> joined("and"),
        () -> joined("or"));
  }

  private static Arbitrary<String> joined(String word) {
    return Combinators.combine(rules(), rules())
        .as((left, right) -> "(" + left + ") " + word + " (" + right + ")");
  }

  private static Arbitrary<String> tests() {
    Arbitrary<String> comparison = Arbitraries.of("==", "!=", "<", "<=", ">", ">=");
    Arbitrary<String> equal = Arbitraries.of("==", "!=");
    Arbitrary<String> hours = Arbitraries.of("1h", "24h", "30d", "90d", "1w");
    return Arbitraries.oneOf(
        Combinators.combine(
                Arbitraries.of("points", "spent"),
                comparison,
                Arbitraries.of("0", "100", "0.1", "-1", "20"))
            .as((name, c, number) -> name + " " + c + " " + number),
        Combinators.combine(
                Arbitraries.of("points between 0 and 100", "points in [0, 1, 5000]"), equal)
            .as((text, ignored) -> text),
        Combinators.combine(equal, Arbitraries.of(true, false))
            .as((c, flag) -> "vip " + c + " " + flag),
        Combinators.combine(equal, Arbitraries.of("gold", "Silver", "iron", "none"))
            .as((c, text) -> "tier " + c + " \"" + text + "\""),
        Arbitraries.of(
            "tier in [\"GOLD\", \"bronze\"]",
            "tier not in [\"gold\"]",
            "tier contains \"o\"",
            "tier matches \"^.old\"",
            "tier starts_with \"S\""),
        Combinators.combine(equal, Arbitraries.of("75001", "75", "100%", "10 99", "France"))
            .as((c, text) -> "zip " + c + " \"" + text + "\""),
        Combinators.combine(
                Arbitraries.of("contains", "starts_with", "ends_with"),
                Arbitraries.of("75", "1", "_", "%", "[", "'", "f"))
            .as((operator, text) -> "zip " + operator + " \"" + text + "\""),
        Arbitraries.of(
            "zip ==:cs \"F-75001\"",
            "zip contains:cs \"f\"",
            "zip not in [\"7\", \"75\"]",
            "zip in [\"7\", \"75\"]"),
        Arbitraries.of("points", "tier", "zip", "vip", "born", "seen", "tags")
            .flatMap(name -> Arbitraries.of("exists " + name, "missing " + name)),
        Combinators.combine(comparison, Arbitraries.of("2026-11-22", "2000-01-01", "2026-11-23"))
            .as((c, day) -> "born " + c + " " + day),
        Combinators.combine(
                comparison, Arbitraries.of("today", "today - 30d", "today - 1d", "today + 1d"))
            .as((c, day) -> "born " + c + " " + day),
        Arbitraries.of(
            "born > today - 30d and born <= today", "born >= today - 1d and born < today"),
        Combinators.combine(
                comparison,
                Arbitraries.of(
                    "now", "now - 30d", "now - 2h", "2026-11-22T10:20:30Z", "2026-11-22"))
            .as((c, at) -> "seen " + c + " " + at),
        Arbitraries.of("seen >= now - 30d and seen < now", "seen >= now - 24h and seen < now - 2h"),
        Combinators.combine(
                Arbitraries.of("has_any", "has_all", "has_none"),
                Arbitraries.of("[\"1\"]", "[\"22\", \"3-4\"]", "[\"x\"]"))
            .as((operator, list) -> "tags " + operator + " " + list),
        Arbitraries.of("consent(email, marketing)", "in_segment regulars"),
        Combinators.combine(hours, comparison, Arbitraries.of("0", "1", "2"))
            .as((window, c, number) -> "count(order, " + window + ") " + c + " " + number),
        Combinators.combine(
                Arbitraries.of(
                    "amount > 5",
                    "gift == true",
                    "gift != true and amount <= 100",
                    "sku == \"22\"",
                    "sku != \"1\"",
                    "missing sku",
                    "not amount > 5",
                    "sku == \"a\""),
                Arbitraries.of(
                    "30d",
                    "90d..30d",
                    "all",
                    "since 2026-11-01T00:00:00Z",
                    "between 2026-10-01T00:00:00Z and 2026-11-23T00:00:00Z"),
                comparison)
            .as(
                (where, window, c) ->
                    "count(order where " + where + ", " + window + ") " + c + " 1"),
        Combinators.combine(comparison, hours)
            .as((c, window) -> "sum(order.amount, " + window + ") " + c + " 10.5"),
        Arbitraries.of(
            "count(view, all) >= 1",
            "count(view, 1mo) >= 1",
            "max(order.amount, 30d) > 5",
            "true",
            "false"));
  }

  public static Rule rule(String text) {
    Parsed<Rule> parsed = RuleParser.parse(text, Origin.of("rule", text));
    Rule rule = parsed.value().orElseThrow(() -> new AssertionError(text + ": " + parsed.issues()));
    List<Issue> wrong =
        RuleChecker.check(rule, SCHEMA, Origin.of("rule", text)).stream()
            .filter(i -> i.severity() == Issue.Severity.ERROR)
            .toList();
    if (!wrong.isEmpty()) {
      // E.g. a rule that nobody can fulfil.
      throw new org.opentest4j.TestAbortedException(text + ": " + wrong.get(0).display());
    }
    return rule;
  }

  public static boolean isMember(Rule rule, Someone someone) {
    return MEANING.test(rule, someone.profile(), someone.events());
  }

  public static Esp esp(String id) {
    return ServiceLoader.load(Esp.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(e -> e.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  public static FieldMap fields(Esp esp) {
    return esp.map(SCHEMA.attributes().values(), new ArrayList<>());
  }

  public static Parsed<NativeSegment> define(Esp esp, String text) {
    return define(esp, text, ZoneOffset.UTC);
  }

  public static Parsed<NativeSegment> define(Esp esp, String text, ZoneId zone) {
    return new NativeSegments(esp, fields(esp), SCHEMA, zone, SEGMENTS, EVENTS, Map.of())
        .define(segment(), rule(text), Origin.of("segments/s.yaml", text));
  }

  static Segment segment() {
    return new Segment("s", "Some", "", "marketing", 0, 100, "", Optional.empty());
  }

  /** Sends everybody by the adapter, and gives what the sandbox then holds. */
  public static String sent(Esp esp, List<Someone> people) {
    Ticking clock = new Ticking();
    Sandbox sandbox =
        Sandboxes.all().stream()
            .filter(p -> p.id().equals(esp.id()))
            .findFirst()
            .orElseThrow()
            .start(new SandboxOptions(0, Optional.empty(), clock, new Random(7)));
    Map<String, String> settings = new LinkedHashMap<>(sandbox.settings());
    esp.settings().stream()
        .filter(s -> s.name().equals("opt_in"))
        .forEach(s -> settings.put("opt_in", "evidence"));
    esp.settings().stream()
        .filter(s -> s.name().equals("audience"))
        .forEach(s -> settings.putIfAbsent("audience", "Customers"));
    try (sandbox;
        Connector connector =
            esp.open(
                new Settings(settings, Map.of()),
                fields(esp),
                new Surroundings(clock, clock::pass, new Random(3), call -> {}))) {
      settle(
          connector,
          clock,
          SCHEMA.attributes().values().stream().<Change>map(Change.DefineField::new).toList());
      settle(
          connector,
          clock,
          people.stream()
              .<Change>map(
                  p ->
                      new Change.Upsert(
                          p.profile().key(),
                          p.email(),
                          p.profile().attributes(),
                          Consent.unknown(Consent.EMAIL)))
              .toList());
      settle(connector, clock, people.stream().<Change>map(SegmentPeople::consent).toList());
      return sandbox.snapshot();
    }
  }

  private static Change consent(Someone someone) {
    boolean subscribed = someone.profile().consents().containsKey(Consent.EMAIL);
    return new Change.SetConsent(
        someone.profile().key(),
        someone.email(),
        subscribed
            ? new Consent(
                Consent.EMAIL,
                Consent.State.SUBSCRIBED,
                MOMENT.now().minusSeconds(86_400),
                "checkout",
                "box ticked")
            : Consent.unknown(Consent.EMAIL));
  }

  private static void settle(Connector connector, Ticking clock, List<Change> changes) {
    List<Outcome> outcomes = new ArrayList<>(connector.push(changes));
    for (int round = 0; round < 200; round++) {
      Map<Job, List<Integer>> jobs = new LinkedHashMap<>();
      for (int i = 0; i < outcomes.size(); i++) {
        if (outcomes.get(i) instanceof Outcome.Pending pending) {
          jobs.computeIfAbsent(pending.job(), job -> new ArrayList<>()).add(i);
        }
      }
      if (jobs.isEmpty()) {
        break;
      }
      clock.pass(java.time.Duration.ofSeconds(5));
      jobs.forEach(
          (job, rows) -> {
            List<Outcome> polled = connector.poll(job, rows.stream().map(changes::get).toList());
            for (int i = 0; i < rows.size(); i++) {
              outcomes.set(rows.get(i), polled.get(i));
            }
          });
    }
    for (Outcome outcome : outcomes) {
      if (!(outcome instanceof Outcome.Applied)) {
        throw new AssertionError(outcome);
      }
    }
  }

  private static final class Ticking extends Clock {
    private Instant now = MOMENT.now().minusSeconds(50_000);

    synchronized void pass(java.time.Duration time) {
      now = now.plus(time);
    }

    @Override
    public synchronized Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
