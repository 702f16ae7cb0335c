package io.espalier.sync.run;

import io.espalier.model.Consent;
import io.espalier.sync.plan.OptOutGate;
import io.espalier.sync.plan.Plan;
import io.espalier.sync.plan.Plans;
import io.espalier.sync.project.Project;
import io.espalier.sync.project.ProjectReader;
import io.espalier.sync.shop.PassingTime;
import io.espalier.sync.shop.Shop;
import io.espalier.sync.source.Rejects;
import io.espalier.sync.store.Engine;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A few people, three light ESPs and one state, to which one thing happens after another. After
 * each, what the ESPs would do is held against a plain account of what everybody said.
 */
final class ConsentHistory implements AutoCloseable {
  private static final Instant START = Instant.parse("2024-06-01T00:00:00Z");
  private static final int MEMORY = 256;

  /** What may happen. */
  enum Kind {
    OPT_IN,
    OPT_OUT,
    OPT_OUT_WITHOUT_TIME,
    COMPLAIN,
    ESP_OPT_OUT,
    ESP_BOUNCE,
    ESP_COMPLAINT,
    FORM_OPT_OUT,
    REIMPORT_OLD,
    FORGET,
    MERGE,
    CHANGE_ADDRESS,
    LATE_EVENT,
    CLOCK_AHEAD,
    CLOCK_RIGHT,
    DAY,
    SYNC,
    CRASH
  }

  /**
   * One thing that happens.
   *
   * @param who of the people
   * @param where of the ESPs
   * @param how long it takes to be told, how often, after how many calls the process ends
   */
  record Action(Kind kind, int who, int where, int how) {}

  private static final class Row {
    String email;
    Consent.State state = Consent.State.UNKNOWN;
    @Nullable Instant at;

    Row(String email) {
      this.email = email;
    }
  }

  /** Somebody said no: the address's and, where it is known, the person's. */
  private record No(String email, String key, Consent.State state, Instant at) {}

  private final Shop shop;
  private final OptOutGate gate;
  private final PassingTime truth = new PassingTime(START);
  private final PassingTime ours = new PassingTime(START);
  private Duration ahead = Duration.ZERO;
  private final Map<String, LightEsp> esps = new TreeMap<>();
  private final Map<String, io.espalier.spi.Esp> asEsps = new TreeMap<>();
  private final Engine engine = Engine.inMemory(MEMORY);
  private final Target target = Target.real(name -> null);
  private final Map<String, Row> rows = new LinkedHashMap<>();
  private final List<No> nos = new ArrayList<>();
  private final List<No> untold = new ArrayList<>();
  private final StringBuilder orders =
      new StringBuilder("order_id,customer,at,amount\no0,c1,2024-05-20T10:00:00Z,20.50\n");
  private final Project project;
  private int number;

  ConsentHistory(Path dir, OptOutGate gate) {
    this.gate = gate;
    for (LightEsp.Temper temper : LightEsp.Temper.values()) {
      LightEsp esp = new LightEsp(temper.name().toLowerCase(java.util.Locale.ROOT), temper, truth);
      esps.put(esp.id(), esp);
      asEsps.put(esp.id(), esp);
    }
    shop =
        Shop.in(dir)
            .with(
                "espalier.yaml",
                """
                project: shop
                sources:
                  customers: {kind: csv, path: customers.csv}
                  orders: {kind: csv, path: orders.csv}
                connections: {clears: {}, refuses: {}, forgets: {}}
                """)
            .without("segments/buyers.yaml");
    rows.put("c1", new Row("a@example.net"));
    rows.put("c2", new Row("b@example.net"));
    rows.put("c3", new Row("c@example.net"));
    write();
    ProjectReader.Result read = new ProjectReader(asEsps, name -> null).read(dir);
    project = read.project().orElseThrow(() -> new AssertionError(Shop.display(read.issues())));
  }

