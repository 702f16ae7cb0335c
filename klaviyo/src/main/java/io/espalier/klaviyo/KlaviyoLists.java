package io.espalier.klaviyo;

import com.google.gson.JsonObject;
import io.espalier.http.Answer;
import io.espalier.http.HttpStack;
import io.espalier.klaviyo.KlaviyoWire.ListAttributes;
import io.espalier.klaviyo.KlaviyoWire.Many;
import io.espalier.klaviyo.KlaviyoWire.Resource;
import io.espalier.model.Segment;
import io.espalier.spi.FailureKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The account's lists with the tags they carry, ten a call. */
final class KlaviyoLists {
  /** How a marketer asks for a list's segment, in the tag field of the list. */
  private static final Pattern ON = Pattern.compile("(?iU)\\s*espalier\\s*:\\s+on\\s*");

  private final HttpStack http;
  private final KlaviyoApi api;
  private @Nullable TreeSet<String> ours;

  KlaviyoLists(HttpStack http, KlaviyoApi api) {
    this.http = http;
    this.api = api;
  }

  private record Tagged(String id, String name, Set<String> tags) {}

  /**
   * The segments whose list somebody tagged {@code espalier: on}: the list that we tagged, or one
   * of the segment's name that a marketer made before us.
   *
   * @throws io.espalier.spi.EspException where the key may not read tags: to guess that nobody
   *     asked would switch off what was asked for
   */
  Set<String> asked(Collection<Segment> segments) {
    Set<String> names = new HashSet<>();
    Set<String> marks = new HashSet<>();
    for (Tagged list : tagged()) {
      if (list.tags().stream().anyMatch(tag -> ON.matcher(tag).matches())) {
        names.add(list.name());
        marks.addAll(list.tags());
      }
    }
    return segments.stream()
        .filter(
            segment ->
                names.contains(segment.name()) || marks.contains(KlaviyoTags.PREFIX + segment.id()))
        .map(Segment::id)
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * The ids of the lists that carry a tag of ours, sorted; read once. None where the key may not
   * read tags.
   */
  synchronized TreeSet<String> ours() {
    TreeSet<String> known = ours;
    if (known == null) {
      known = new TreeSet<>();
      for (Tagged list : mayReadTags() ? tagged() : List.<Tagged>of()) {
        if (list.tags().stream().anyMatch(tag -> tag.startsWith(KlaviyoTags.PREFIX))) {
          known.add(list.id());
        }
      }
      ours = known;
    }
    return known;
  }

  private boolean mayReadTags() {
    Answer<Many<ListAttributes>> answer = http.call(api.listsWithTags(null));
    if (answer.status() == 403
        && answer.failure().filter(f -> f.kind() == FailureKind.AUTH).isPresent()) {
      return false;
    }
    answer.orThrow();
    return true;
  }

  private List<Tagged> tagged() {
    Map<String, String> tags = new HashMap<>();
    List<Resource<ListAttributes>> lists = new ArrayList<>();
    Optional<String> cursor = Optional.of("");
    while (cursor.isPresent()) {
      Many<ListAttributes> page =
          http.call(api.listsWithTags(KlaviyoProfiles.orNull(cursor.get()))).require();
      lists.addAll(page.items());
      for (Resource<JsonObject> other : page.others()) {
        if (other.type().equals("tag")) {
          tags.put(other.id(), KlaviyoMapper.text(other.attributes(), "name"));
        }
      }
      cursor = KlaviyoProfiles.next(page);
    }
    return lists.stream()
        .map(
            list ->
                new Tagged(
                    list.id(),
                    Optional.ofNullable(list.attributes().name()).orElse(""),
                    list.related("tags").stream()
                        .map(id -> tags.getOrDefault(id, ""))
                        .collect(Collectors.toSet())))
        .toList();
  }
}
