package io.espalier.sync.run;

import io.espalier.model.Consent;
import io.espalier.model.EmailAddress;
import io.espalier.spi.ConsentFact;
import io.espalier.spi.HookAnswer;
import io.espalier.spi.Surroundings;
import io.espalier.sync.plan.OptOutGate;
import io.espalier.sync.plan.Plan;
import io.espalier.sync.plan.Plans;
import io.espalier.sync.project.Project;
import io.espalier.sync.shop.PassingTime;
import io.espalier.sync.shop.Remote;
import io.espalier.sync.shop.Remotes;
import io.espalier.sync.shop.Shop;
import io.espalier.sync.source.Rejects;
import io.espalier.sync.store.Engine;
import io.espalier.sync.store.HookInbox;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A few people, the three sandboxes and one state, to which one thing happens after another. What
 * the ESPs would do is held against a plain account of what everybody said.
 *
 * <p>People act at an ESP only while it mails them: an opt-out of somebody who is out already
 * leaves no later date there, and nobody could know of it.
 */
final class SandboxConsentHistory implements AutoCloseable {
  static final Instant START = Instant.parse("2024-06-01T00:00:00Z");
  private static final int MEMORY = 256;

  /** What may happen. */
  enum Kind {
    OPT_IN,
    OPT_OUT,
    COMPLAIN,
    ESP_OPT_OUT,
    ESP_BOUNCE,
    ESP_COMPLAINT,
    WEBHOOK,
    REIMPORT_OLD,
    FORGET,
    MERGE,
    CHANGE_ADDRESS,
    ERASE,
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
   * @param how which address, how often, after how many calls the process ends
   */
  record Action(Kind kind, int who, int where, int how) {}

  /** The sandboxes, which may outlast a history: each has people of its own. */
  static final class World implements AutoCloseable {
    final PassingTime truth = new PassingTime(START);
    final Target target = Target.sandboxes(Optional.empty(), truth);
    final Remotes remotes = new Remotes(esp -> target.sandbox(esp).orElseThrow());
    private int histories;

    String next() {
      return "h" + ++histories;
    }

    @Override
    public void close() {
      target.close();
    }
  }

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

  /** Somebody said yes, at an address. */
  private record Yes(String email, Instant at) {}

  private record Call(String esp, HookAnswer.Told told) {}

  private final World world;
  private final Shop shop;
  private final OptOutGate gate;
  private final String name;
  private final PassingTime ours;
  private Duration ahead = Duration.ZERO;
  private final Engine engine = Engine.inMemory(MEMORY);
  private final HookInbox inbox;
  private final Map<String, Row> rows = new LinkedHashMap<>();
  private final List<No> nos = new ArrayList<>();
  private final List<Yes> yeses = new ArrayList<>();
  private final List<Call> calls = new ArrayList<>();
  private final Project project;
  private int number;

  SandboxConsentHistory(World world, Path dir, OptOutGate gate) {
    this.world = world;
    this.gate = gate;
    this.name = world.next();
    this.ours = new PassingTime(world.truth.instant());
    this.inbox = new HookInbox(dir);
    shop = Shop.in(dir).without("segments/buyers.yaml");
    rows.put(name + "c1", new Row(address('a')));
    rows.put(name + "c2", new Row(address('b')));
    rows.put(name + "c3", new Row(address('c')));
    write();
    project = shop.project();
  }

  private String address(char letter) {
    return name + letter + "@example.net";
  }

  private Set<String> addresses() {
    Set<String> all = new TreeSet<>();
    for (char letter = 'a'; letter <= 'e'; letter++) {
      all.add(address(letter));
    }
    return all;
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
    shop.with("customers.csv", csv.toString());
  }