  private void write() {
    StringBuilder csv = new StringBuilder("id,email,country,age,opt_in,opt_in_at,proof\n");
    rows.forEach(
        (key, row) ->
            csv.append(key)
                .append(',')
                .append(row.email)
                .append(",France,30,")
                .append(row.state.word())
                .append(',')
                .append(row.at == null ? "" : row.at)
                .append(',')
                .append(row.state == Consent.State.SUBSCRIBED ? "form" : "")
                .append('\n'));
    shop.with("customers.csv", csv.toString()).with("orders.csv", orders.toString());
  }

  void does(Action action) {
    truth.pass(Duration.ofMinutes(7));
    ours.pass(Duration.ofMinutes(7));
    Map<String, java.util.Set<String>> before = mailable();
    boolean synced = act(action);
    Map<String, java.util.Set<String>> after = mailable();
    after.forEach(
        (esp, emails) -> {
          for (String email : emails) {
            if (!before.getOrDefault(esp, java.util.Set.of()).contains(email)) {
              check(
                  synced && rows.entrySet().stream().anyMatch(r -> allows(r, email)),
                  email + " became mailable at " + esp + " by " + action);
            }
          }
        });
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }

  private Map<String, java.util.Set<String>> mailable() {
    Map<String, java.util.Set<String>> all = new TreeMap<>();
    esps.forEach(
        (id, esp) -> {
          java.util.Set<String> emails = new TreeSet<>();
          esp.people.keySet().stream().filter(esp::isMailable).forEach(emails::add);
          all.put(id, emails);
        });
    return all;
  }

  /** Evidence newer than every no that could be known. */
  private boolean allows(Map.Entry<String, Row> row, String email) {
    Instant at = row.getValue().at;
    return row.getValue().email.equals(email)
        && row.getValue().state == Consent.State.SUBSCRIBED
        && at != null
        && nos.stream()
            .filter(no -> no.email().equals(email) || no.key().equals(row.getKey()))
            .allMatch(
                no -> no.state().compareTo(Consent.State.COMPLAINED) < 0 && no.at().isBefore(at));
  }

  private boolean act(Action action) {
    String key = "c" + (1 + action.who() % 3);
    Row row = rows.get(key);
    if (row == null) {
      throw new IllegalStateException(key);
    }
    LightEsp esp = List.copyOf(esps.values()).get(action.where() % 3);
    Instant now = truth.instant();
    switch (action.kind()) {
      case OPT_IN -> says(row, Consent.State.SUBSCRIBED, now);
      case OPT_OUT -> says(row, Consent.State.UNSUBSCRIBED, now);
      case OPT_OUT_WITHOUT_TIME -> says(row, Consent.State.UNSUBSCRIBED, null);
      case COMPLAIN -> says(row, Consent.State.COMPLAINED, now);
      case REIMPORT_OLD -> says(row, Consent.State.SUBSCRIBED, START.minus(Duration.ofDays(30)));
      case FORGET -> says(row, Consent.State.UNKNOWN, null);
      case ESP_OPT_OUT -> happens(esp, row.email, Consent.State.UNSUBSCRIBED, action.how());
      case ESP_BOUNCE -> happens(esp, row.email, Consent.State.SUPPRESSED, action.how());
      case ESP_COMPLAINT -> happens(esp, row.email, Consent.State.COMPLAINED, action.how());
      case FORM_OPT_OUT -> {
        io.espalier.sync.store.Ledger.prepare(engine);
        for (int i = 0; i <= action.how() % 2; i++) {
          io.espalier.sync.store.ConsentLedger.state(
              engine, "", key, Consent.State.UNSUBSCRIBED, "form", "page", now, ours.instant());
        }
        nos.add(new No("", key, Consent.State.UNSUBSCRIBED, now));
      }
      case MERGE -> {
        Row other = rows.get("c" + (1 + (action.who() + 1) % 3));
        if (other != null) {
          row.email = other.email;
        }
      }
      case CHANGE_ADDRESS -> row.email = "abcdef".charAt(action.how() % 6) + "@example.net";
      case LATE_EVENT ->
          orders
              .append("o")
              .append(++number)
              .append(',')
              .append(key)
              .append(",2024-05-")
              .append(10 + action.how() % 15)
              .append("T10:00:00Z,5\n");
      case CLOCK_AHEAD -> {
        ahead = ahead.plusDays(20);
        ours.pass(Duration.ofDays(20));
      }
      case CLOCK_RIGHT -> {
        ours.pass(ahead.negated());
        ahead = Duration.ZERO;
      }
      case DAY -> {
        truth.pass(Duration.ofHours(25));
        ours.pass(Duration.ofHours(25));
      }
      case SYNC -> {
        sync();
        return true;
      }
      case CRASH -> {
        esp.crashAfter(action.how() % 4);
        try {
          run();
        } catch (Crash expected) {
          // The process would have died here.
        }
        esp.crashAfter(Integer.MAX_VALUE);
        return true;
      }
    }
    return false;
  }

