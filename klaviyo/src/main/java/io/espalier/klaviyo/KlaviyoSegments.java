package io.espalier.klaviyo;

import com.google.gson.JsonObject;
import io.espalier.http.Answer;
import io.espalier.http.Creation;
import io.espalier.http.HttpStack;
import io.espalier.klaviyo.KlaviyoWire.ListAttributes;
import io.espalier.klaviyo.KlaviyoWire.Many;
import io.espalier.klaviyo.KlaviyoWire.Resource;
import io.espalier.model.Segment;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Segments as lists, found by their exact name. Lists come ten a page and only 150 may be made a
 * day, so all names are read once and kept. Source: github.com/klaviyo/openapi 2026-07-15.
 */
final class KlaviyoSegments {
  private final HttpStack http;
  private final KlaviyoApi api;
  private final KlaviyoTags tags;
  private final Map<String, String> owners = new HashMap<>();
  private @Nullable Map<String, String> ids;

  /** Segment → its list, where that was asked for by the list's id: marketers rename lists. */
  private final Map<String, String> answered = new HashMap<>();

  KlaviyoSegments(HttpStack http, KlaviyoApi api) {
    this.http = http;
    this.api = api;
    this.tags = new KlaviyoTags(http, api);
  }

  /** Finds the segment's list by its name, or by its tag and renames it; or makes it. */
  synchronized Outcome define(Segment segment) {
    answered.remove(segment.id());
    String owner = owners.putIfAbsent(segment.name(), segment.id());
    if (owner != null && !owner.equals(segment.id())) {
      return new Outcome.Rejected(
          new Failure(
              FailureKind.INVALID,
              "the segments '"
                  + owner
                  + "' and '"
                  + segment.id()
                  + "' are both called '"
                  + segment.name()
                  + "': they would share one list in Klaviyo",
              "give one of them another name"));
    }
    String known = ids().get(segment.name());
    if (known != null) {
      return new Outcome.Applied(known);
    }
    Optional<String> renamed = tags.list(segment).filter(list -> isFree(list, segment));
    if (renamed.isPresent()) {
      return rename(renamed.get(), segment);
    }
    JsonObject attributes = new JsonObject();
    attributes.addProperty("name", segment.name());
    Answer<String> answer =
        Creation.of(
            () ->
                http.call(
                        api.createList(
                            KlaviyoWire.body(
                                KlaviyoWire.data(KlaviyoWire.resource("list", attributes)))))
                    .map(made -> made.data().id()),
            () -> {
              forget();
              return idOf(segment.name());
            });
    Optional<Failure> failure = answer.failure();
    if (failure.filter(f -> f.kind() == FailureKind.INVALID).isPresent()) {
      return new Outcome.Rejected(failure.get());
    }
    String id = answer.require();
    ids().put(segment.name(), id);
    tags.attach(segment, id);
    return new Outcome.Applied(id);
  }

  /**
   * Finishes what a process has left undone that died while it made the segment's list: the tag
   * that says whose list it is. A list of that name that was there before is somebody else's.
   *
   * @param since when it began
   * @return the list that was made then; empty where none was
   */
  synchronized Optional<String> finish(Segment segment, Instant since) {
    Optional<Resource<ListAttributes>> made =
        all().stream()
            .filter(list -> segment.name().equals(list.attributes().name()))
            .findFirst()
            .filter(
                list ->
                    KlaviyoMapper.moment(
                            Optional.ofNullable(list.attributes().created()).orElse(""))
                        .filter(at -> !at.isBefore(since))
                        .isPresent());
    made.ifPresent(list -> tags.attach(segment, list.id()));
    return made.map(Resource::id);
  }

  /** A list that exists and that no other segment was found to use. */
  private boolean isFree(String list, Segment segment) {
    return ids().entrySet().stream()
        .filter(known -> known.getValue().equals(list))
        .map(known -> owners.getOrDefault(known.getKey(), segment.id()))
        .anyMatch(segment.id()::equals);
  }

  private Outcome rename(String list, Segment segment) {
    JsonObject attributes = new JsonObject();
    attributes.addProperty("name", segment.name());
    JsonObject resource = KlaviyoWire.resource("list", attributes);
    resource.addProperty("id", list);
    http.call(api.renameList(list, KlaviyoWire.body(KlaviyoWire.data(resource)))).orThrow();
    ids().values().remove(list);
    owners.values().removeIf(segment.id()::equals);
    owners.put(segment.name(), segment.id());
    ids().put(segment.name(), list);
    return new Outcome.Applied(list);
  }

  /** The id of the segment's list; empty where there is none. */
  synchronized Optional<String> id(Segment segment) {
    String known = answered.get(segment.id());
    return Optional.ofNullable(known == null ? ids().get(segment.name()) : known);
  }

  /**
   * The name that a segment's list has now, by the id that its definition was answered with; from
   * then on the list is found by it. Empty where it is gone.
   */
  synchronized Optional<String> nameOf(
      Segment segment, String reference, Map<String, String> names) {
    Optional<String> name = Optional.ofNullable(names.get(reference));
    if (name.isPresent()) {
      answered.put(segment.id(), reference);
    } else {
      answered.remove(segment.id());
    }
    return name;
  }

  /** Id → name of every list, read now. */
  synchronized Map<String, String> names() {
    Map<String, String> names = new HashMap<>();
    List<Resource<ListAttributes>> all = all();
    ids = byName(all);
    all.forEach(
        list -> names.put(list.id(), Optional.ofNullable(list.attributes().name()).orElse("")));
    return names;
  }

  /** The id of the list of that name; empty where there is none. */
  synchronized Optional<String> idOf(String name) {
    return Optional.ofNullable(ids().get(name));
  }

  /** Forgets what was read: a list that was there is gone. */
  synchronized void forget() {
    ids = null;
    answered.clear();
  }

  private Map<String, String> ids() {
    Map<String, String> known = ids;
    if (known == null) {
      known = byName(all());
      ids = known;
    }
    return known;
  }

  /** Every list, the oldest first. */
  private List<Resource<ListAttributes>> all() {
    List<Resource<ListAttributes>> lists = new ArrayList<>();
    Optional<String> cursor = Optional.of("");
    while (cursor.isPresent()) {
      Many<ListAttributes> page =
          http.call(api.lists(KlaviyoProfiles.orNull(cursor.get()))).require();
      lists.addAll(page.items());
      cursor = KlaviyoProfiles.next(page);
    }
    // Names are not unique in Klaviyo; the oldest list of a name is ours, run after run.
    lists.sort(
        Comparator.comparing(
                (Resource<ListAttributes> list) ->
                    Optional.ofNullable(list.attributes().created()).orElse(""))
            .thenComparing(Resource::id));
    return lists;
  }

  private static Map<String, String> byName(List<Resource<ListAttributes>> all) {
    Map<String, String> found = new HashMap<>();
    for (Resource<ListAttributes> list : all) {
      if (list.attributes().name() != null) {
        found.putIfAbsent(list.attributes().name(), list.id());
      }
    }
    return found;
  }

  static Failure missing(Segment segment) {
    return new Failure(
        FailureKind.MISSING_TARGET,
        "Klaviyo has no list called '" + segment.name() + "'",
        "define the segment again");
  }
}