  void does(Action action) {
    world.truth.pass(Duration.ofMinutes(17));
    ours.pass(Duration.ofMinutes(17));
    Map<String, Set<String>> before = mailable();
    boolean synced = act(action);
    Map<String, Set<String>> after = mailable();
    after.forEach(
        (esp, emails) -> {
          for (String email : emails) {
            boolean said =
                nos.stream().anyMatch(no -> no.email().equals(email) && !no.email().isEmpty());
            // Of whom nobody ever asked, an ESP may think that they may be mailed, for a moment.
            if (said && !before.getOrDefault(esp, Set.of()).contains(email)) {
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

  private Map<String, Set<String>> mailable() {
    Map<String, Set<String>> all = new TreeMap<>();
    for (String esp : Remotes.ESPS) {
      Set<String> emails = new TreeSet<>();
      for (String email : addresses()) {
        if (isMailable(esp, email)) {
          emails.add(email);
        }
      }
      all.put(esp, emails);
    }
    return all;
  }

  private boolean isMailable(String esp, String email) {
    return world.remotes.of(esp, email).map(Remote::mailable).orElse(false);
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
    String key = name + "c" + (1 + action.who() % 3);
    Row row = Objects.requireNonNull(rows.get(key));
    String esp = Remotes.ESPS.get(action.where() % 3);
    Instant now = world.truth.instant();
    switch (action.kind()) {
      case OPT_IN -> says(row, Consent.State.SUBSCRIBED, now);
      case OPT_OUT -> says(row, Consent.State.UNSUBSCRIBED, now);
      case COMPLAIN -> says(row, Consent.State.COMPLAINED, now);
      case REIMPORT_OLD -> says(row, Consent.State.SUBSCRIBED, START.minus(Duration.ofDays(30)));
      case FORGET -> says(row, Consent.State.UNKNOWN, null);
      case ESP_OPT_OUT, ESP_BOUNCE, ESP_COMPLAINT -> happens(action.kind(), esp, row.email, now);
      case WEBHOOK -> webhook(action.how());
      case MERGE ->
          row.email =
              Objects.requireNonNull(rows.get(name + "c" + (1 + (action.who() + 1) % 3))).email;
      case CHANGE_ADDRESS -> row.email = address("abcde".charAt(action.how() % 5));
      case ERASE -> {
        // Of rows that share an address one is kept: by the key of another that address is not
        // known.
        String kept =
            rows.entrySet().stream()
                .filter(one -> one.getValue().email.equals(row.email))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
        if (erase(key)) {
          nos.add(new No(kept.equals(key) ? row.email : "", key, Consent.State.ERASED, now));
        }
      }
      case CLOCK_AHEAD -> {
        ahead = ahead.plusDays(20);
        ours.pass(Duration.ofDays(20));
      }
      case CLOCK_RIGHT -> {
        ours.pass(ahead.negated());
        ahead = Duration.ZERO;
      }
      case DAY -> {
        world.truth.pass(Duration.ofHours(25));
        ours.pass(Duration.ofHours(25));
      }
      case SYNC -> {
        run(call -> {});
        quiet();
        return true;
      }
      case CRASH -> {
        AtomicInteger left = new AtomicInteger(action.how() % 7);
        try {
          run(
              call -> {
                if (call.write() && left.getAndDecrement() <= 0) {
                  throw new Crash();
                }
              });
        } catch (Crash expected) {
          // The process would have died here.
        }
        return true;
      }
    }
    return false;
  }

  private static void says(Row row, Consent.State state, @Nullable Instant at) {
    row.state = state;
    row.at = at;
  }

  private void happens(Kind kind, String esp, String email, Instant now) {
    if (!isMailable(esp, email)) {
      return;
    }
    Consent.State state;
    switch (kind) {
      case ESP_BOUNCE -> {
        world.remotes.bounce(esp, email);
        state = Consent.State.SUPPRESSED;
      }
      case ESP_COMPLAINT -> {
        world.remotes.complain(esp, email);
        // SFMC tells complaints apart only where somebody set up a query.
        state = esp.equals("salesforce-mc") ? Consent.State.UNSUBSCRIBED : Consent.State.COMPLAINED;
      }
      default -> {
        world.remotes.unsubscribe(esp, email);
        state = Consent.State.UNSUBSCRIBED;
      }
    }
    nos.add(new No(email, "", state, now));
    calls.add(
        new Call(
            esp,
            new HookAnswer.Told(
                name + "-" + ++number,
                new ConsentFact(new EmailAddress(email), state, now, "told", false))));
  }

  /** The ESPs tell what happened at some time: late, in any order, once or twice. */
  private void webhook(int how) {
    if (calls.isEmpty()) {
      return;
    }
    Call call = calls.get(how % calls.size());
    for (int i = 0; i <= how % 2; i++) {
      inbox.keep(call.esp(), account(call.esp()), List.of(call.told()));
    }
  }

  private String account(String esp) {
    io.espalier.sync.store.Ledger.prepare(engine);
    return engine
        .first(
            "select account from ledger_profile where account like ? limit 1",
            row -> row.getString(1),
            esp + ":%")
        .orElse(esp + ":?");
  }

  private SyncJob open(Engine own, Surroundings.CallListener listener) {
    // Whoever waits waits for both clocks.
    Surroundings surroundings =
        new Surroundings(
            ours,
            time -> {
              ours.pass(time);
              world.truth.pass(time);
            },
            new SplittableRandom(1),
            listener);
    SyncJob job = SyncJob.open(project, own, Connections.esps(), world.target, surroundings, gate);
    job.answersFrom(shop.dir());
    return job;
  }

  /** False where nobody is known by the key, and whoever asked is told so. */
  private boolean erase(String key) {
    write();
    // The state knows somebody from their first load on.
    try (Engine own = engine.another();
        Rejects rejects = new Rejects(Optional.empty());
        SyncJob job = open(own, call -> {})) {
      job.desire(ours.instant(), job.load(rejects, world.truth.instant()));
      return job.erase(key, shop.dir()).isPresent();
    }
  }

  private void run(Surroundings.CallListener listener) {
    write();
    // Of several rows of one address the first key is kept, and the most restrictive consent.
    Map<String, String> kept = new TreeMap<>();
    rows.forEach((key, row) -> kept.putIfAbsent(row.email, key));
    rows.forEach(
        (key, row) -> {
          if (row.state == Consent.State.SUBSCRIBED && row.at != null) {
            yeses.add(new Yes(row.email, row.at));
          }
          if (row.state.isOptedOut()) {
            nos.add(
                new No(
                    row.email,
                    Objects.requireNonNull(kept.get(row.email)),
                    row.state,
                    row.at == null ? world.truth.instant() : row.at));
          }
        });
    Instant now = world.truth.instant();
    // Temporary tables belong to a connection, as they would to a process.
    try (Engine own = engine.another();
        Rejects rejects = new Rejects(Optional.empty());
        SyncJob job = open(own, listener)) {
      Plan plan = job.plan("p" + ++number, ours.instant(), job.load(rejects, now));
      job.run(plan, n -> {});
      Plans.ran(own, plan, ours.instant());
    }
  }

  /** After a whole run nobody is mailed who said no, or was never asked. */
  private void quiet() {
    Map<String, Set<String>> after = mailable();
    after.forEach(
        (esp, emails) -> {
          for (String email : emails) {
            boolean here = rows.values().stream().anyMatch(row -> row.email.equals(email));
            check(
                !here
                    || rows.entrySet().stream().anyMatch(r -> allows(r, email))
                    || isRefused(esp, email) && saidYes(email),
                email + " is mailable at " + esp + " after a run, against " + nos);
          }
        });
  }

  /**
   * Whether an ESP has refused everybody who has an address now: where one takes the address of
   * another who cannot leave it, neither changes there.
   */
  private boolean isRefused(String esp, String email) {
    return rows.entrySet().stream()
        .filter(row -> row.getValue().email.equals(email))
        .allMatch(
            row ->
                engine.number(
                        "select count(*) from ledger_refused where kind = 'UPSERT' and account like "
                            + Engine.literal(esp + ":%")
                            + " and key = "
                            + Engine.literal(row.getKey()))
                    > 0);
  }

  /** Somebody did at that address, after every no of the address. */
  private boolean saidYes(String email) {
    return yeses.stream()
        .filter(yes -> yes.email().equals(email))
        .anyMatch(
            yes ->
                nos.stream()
                    .filter(no -> no.email().equals(email))
                    .allMatch(
                        no ->
                            no.state().compareTo(Consent.State.COMPLAINED) < 0
                                && no.at().isBefore(yes.at())));
  }

  /** Addresses that are mailed and nobody's any more, with their ESP. */
  Set<String> mailedThoughNobodys() {
    Set<String> left = new TreeSet<>();
    mailable()
        .forEach(
            (esp, emails) ->
                emails.stream()
                    .filter(email -> rows.values().stream().noneMatch(r -> r.email.equals(email)))
                    .forEach(email -> left.add(email + " at " + esp)));
    return left;
  }

  @Override
  public void close() {
    engine.close();
  }
}