  private static void says(Row row, Consent.State state, @Nullable Instant at) {
    row.state = state;
    row.at = at;
  }

  private void happens(LightEsp esp, String email, Consent.State state, int how) {
    if (esp.people.containsKey(email)) {
      esp.happens(email, state, Duration.ofHours(how % 3 * 12L), 1 + how % 2);
      untold.add(new No(email, "?" + esp.id(), state, truth.instant()));
    }
  }

  /** What a run that begins now can know: what the source says, and what the ESPs tell by now. */
  private void learned() {
    untold.removeIf(
        no -> {
          LightEsp esp = java.util.Objects.requireNonNull(esps.get(no.key().substring(1)));
          boolean told = esp.tells(no.email());
          if (told) {
            nos.add(new No(no.email(), "", no.state(), no.at()));
          }
          return told;
        });
    // Of several rows of one address the first key is kept, and the most restrictive consent.
    Map<String, String> kept = new TreeMap<>();
    rows.forEach((key, row) -> kept.putIfAbsent(row.email, key));
    rows.forEach(
        (key, row) -> {
          if (row.state.isOptedOut()) {
            String holder = java.util.Objects.requireNonNull(kept.get(row.email));
            Instant at = row.at == null ? truth.instant() : row.at;
            nos.add(new No(row.email, holder, row.state, at));
          }
        });
  }

  private void run() {
    write();
    learned();
    Instant now = truth.instant();
    // Temporary tables belong to a connection, as they would to a process.
    try (Engine own = engine.another();
        Rejects rejects = new Rejects(Optional.empty());
        SyncJob job =
            SyncJob.open(project, own, asEsps, target, ours.surroundings(call -> {}), gate)) {
      Plan plan = job.plan("p" + ++number, ours.instant(), job.load(rejects, now));
      job.run(plan, n -> {});
      Plans.ran(own, plan, ours.instant());
    }
  }

  private void sync() {
    run();
    Map<String, String> kept = new TreeMap<>();
    rows.forEach((key, row) -> kept.putIfAbsent(row.email, key));
    for (No no : nos) {
      boolean mayBack = rows.entrySet().stream().anyMatch(r -> allows(r, no.email()));
      boolean named = !no.email().isEmpty() && !mayBack;
      esps.forEach(
          (id, esp) ->
              check(
                  !(named && esp.isMailable(no.email()) && kept.containsKey(no.email())),
                  no + " is still mailable at " + id));
    }
    esps.forEach(
        (id, esp) ->
            esp.people.forEach(
                (email, held) -> {
                  Row row = rows.get(held.key);
                  boolean out =
                      nos.stream()
                          .anyMatch(
                              no ->
                                  no.key().equals(held.key)
                                      && row != null
                                      && (row.state != Consent.State.SUBSCRIBED
                                          || row.at == null
                                          || no.state().compareTo(Consent.State.COMPLAINED) >= 0
                                          || !no.at().isBefore(row.at)));
                  check(!(out && held.mailable), held.key + " opted out and is mailable at " + id);
                }));
  }

  @Override
  public void close() {
    engine.close();
  }
}
