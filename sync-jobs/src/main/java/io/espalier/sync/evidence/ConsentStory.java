package io.espalier.sync.evidence;

import io.espalier.model.Consent;
import io.espalier.model.EmailAddress;
import io.espalier.sync.project.NeverSent;
import io.espalier.sync.project.Project;
import io.espalier.sync.store.Engine;
import io.espalier.sync.store.Population;
import io.espalier.sync.store.ValueColumns;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What holds for one person, of all that was ever said of their consent, and why: the fold of
 * {@link io.espalier.sync.store.ConsentLedger}, told line by line.
 *
 * @param key ours; empty for somebody who is known by the address alone
 * @param address masked; empty where only a key is known
 * @param hash by which the ledger remembers the address
 * @param now what the source says of the person today; empty where they are not in it
 * @param state what holds
 * @param since since when; empty where nobody said
 * @param source who said it
 * @param because in words
 */
public record ConsentStory(
    String key,
    String address,
    String hash,
    Optional<Said> now,
    String state,
    Optional<Instant> since,
    String source,
    String because,
    List<Statement> statements,
    List<Told> told) {

  /** What the source says of the person. */
  public record Said(String state, Optional<Instant> at, String method, String evidence) {}

  /**
   * One line of the ledger.
   *
   * @param wins this is the one that holds
   * @param verdict what becomes of it beside the others
   */
  public record Statement(
      String state,
      String source,
      String method,
      String evidence,
      Instant at,
      Optional<Instant> doubleOptIn,
      Instant learned,
      boolean wins,
      String verdict) {}

  /**
   * What an ESP was told, and what it answered.
   *
   * @param what the state, with its time
   * @param reason empty where it was applied
   */
  public record Told(String esp, Instant at, String what, String outcome, String reason) {}

  private record Line(
      int state,
      String source,
      String method,
      String evidence,
      Instant at,
      Optional<Instant> doubleOptIn,
      Instant learned) {
    boolean isOut() {
      return Consent.State.values()[state].isOptedOut();
    }
  }

  private record Word(int state, Optional<Instant> at, String method, String evidence) {
    boolean isGrant() {
      return state == Consent.State.SUBSCRIBED.ordinal() && at.isPresent();
    }
  }

  /**
   * Reads it.
   *
   * @param person our key, or an address
   * @return empty where nobody ever said anything of such a person
   */
  public static Optional<ConsentStory> of(Project project, Engine engine, String person) {
    String address = EmailAddress.of(person).map(EmailAddress::address).orElse("");
    record Found(String key, String email) {}
    Optional<Found> found = Optional.empty();
    for (String table : List.of(Population.PROFILES, "consent_heard", "ledger_profile")) {
      if (found.isEmpty()) {
        found =
            engine.first(
                "select key, email from "
                    + table
                    + " where key = ? or email = ? order by key = ? desc",
                row -> new Found(row.getString(1), row.getString(2)),
                person,
                address.isEmpty() ? person : address,
                person);
      }
    }
    String key = found.map(Found::key).orElse(address.isEmpty() ? person : "");
    String email = found.map(Found::email).orElse(address);
    List<Line> lines = lines(engine, key, email);
    if (found.isEmpty() && lines.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ConsentFold(project, key, email, lines, word(engine, key))
            .story(hash(engine, email), told(engine, key)));
  }

  private static String hash(Engine engine, String email) {
    return email.isEmpty()
        ? ""
        : engine
            .first("select es_person(?)", row -> row.getString(1), email)
            .map(hash -> hash.substring(0, 16))
            .orElse("");
  }

  private static List<Line> lines(Engine engine, String key, String email) {
    return engine.list(
        "select state, source, coalesce(method, ''), coalesce(evidence, ''), happened_at, double_opt_in_at, learned_at from consent_statement where (? <> '' and person = es_person(?)) or (? <> '' and profile = es_profile_of(?)) order by happened_at, id",
        row ->
            new Line(
                row.getInt(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                ValueColumns.utc(row.getTimestamp(5)),
                instant(row.getTimestamp(6)),
                ValueColumns.utc(row.getTimestamp(7))),
        email,
        email,
        key,
        key);
  }

  private static Optional<Word> word(Engine engine, String key) {
    return engine.first(
        "select consent_state, consent_at, coalesce(consent_source, ''), coalesce(consent_evidence, '') from "
            + Population.PROFILES
            + " where key = ?",
        row ->
            new Word(
                row.getInt(1), instant(row.getTimestamp(2)), row.getString(3), row.getString(4)),
        key);
  }

  private static List<Told> told(Engine engine, String key) {
    return engine.list(
        "select account, answered_at, told, outcome, reason from ledger_history where key = ? and kind = 'SET_CONSENT' order by answered_at, account",
        row ->
            new Told(
                row.getString(1).substring(0, row.getString(1).indexOf(':')),
                ValueColumns.utc(row.getTimestamp(2)),
                row.getString(3),
                row.getString(4).toLowerCase(Locale.ROOT),
                row.getString(5)),
        key);
  }

  private static Optional<Instant> instant(@Nullable Timestamp timestamp) {
    return timestamp == null ? Optional.empty() : Optional.of(ValueColumns.utc(timestamp));
  }

  /** Weighs the lines, as the ledger's SQL does. */
  private record ConsentFold(
      Project project, String key, String email, List<Line> lines, Optional<Word> word) {

    /** An opt-out that no newer consent has ended. */
    private boolean holds(Line line) {
      return line.isOut()
          && (isForEver(line)
              || word.filter(Word::isGrant)
                  .map(w -> !line.at().isBefore(w.at().orElseThrow()))
                  .orElse(true));
    }

    private static boolean isForEver(Line line) {
      return line.state() >= Consent.State.COMPLAINED.ordinal();
    }

    ConsentStory story(String hash, List<Told> told) {
      Optional<Line> out =
          lines.stream()
              .filter(this::holds)
              .max(Comparator.comparingInt(Line::state).thenComparing(Line::at));
      Optional<Line> confirmed = confirmed();
      Optional<Said> now =
          word.map(w -> new Said(state(w.state()), w.at(), w.method(), w.evidence()));
      String state;
      Optional<Instant> since;
      String source;
      String because;
      if (out.isPresent()) {
        state = state(out.get().state());
        // The ledger remembers the newest: by that newer evidence is measured.
        since = lines.stream().filter(this::holds).map(Line::at).max(Comparator.naturalOrder());
        source = out.get().source();
        because =
            isForEver(out.get())
                ? "a " + noun(out.get()) + " is ended by nobody here"
                : "no consent has evidence that is newer than this opt-out";
      } else if (confirmed.isPresent()) {
        state = Consent.State.SUBSCRIBED.word();
        since = Optional.of(confirmed.get().at());
        source = confirmed.get().source();
        because = "the person was pending here and has confirmed at " + source;
      } else if (word.isPresent()) {
        state = state(word.get().state());
        since = word.get().at();
        source = "source";
        because = "the source says so, and nobody has opted out since";
      } else {
        state = Consent.State.UNKNOWN.word();
        since = Optional.empty();
        source = "";
        because = "the person is not in the source today, and nobody has opted out";
      }
      Optional<String> never = never();
      if (never.isPresent() && out.isEmpty()) {
        because += "; never sent all the same: " + never.get();
      }
      List<Statement> statements = new ArrayList<>();
      for (Line line : lines) {
        boolean wins =
            out.map(line::equals).orElse(confirmed.map(line::equals).orElse(isTheSources(line)));
        statements.add(
            new Statement(
                state(line.state()),
                line.source(),
                line.method(),
                line.evidence(),
                line.at(),
                line.doubleOptIn(),
                line.learned(),
                wins,
                wins ? "holds" : verdict(line, out)));
      }
      return new ConsentStory(
          key,
          email.isEmpty() ? "" : EmailAddress.mask(email),
          hash,
          now,
          state,
          since,
          source,
          because,
          statements,
          told);
    }

    /** A confirmation at an ESP by somebody who is pending here. */
    private Optional<Line> confirmed() {
      return word.filter(w -> w.state() == Consent.State.PENDING.ordinal())
          .flatMap(
              w ->
                  lines.stream()
                      .filter(l -> l.state() == Consent.State.SUBSCRIBED.ordinal())
                      .filter(l -> !l.source().equals("source"))
                      .filter(l -> w.at().map(at -> !l.at().isBefore(at)).orElse(true))
                      .max(Comparator.comparing(Line::at)));
    }

    private boolean isTheSources(Line line) {
      return line.source().equals("source")
          && word.filter(w -> w.state() == line.state())
              .filter(w -> w.at().map(line.at()::equals).orElse(true))
              .isPresent();
    }

    private String verdict(Line line, Optional<Line> out) {
      if (holds(line)) {
        return "holds, too";
      }
      if (line.isOut()) {
        return "ended by the consent of "
            + word.flatMap(Word::at).orElseThrow()
            + ", whose evidence is newer";
      }
      if (out.isPresent()) {
        return line.at().isAfter(out.get().at()) && isForEver(out.get())
            ? "newer than the " + noun(out.get()) + ", which nothing ends"
            : "outweighed by the opt-out of " + out.get().at();
      }
      return line.state() == Consent.State.SUBSCRIBED.ordinal() && !line.source().equals("source")
          ? "an ESP's word widens nothing but what is pending here"
          : "the source says otherwise today";
    }

    private static String noun(Line line) {
      return line.state() == Consent.State.ERASED.ordinal() ? "erasure" : "complaint";
    }

    private Optional<String> never() {
      NeverSent never = project.profile().consent().neverSent();
      String local = email.contains("@") ? email.substring(0, email.indexOf('@')) : "";
      Set<String> roles = new TreeSet<>(never.roles());
      return roles.contains(local) ? Optional.of("a role address") : Optional.empty();
    }

    private static String state(int ordinal) {
      return Consent.State.values()[ordinal].word();
    }
  }
}
