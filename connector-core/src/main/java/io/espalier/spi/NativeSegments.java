package io.espalier.spi;

import io.espalier.audience.CannotSayException;
import io.espalier.audience.Fact;
import io.espalier.audience.Facts;
import io.espalier.audience.Formula;
import io.espalier.audience.KnownEvent;
import io.espalier.audience.Setting;
import io.espalier.model.Attribute;
import io.espalier.model.Schema;
import io.espalier.model.Segment;
import io.espalier.rule.Origin;
import io.espalier.rule.Parsed;
import io.espalier.rule.Rule;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says a project's segments in one ESP's terms, or why it cannot be done. */
public final class NativeSegments {
  private final Esp esp;
  private final FieldMap fields;
  private final Setting setting;
  private final Map<String, Segment> kept;

  /**
   * @param rules of all the project's segments, by id
   * @param events that the ESP knows of, by our name
   * @param kept the segments that are kept there as lists, by id
   */
  public NativeSegments(
      Esp esp,
      FieldMap fields,
      Schema schema,
      ZoneId zone,
      Map<String, Rule> rules,
      Map<String, KnownEvent> events,
      Map<String, Segment> kept) {
    this.esp = esp;
    this.fields = fields;
    this.kept = kept;
    this.setting =
        new Setting(
            schema,
            zone,
            fields.attributes().stream().map(Attribute::name).collect(Collectors.toSet()),
            events,
            rules,
            kept.keySet());
  }

  /** The definition; or every reason why there is none, each with its place in the rule. */
  public Parsed<NativeSegment> define(Segment segment, Rule rule, Origin origin) {
    List<CannotSayException> refused = new ArrayList<>();
    Optional<NativeSegment> said = say(segment, rule, false, refused);
    if (said.isEmpty()) {
      // What another segment's rule says and the ESP cannot, the list of its members may.
      said = say(segment, rule, true, new ArrayList<>());
    }
    return said.isPresent()
        ? new Parsed<>(said, List.of())
        : new Parsed<>(
            said, refused.stream().map(e -> e.issue(origin, rule.span())).distinct().toList());
  }

  private Optional<NativeSegment> say(
      Segment segment, Rule rule, boolean byList, List<CannotSayException> refused) {
    Formula<Fact> who = Facts.of(rule, esp.label(), setting, byList, refused);
    if (!refused.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          esp.nativeSegment(who, fields, new NativeScope(segment, setting.events(), kept)));
    } catch (CannotSayException e) {
      refused.add(e);
      for (Throwable also : e.getSuppressed()) {
        refused.add((CannotSayException) also);
      }
      return Optional.empty();
    }
  }
}
