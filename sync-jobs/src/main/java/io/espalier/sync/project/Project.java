package io.espalier.sync.project;

import io.espalier.model.Schema;
import io.espalier.model.Segment;
import io.espalier.rule.Moment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * What a user wrote, read and checked as far as it can be without touching a source.
 *
 * @param rules the parsed rules: of segments by id, of computed attributes by name
 * @param emails files under {@code emails/}
 * @param live what {@code live.yaml} declares; empty without one
 */
public record Project(
    String name,
    Path dir,
    ZoneId zone,
    StoreSpec store,
    Map<String, SourceSpec> sources,
    Map<String, ModelSpec> models,
    ProfileSpec profile,
    Map<String, EventSpec> events,
    Map<String, SegmentSpec> segments,
    Map<String, ConnectionSpec> connections,
    Guards guards,
    Budget budget,
    Operations operations,
    List<Path> emails,
    java.util.Optional<LiveSpec> live,
    Schema schema) {

  /** The same project with other models. */
  public Project withModels(Map<String, ModelSpec> others) {
    return new Project(
        name,
        dir,
        zone,
        store,
        sources,
        others,
        profile,
        events,
        segments,
        connections,
        guards,
        budget,
        operations,
        emails,
        live,
        schema);
  }

  public Moment moment(Instant now) {
    return new Moment(now, zone);
  }

  /** Where the modules of the emails are. */
  public Path modules() {
    return dir.resolve("modules");
  }

  /** Segments of one exclusive group and priority that may both match somebody. */
  public List<ExclusiveGroups.Tie> ties() {
    return ExclusiveGroups.ties(segments.values(), schema);
  }

  /**
   * A digest of every file that the project was read from: two equal ones mean the same plan, given
   * the same rows.
   */
  public String fingerprint() {
    List<Path> files =
        new ArrayList<>(
            List.of(
                dir.resolve("espalier.yaml"),
                dir.resolve("profile.yaml"),
                dir.resolve("scores.yaml"),
                dir.resolve(IdentitySpec.SPLITS),
                dir.resolve("live.yaml")));
    files.addAll(ProjectReader.list(dir.resolve("segments"), ".yaml", ".yml"));
    files.addAll(ProjectReader.list(dir.resolve("emails"), ""));
    files.addAll(ProjectReader.list(modules(), ""));
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Path file : files) {
        if (Files.isRegularFile(file)) {
          digest.update(dir.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
          digest.update(Files.readAllBytes(file));
        }
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  public List<Segment> segmentList() {
    return segments.values().stream().map(SegmentSpec::segment).toList();
  }
}
