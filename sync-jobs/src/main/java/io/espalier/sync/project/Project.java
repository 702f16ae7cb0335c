package io.espalier.sync.project;

import io.espalier.model.Schema;
import io.espalier.model.Segment;
import io.espalier.rule.Moment;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/**
 * What a user wrote, read and checked as far as it can be without touching a source.
 *
 * @param rules the parsed rules: of segments by id, of computed attributes by name
 * @param emails files under {@code emails/}
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
    List<Path> emails,
    Schema schema) {

  public Moment moment(Instant now) {
    return new Moment(now, zone);
  }

  /** Where the modules of the emails are. */
  public Path modules() {
    return dir.resolve("modules");
  }

  /** Segments of one exclusive group and priority that may both match somebody. */
  public List<ExclusiveGroups.Tie> ties() {
    return ExclusiveGroups.ties(segments.values());
  }

  public List<Segment> segmentList() {
    return segments.values().stream().map(SegmentSpec::segment).toList();
  }
}
