package io.espalier.sync.project;

import io.espalier.model.Schema;
import io.espalier.rule.Issue;
import io.espalier.rule.Names;
import io.espalier.rule.Place;
import io.espalier.spi.Esp;
import io.espalier.spi.Surroundings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads a project's files. Collects every mistake; gives no project while there is an error.
 *
 * <pre>{@code
 * ProjectReader.Result result = new ProjectReader(esps, System::getenv).read(dir);
 * result.issues().forEach(issue -> print(issue.display()));
 * }</pre>
 */
public final class ProjectReader {
  private final Map<String, Esp> esps;
  private final Environment environment;
  private final Crms crms;

  /** Where secrets come from. */
  @FunctionalInterface
  public interface Environment {
    @org.jspecify.annotations.Nullable
    String get(String variable);
  }

  /**
   * @param project empty where an issue is an error
   */
  public record Result(Optional<Project> project, List<Issue> issues) {}

  /** With the CRMs on board. */
  public ProjectReader(Map<String, Esp> esps, Environment environment) {
    this(esps, environment, Crms.onBoard(Surroundings.real(call -> {})));
  }

  /**
   * A reader.
   *
   * @param crms what sources may be read from
   */
  public ProjectReader(Map<String, Esp> esps, Environment environment, Crms crms) {
    this.esps = Map.copyOf(esps);
    this.environment = environment;
    this.crms = crms;
  }

  public Result read(Path dir) {
    return read(dir, true);
  }

  /** Without looking for what can be proved wrong of rules, or is over the budget. */
  public Result readBeforeProofs(Path dir) {
    return read(dir, false);
  }

  private Result read(Path dir, boolean proofs) {
    List<Issue> issues = new ArrayList<>();
    if (!Files.isDirectory(dir)) {
      issues.add(
          Issue.error(
              Place.file(dir.toString()),
              "there is no such folder",
              "give the folder that holds espalier.yaml: --project DIR"));
      return new Result(Optional.empty(), issues);
    }
    Optional<YamlMap> main = YamlFile.read(dir.resolve("espalier.yaml"), "espalier.yaml", issues);
    Optional<YamlMap> profile = YamlFile.read(dir.resolve("profile.yaml"), "profile.yaml", issues);
    // Also of tables that are declared wrongly: whoever names one is not wrong too.
    Set<String> tables = new LinkedHashSet<>();
    Map<String, SourceSpec> sources = new LinkedHashMap<>();
    Map<String, ModelSpec> models = new LinkedHashMap<>();
    Map<String, ConnectionSpec> connections = new LinkedHashMap<>();
    String name = dir.toAbsolutePath().normalize().getFileName().toString();
    ZoneId zone = ZoneOffset.UTC;
    Guards guards = Guards.standard();
    Budget budget = Budget.standard();
    Operations operations = Operations.none();
    StoreSpec store = StoreSpec.standard();
    if (main.isPresent()) {
      YamlMap map = main.get();
      name = map.text("project").orElse(name);
      zone = zone(map);
      sources = new SourcesReader(dir, environment, crms, tables).read(map);
      models = ModelsReader.read(map, tables);
      connections = ConnectionsReader.read(map, esps);
      guards = GuardsReader.read(map);
      budget = Budget.read(map);
      operations =
          OperationsReader.read(
              map, tables, zone, ConnectionsReader.hooks(map, esps, connections.keySet()));
      store = GuardsReader.readStore(map);
      map.refuseOthers();
    }
    Profiles profiles =
        new Profiles(main.filter(m -> m.has("sources")).map(m -> tables), esps.keySet());
    Optional<Profiles.Declared> declared = profile.flatMap(profiles::read);
    Map<String, SegmentSpec> segments = new LinkedHashMap<>();
    Schema schema = new Schema(Map.of(), Map.of(), Set.of());
    ScoresReader scores = new ScoresReader(issues);
    SegmentsReader reader = new SegmentsReader(issues, esps.keySet(), budget);
    List<SegmentsReader.Draft> drafts = reader.drafts(dir.resolve("segments"));
    Optional<IdentitySpec> identity = Optional.empty();
    if (declared.isPresent()) {
      identity = declared.get().identity(dir, issues);
      scores.read(dir.resolve("scores.yaml"), declared.get().attributes());
      schema =
          declared
              .get()
              .schema(drafts.stream().map(d -> d.segment().id()).toList(), scores.attributes());
      declared.get().checkComputed(schema, issues);
      scores.check(schema);
      segments = reader.check(drafts, schema, proofs);
      if (main.isPresent()) {
        GuardsReader.checkAttributes(guards, main.get(), schema.attributes().keySet());
      }
    }
    List<Path> emails = list(dir.resolve("emails"), ".mjml");
    Optional<LiveSpec> live = new LiveReader(environment, schema, tables, issues).read(dir, emails);
    issues = main.isPresent() ? main.get().file().concealed(issues) : issues;
    issues = inOrder(issues);
    boolean wrong = issues.stream().anyMatch(i -> i.severity() == Issue.Severity.ERROR);
    if (wrong || declared.isEmpty() || declared.get().profile().isEmpty()) {
      return new Result(Optional.empty(), issues);
    }
    ProfileSpec read =
        declared.get().profile().get().with(scores.scored(), LiveTokenAttributes.of(live));
    ProfileSpec profileSpec = identity.map(read::with).orElse(read);
    return new Result(
        Optional.of(
            new Project(
                name,
                dir,
                zone,
                store,
                sources,
                models,
                profileSpec,
                declared.get().events(),
                segments,
                connections,
                guards,
                budget,
                operations,
                emails,
                live,
                schema)),
        issues);
  }

  /** File after file as they were read, each from its beginning to its end. */
  private static List<Issue> inOrder(List<Issue> issues) {
    List<String> files = issues.stream().map(i -> i.place().file()).distinct().toList();
    return issues.stream()
        .sorted(
            Comparator.comparingInt((Issue i) -> files.indexOf(i.place().file()))
                .thenComparingInt(i -> i.place().line())
                .thenComparingInt(i -> i.place().column()))
        .toList();
  }

  private static ZoneId zone(YamlMap map) {
    Optional<String> zone = map.text("timezone");
    try {
      return zone.map(ZoneId::of).orElse(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      map.error(
          "timezone",
          "'" + zone.orElse("") + "' is no time zone",
          Names.nearest(zone.orElse(""), ZoneId.getAvailableZoneIds())
              .map(n -> "did you mean '" + n + "'?")
              .orElse("use a name such as Europe/Berlin or UTC"));
      return ZoneOffset.UTC;
    }
  }

  /** The files of a folder with one of these endings, by name; none where there is no folder. */
  static List<Path> list(Path dir, String... endings) {
    if (!Files.isDirectory(dir)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(dir)) {
      return files
          .filter(
              f -> List.of(endings).stream().anyMatch(e -> f.getFileName().toString().endsWith(e)))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
