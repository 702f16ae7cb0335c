package io.espalier.sync.run;

import io.espalier.model.Attribute;
import io.espalier.model.Consent;
import io.espalier.model.EmailAddress;
import io.espalier.model.ProfileKey;
import io.espalier.model.Segment;
import io.espalier.rule.Issue;
import io.espalier.spi.Account;
import io.espalier.spi.Change;
import io.espalier.spi.Connector;
import io.espalier.spi.ConsentFact;
import io.espalier.spi.Content;
import io.espalier.spi.Cursor;
import io.espalier.spi.Esp;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.FieldMap;
import io.espalier.spi.Job;
import io.espalier.spi.Limits;
import io.espalier.spi.Outcome;
import io.espalier.spi.Page;
import io.espalier.spi.RemoteProfile;
import io.espalier.spi.SettingSpec;
import io.espalier.spi.Settings;
import io.espalier.spi.Since;
import io.espalier.spi.Standing;
import io.espalier.spi.Surroundings;
import io.espalier.template.MergeLanguage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An ESP in memory that does what it is told, and reports late and twice: so fast that a thousand
 * histories can be tried. At least as dangerous as the real ones; see {@link Temper}.
 */
final class LightEsp implements Esp {
  /** What makes it dangerous. */
  enum Temper {
    /** A subscription clears whatever stood against it, as long as its evidence is newer. */
    CLEARS,
    /** Refuses to take somebody back, and tells opt-outs without a time. */
    REFUSES,
    /** Knows nothing any more of whom it deleted, so that they may come back as anybody. */
    FORGETS
  }

  /** A person as held here. */
  static final class Held {
    String key;
    boolean mailable;
    @Nullable Instant outAt;
    boolean forEver;
    final Set<String> segments = new TreeSet<>();

    Held(String key) {
      this.key = key;
    }
  }

  private record Told(ConsentFact fact, Instant visible) {}

  private final String id;
  private final Temper temper;
  private final Clock clock;
  final Map<String, Held> people = new TreeMap<>();
  private final List<Told> facts = new ArrayList<>();
  private int pushesUntilCrash = Integer.MAX_VALUE;
  int writes;

  /** Ids of segments that a marketer asked for here. */
  final Set<String> switchedOn = new TreeSet<>();

  /**
   * @param clock the ESP's own
   */
  LightEsp(String id, Temper temper, Clock clock) {
    this.id = id;
    this.temper = temper;
    this.clock = clock;
  }

  boolean isMailable(String email) {
    Held held = people.get(email);
    return held != null && held.mailable;
  }

  /** The person does something here; it is told after a while, perhaps twice. */
  void happens(String email, Consent.State state, Duration lag, int times) {
    Held held = people.get(email);
    if (held == null) {
      return;
    }
    Instant at = clock.instant();
    held.mailable = false;
    held.outAt = at;
    held.forEver |= state == Consent.State.COMPLAINED;
    ConsentFact fact =
        new ConsentFact(
            new EmailAddress(email), state, temper == Temper.REFUSES ? null : at, "told", false);
    for (int i = 0; i < times; i++) {
      facts.add(new Told(fact, at.plus(lag)));
    }
  }

  /** What can be known of this ESP by now. */
  boolean tells(String email) {
    return facts.stream()
        .anyMatch(
            t -> t.fact().email().address().equals(email) && !t.visible().isAfter(clock.instant()));
  }

