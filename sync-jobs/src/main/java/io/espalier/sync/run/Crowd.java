package io.espalier.sync.run;

import io.espalier.amp.AmpPaths;
import io.espalier.amp.live.LiveTokens;
import io.espalier.model.Attribute;
import io.espalier.model.Consent;
import io.espalier.model.Event;
import io.espalier.model.Profile;
import io.espalier.model.ProfileKey;
import io.espalier.model.Value;
import io.espalier.proof.Witness;
import io.espalier.rule.Rule;
import io.espalier.rule.RuleEvaluator;
import io.espalier.rule.RulePrinter;
import io.espalier.sync.project.ProfileSpec;
import io.espalier.sync.project.Project;
import io.espalier.sync.store.MadeUpPeople;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * People made up so that together they see every branch: nobody known, somebody of whom all is
 * known, and for each way through the email somebody who goes it.
 */
final class Crowd {
  /** Tokens for nobody's eyes: what is made up here is opened by nobody. */
  private static final String KEY = "made-up-people-have-a-key-of-no-worth";

  private final Project project;
  private final Instant now;
  private final RuleEvaluator evaluator;
  private final Map<String, Rule> segments = new LinkedHashMap<>();
  private final List<Member> members = new ArrayList<>();

  /**
   * @param who e.g. {@code where points >= 500 and in_segment(gold)}
   */
  record Member(MadeUpPeople.Person person, String who) {}

  private Crowd(Project project, Instant now) {
    this.project = project;
    this.now = now;
    project.segments().forEach((id, spec) -> segments.put(id, spec.rule()));
    this.evaluator = new RuleEvaluator(project.schema(), project.moment(now), segments);
  }

  static Crowd of(Project project, AmpPaths paths, Instant now) {
    Crowd crowd = new Crowd(project, now);
    Map<String, Value> all = crowd.everything(paths.addresses());
    crowd.add(Map.of(), List.of(), "of whom nothing is known");
    crowd.add(all, List.of(), "of whom everything is known");
    for (Rule way : paths.ways()) {
      Witness.of(way, project.schema(), crowd.segments, project.moment(now))
          .ifPresent(witness -> crowd.add(witness, way, all));
    }
    return crowd;
  }

  List<Member> members() {
    return members;
  }

  List<MadeUpPeople.Person> people() {
    return members.stream().map(Member::person).toList();
  }

  /** As much as can be known of somebody who still goes this way. */
  private void add(Witness witness, Rule way, Map<String, Value> all) {
    Map<String, Value> values = new LinkedHashMap<>(witness.profile().attributes());
    all.forEach(
        (name, value) -> {
          Map<String, Value> more = new LinkedHashMap<>(values);
          more.putIfAbsent(name, value);
          if (evaluator.test(way, profile(more), witness.events())) {
            values.putIfAbsent(name, value);
          }
        });
    add(values, witness.events(), "where " + RulePrinter.print(way));
  }

  private void add(Map<String, Value> values, List<Event> events, String who) {
    String key = "made-up-" + (members.size() + 1);
    Map<String, Value> own = new LinkedHashMap<>(values);
    LiveTokens tokens =
        new LiveTokens(List.of(KEY), LiveTokens.SHORTEST_LIFE.plus(Duration.ofDays(5)), f -> false);
    for (ProfileSpec.Minted minted : project.profile().minted()) {
      own.put(
          minted.attribute().name(),
          Value.text(tokens.mint(key, minted.emailName(), minted.purpose(), now)));
    }
    Profile profile = new Profile(new ProfileKey(key), own, Map.of(), consents());
    members.add(new Member(new MadeUpPeople.Person(profile, key + "@example.net", events), who));
  }

  private static Profile profile(Map<String, Value> values) {
    return new Profile(new ProfileKey("made-up"), values, Map.of(), consents());
  }

  private static Map<String, Consent.State> consents() {
    return Map.of(Consent.EMAIL, Consent.State.SUBSCRIBED);
  }

  /** A value for each attribute, with letters that an engine may spoil. */
  private Map<String, Value> everything(Set<String> addresses) {
    Map<String, Value> values = new LinkedHashMap<>();
    for (Attribute attribute : project.profile().all().values()) {
      Value value =
          switch (attribute.type()) {
            case TEXT ->
                Value.text(
                    addresses.contains(attribute.name())
                        ? "https://example.net/" + attribute.name()
                        : attribute.values().stream().findFirst().orElse("Ann & \"Bo\""));
            case NUMBER -> Value.number("1234.5");
            case BOOL -> Value.flag(true);
            case DATE -> new Value.Day(LocalDate.ofInstant(now, project.zone()));
            case DATETIME -> new Value.Moment(now.minus(Duration.ofDays(3)));
            case LIST -> Value.list(List.of("Salt & pepper", "\"Two\""));
          };
      values.put(attribute.name(), value);
    }
    return values;
  }
}
