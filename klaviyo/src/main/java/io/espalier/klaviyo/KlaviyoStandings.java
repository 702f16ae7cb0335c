package io.espalier.klaviyo;

import io.espalier.http.HttpStack;
import io.espalier.klaviyo.KlaviyoSegmentApi.SegmentAttributes;
import io.espalier.klaviyo.KlaviyoWire.Many;
import io.espalier.spi.Change;
import io.espalier.spi.FieldMap;
import io.espalier.spi.Standing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How our lists and segments stand, by their ids. A custom property has no definition that could be
 * deleted: it is there as long as one profile has it.
 */
final class KlaviyoStandings {
  private final HttpStack http;
  private final KlaviyoSegmentApi segments;
  private final KlaviyoSegments lists;
  private final FieldMap fields;

  KlaviyoStandings(HttpStack http, KlaviyoSegments lists, FieldMap fields) {
    this.http = http;
    this.lists = lists;
    this.segments = http.api(KlaviyoSegmentApi.class);
    this.fields = fields;
  }

  List<Standing> of(List<Change> definitions) {
    Map<String, String> names =
        definitions.stream().anyMatch(Change.DefineSegment.class::isInstance)
            ? lists.names()
            : Map.of();
    Map<String, String> natives =
        definitions.stream().anyMatch(Change.DefineNative.class::isInstance) ? natives() : Map.of();
    List<Standing> standings = new ArrayList<>();
    for (Change definition : definitions) {
      if (definition instanceof Change.DefineSegment list) {
        standings.add(
            lists
                .nameOf(list.segment(), list.reference(), names)
                .map(Standing::there)
                .orElse(Standing.GONE));
      } else if (definition instanceof Change.DefineNative segment) {
        standings.add(named(natives.get(segment.reference())));
      } else if (definition instanceof Change.DefineField field) {
        standings.add(Standing.there(fields.vendorName(field.attribute().name())));
      } else {
        throw new IllegalArgumentException("no definition: " + definition.kind());
      }
    }
    return standings;
  }

  private static Standing named(@org.jspecify.annotations.Nullable String name) {
    return name == null ? Standing.GONE : Standing.there(name);
  }

  private Map<String, String> natives() {
    Map<String, String> names = new HashMap<>();
    Optional<String> cursor = Optional.of("");
    while (cursor.isPresent()) {
      Many<SegmentAttributes> page =
          http.call(segments.segments(null, KlaviyoProfiles.orNull(cursor.get()))).require();
      page.items()
          .forEach(
              one -> names.put(one.id(), Optional.ofNullable(one.attributes().name()).orElse("")));
      cursor = KlaviyoProfiles.next(page);
    }
    return names;
  }
}
