package io.espalier.sync.project;

import io.espalier.model.Attribute;
import io.espalier.model.Schema;
import io.espalier.model.ValueType;
import io.espalier.rule.Duration;
import io.espalier.rule.Issue;
import io.espalier.rule.Names;
import io.espalier.rule.Rule;
import io.espalier.rule.Window;
import io.espalier.score.Score;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code scores.yaml}, where there is one:
 *
 * <pre>
 * scores:
 *   outdoor:                     # the attribute score.outdoor, a number
 *     label: Outdoor interest
 *     purposes: [marketing]
 *     half_life: 30d             # h, d or w; none (or left out): points do not fade
 *     window: 365d               # as in a rule; left out: all events
 *     points:
 *       - {event: view, where: 'category == "outdoor"', points: 2, cap_per_day: 10}
 *       - {event: order, points: 25}
 * </pre>
 */
final class ScoresReader {
  private static final Pattern HALF_LIFE = Pattern.compile("([1-9][0-9]{0,5})(h|d|w)");
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,20}(\\.[0-9]{1,9})?");

  private final Collection<Issue> issues;
  private final List<Draft> drafts = new ArrayList<>();
  private final List<ProfileSpec.Scored> scored = new ArrayList<>();

  /** A score whose events and rules are not checked yet. */
  private record Draft(String name, Attribute attribute, YamlMap map, YamlMap all) {}

  ScoresReader(Collection<Issue> issues) {
    this.issues = issues;
  }

  /**
   * @param others the attributes that {@code profile.yaml} declares
   */
  void read(Path file, List<Attribute> others) {
    if (!Files.exists(file)) {
      return;
    }
    YamlFile.read(file, "scores.yaml", issues)
        .ifPresent(
            map -> {
              if (!map.has("scores")) {
                map.error("scores", "'scores' is missing", "e.g. scores: {outdoor: {...}}");
              }
              map.map("scores").ifPresent(all -> declare(all, others));
              map.refuseOthers();
            });
  }

  private void declare(YamlMap all, List<Attribute> others) {
    for (String name : all.keys()) {
      if (!name.matches("[a-z][a-z0-9_]*")) {
        all.keyError(
            name, "'" + name + "' is no score's name", "use lower-case letters, digits and _");
        continue;
      }
      if (others.stream().anyMatch(a -> a.name().equals("score." + name))) {
        all.keyError(
            name,
            "profile.yaml has an attribute 'score." + name + "' already",
            "give one of them another name");
      }
      all.map(name).ifPresent(map -> drafts.add(new Draft(name, attribute(name, map), map, all)));
    }
  }

  private static Attribute attribute(String name, YamlMap map) {
    List<String> purposes = map.texts("purposes");
    if (purposes.isEmpty()) {
      map.error("purposes", "'" + name + "' has no purposes", "e.g. purposes: [marketing]");
    }
    return new Attribute(
        "score." + name,
        ValueType.NUMBER,
        map.text("label").orElse("Score: " + name),
        "behavioural",
        false,
        Set.copyOf(purposes),
        List.of(),
        null,
        Map.of());
  }

  /** What rules may name: all that were declared, right or wrong. */
  List<Attribute> attributes() {
    Map<String, Attribute> attributes = new LinkedHashMap<>();
    drafts.forEach(d -> attributes.putIfAbsent(d.name(), d.attribute()));
    return List.copyOf(attributes.values());
  }

  List<ProfileSpec.Scored> scored() {
    return List.copyOf(scored);
  }

  void check(Schema schema) {
    ScoreRules rules = new ScoreRules(schema, issues);
    for (Draft draft : drafts) {
      YamlMap map = draft.map();
      List<Score.Line> lines = new ArrayList<>();
      if (!map.has("points")) {
        map.error(
            "points",
            "'points' is missing",
            "e.g. points: [{event: "
                + schema.events().keySet().stream().findFirst().orElse("order")
                + ", points: 10}]");
      }
      List<YamlMap> given = map.maps("points");
      for (YamlMap line : given) {
        line(line, schema, rules).ifPresent(lines::add);
      }
      Optional<Duration> halfLife = map.text("half_life").flatMap(text -> halfLife(map, text));
      Window window =
          map.text("window")
              .flatMap(written -> map.block("window"))
              .flatMap(rules::window)
              .orElse(new Window.All());
      map.refuseOthers();
      Score score = new Score(draft.name(), lines, halfLife, window);
      scored.add(
          new ProfileSpec.Scored(draft.attribute(), score, draft.all().keyPlace(draft.name())));
    }
  }

  private static Optional<Score.Line> line(YamlMap map, Schema schema, ScoreRules rules) {
    Optional<String> event = map.required("event", "a kind of event of profile.yaml");
    boolean known = event.flatMap(schema::event).isPresent();
    if (event.isPresent() && !known) {
      map.error(
          "event",
          "unknown event '" + event.get() + "'",
          Names.suggestion(event.get(), schema.events().keySet()));
    }
    Optional<Rule> where =
        map.has("where") && known
            ? map.text("where")
                .flatMap(written -> map.block("where"))
                .flatMap(text -> rules.where(text, event.get()))
            : Optional.empty();
    Optional<BigDecimal> points =
        map.required("points", "how many points one such event earns")
            .flatMap(text -> number(map, "points", text));
    Optional<BigDecimal> cap =
        map.text("cap_per_day").flatMap(text -> number(map, "cap_per_day", text));
    map.refuseOthers();
    if (points.isPresent() && points.get().signum() == 0) {
      map.error("points", "an event of no points counts for nothing", "take the line out");
      return Optional.empty();
    }
    if (points.isPresent() && points.get().abs().compareTo(Score.MOST_POINTS) > 0) {
      map.error("points", "one event earns at most 1000000 points", "");
      return Optional.empty();
    }
    if (cap.filter(c -> c.signum() <= 0).isPresent()) {
      map.error("cap_per_day", "a cap is more than 0", "it caps negative points by their amount");
      return Optional.empty();
    }
    return known && points.isPresent()
        ? Optional.of(new Score.Line(event.get(), where, points.get(), cap))
        : Optional.empty();
  }

  private static Optional<BigDecimal> number(YamlMap map, String key, String text) {
    if (NUMBER.matcher(text).matches()) {
      return Optional.of(new BigDecimal(text));
    }
    map.error(key, "'" + key + "' must be a number of at most 9 decimals, not '" + text + "'", "");
    return Optional.empty();
  }

  private static Optional<Duration> halfLife(YamlMap map, String text) {
    if (text.equals("none")) {
      return Optional.empty();
    }
    Matcher matcher = HALF_LIFE.matcher(text);
    if (!matcher.matches()) {
      map.error(
          "half_life",
          "'" + text + "' is no half-life",
          "write hours, days or weeks, e.g. half_life: 30d, or none");
      return Optional.empty();
    }
    Duration.Unit unit =
        switch (matcher.group(2)) {
          case "h" -> Duration.Unit.HOUR;
          case "d" -> Duration.Unit.DAY;
          default -> Duration.Unit.WEEK;
        };
    Duration duration = new Duration(Integer.parseInt(matcher.group(1)), unit);
    if (Score.seconds(duration) > Score.LONGEST_HALF_LIFE) {
      map.error("half_life", "a half-life is at most 3650d", "write none for points that stay");
      return Optional.empty();
    }
    return Optional.of(duration);
  }
}