  /** The next runs break off after so many pushes. */
  void crashAfter(int pushes) {
    pushesUntilCrash = pushes;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String label() {
    return id;
  }

  @Override
  public List<SettingSpec> settings() {
    return List.of();
  }

  @Override
  public FieldMap map(Collection<Attribute> attributes, Collection<Issue> issues) {
    FieldMap map = new FieldMap();
    attributes.forEach(attribute -> map.put(attribute, attribute.name()));
    return map;
  }

  @Override
  public MergeLanguage mergeLanguage(FieldMap fields) {
    // There are no emails here; any language will do.
    return Objects.requireNonNull(Connections.esps().get("klaviyo"))
        .mergeLanguage(FieldMap.empty());
  }

  @Override
  public Connector open(Settings settings, FieldMap fields, Surroundings surroundings) {
    return new Light();
  }

  private final class Light implements Connector {
    @Override
    public Account account() {
      return new Account("1", id);
    }

    @Override
    public Limits limits() {
      return new Limits(
          Arrays.stream(Change.Kind.values())
              .collect(
                  Collectors.toMap(Function.identity(), kind -> new Limits.Budget(2, 2, 0, 1000))));
    }

    @Override
    public List<Outcome> push(List<Change> batch) {
      if (pushesUntilCrash-- <= 0) {
        throw new Crash();
      }
      writes++;
      return batch.stream().map(this::apply).toList();
    }

    private Outcome apply(Change change) {
      if (change instanceof Change.Upsert upsert) {
        return upsert(upsert);
      } else if (change instanceof Change.SetConsent set) {
        return consent(set);
      } else if (change instanceof Change.Join join) {
        Held held = people.get(join.email().address());
        if (held == null) {
          return new Outcome.Rejected(Failure.of(FailureKind.MISSING_TARGET, "nobody"));
        }
        held.segments.add(join.segment().id());
      } else if (change instanceof Change.Leave leave) {
        Held held = people.get(leave.email().address());
        if (held != null) {
          held.segments.remove(leave.segment().id());
        }
      } else if (change instanceof Change.Erase erase) {
        people.remove(erase.email().address());
        people.values().removeIf(held -> held.key.equals(erase.key().value()));
      }
      return Outcome.APPLIED;
    }

    private Outcome upsert(Change.Upsert upsert) {
      EmailAddress former = upsert.former();
      Held moved = former == null ? null : people.get(former.address());
      Held held = people.get(upsert.email().address());
      if (held == null && moved != null && moved.key.equals(upsert.key().value())) {
        people.remove(Objects.requireNonNull(former).address());
        people.put(upsert.email().address(), moved);
        held = moved;
      }
      if (moved != null && moved != held && moved.key.equals(upsert.key().value())) {
        // Left behind under an address that is nobody's: no adapter lets it be mailed.
        moved.mailable = false;
      }
      if (held == null) {
        held = new Held(upsert.key().value());
        held.mailable = upsert.consent().state() == Consent.State.SUBSCRIBED;
        people.put(upsert.email().address(), held);
      }
      held.key = upsert.key().value();
      return Outcome.APPLIED;
    }

    private Outcome consent(Change.SetConsent set) {
      Held held = people.get(set.email().address());
      if (held == null) {
        return new Outcome.Rejected(Failure.of(FailureKind.MISSING_TARGET, "nobody"));
      }
      Consent consent = set.consent();
      if (consent.state() != Consent.State.SUBSCRIBED) {
        held.mailable = false;
        return Outcome.APPLIED;
      }
      boolean newer =
          held.outAt == null
              || (consent.since() != null && consent.since().isAfter(held.outAt) && !held.forEver);
      if (!newer || (temper == Temper.REFUSES && held.outAt != null)) {
        return new Outcome.Rejected(Failure.of(FailureKind.INVALID, "opted out here"));
      }
      held.mailable = true;
      held.outAt = null;
      return Outcome.APPLIED;
    }

    @Override
    public List<Outcome> poll(Job job, List<Change> rows) {
      throw new IllegalStateException("nothing is pending here");
    }

    @Override
    public List<Outcome> recall(List<Change> rows, Instant since) {
      return rows.stream().<Outcome>map(row -> Outcome.NOT_FOUND).toList();
    }

    @Override
    public Page<RemoteProfile> read(Cursor from) {
      List<RemoteProfile> all = new ArrayList<>();
      people.forEach(
          (email, held) ->
              all.add(
                  new RemoteProfile(
                      new EmailAddress(email),
                      Optional.of(new ProfileKey(held.key)),
                      Map.of(),
                      Optional.empty())));
      return new Page<>(all, Optional.empty());
    }

    @Override
    public List<Standing> standing(List<Change> definitions) {
      return Collections.nCopies(definitions.size(), Standing.there(""));
    }

    @Override
    public Page<ConsentFact> facts(Since from) {
      return new Page<>(
          facts.stream()
              .filter(t -> !t.visible().isAfter(clock.instant()))
              .map(Told::fact)
              .filter(f -> f.at() == null || !f.at().isBefore(from.instant()))
              .toList(),
          Optional.empty());
    }

    @Override
    public Set<String> asked(Collection<Segment> segments) {
      return segments.stream()
          .map(Segment::id)
          .filter(switchedOn::contains)
          .collect(Collectors.toSet());
    }

    @Override
    public Optional<Content> content(String reference) {
      return Optional.empty();
    }

    @Override
    public void close() {}
  }
}
