package io.espalier.mailchimp;

import io.espalier.http.Answer;
import io.espalier.http.Creation;
import io.espalier.http.HttpStack;
import io.espalier.model.Segment;
import io.espalier.spi.Change;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Lanes;
import io.espalier.spi.Outcome;
import io.espalier.spi.Surroundings;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Segment → tag, which the API calls a static segment: found by name, whatever its case. */
final class MailchimpTags {
  private final HttpStack http;
  private final MailchimpApi api;
  private final MailchimpAudience audience;
  private final Surroundings.Sleeper sleeper;
  private @Nullable Map<String, MailchimpWire.Tag> byName;
  private final Map<String, Long> bySegment = new HashMap<>();

  MailchimpTags(
      HttpStack http, MailchimpApi api, MailchimpAudience audience, Surroundings.Sleeper sleeper) {
    this.http = http;
    this.api = api;
    this.audience = audience;
    this.sleeper = sleeper;
  }

  synchronized List<Outcome> define(List<Change.DefineSegment> changes) {
    Map<String, MailchimpWire.Tag> there = load(audience.id());
    for (Change.DefineSegment change : changes) {
      there.values().stream()
          .filter(tag -> Long.toString(tag.id()).equals(change.reference()))
          .findFirst()
          .ifPresent(tag -> bySegment.putIfAbsent(change.segment().id(), tag.id()));
    }
    Map<String, Answer<MailchimpWire.Tag>> made = makeAll(changes, there.keySet());
    return changes.stream().map(change -> define(change.segment(), there, made)).toList();
  }

  /** Makes the tags of new segments side by side: what each came to, by its folded name. */
  private Map<String, Answer<MailchimpWire.Tag>> makeAll(
      List<Change.DefineSegment> changes, Set<String> there) {
    Map<String, List<Segment>> byFolded =
        changes.stream()
            .map(Change.DefineSegment::segment)
            .collect(Collectors.groupingBy(segment -> fold(segment.name())));
    List<Segment> fresh =
        byFolded.entrySet().stream()
            .filter(same -> same.getValue().size() == 1 && !there.contains(same.getKey()))
            .map(same -> same.getValue().get(0))
            .filter(segment -> !bySegment.containsKey(segment.id()))
            .toList();
    List<Answer<MailchimpWire.Tag>> answers =
        Lanes.all(
            sleeper,
            MailchimpLanes.MOST,
            fresh.stream()
                .<Supplier<Answer<MailchimpWire.Tag>>>map(
                    segment -> () -> create(audience.id(), segment.name()))
                .toList());
    Map<String, Answer<MailchimpWire.Tag>> made = new HashMap<>();
    for (int i = 0; i < fresh.size(); i++) {
      made.put(fold(fresh.get(i).name()), answers.get(i));
    }
    return made;
  }

  private Outcome define(
      Segment segment,
      Map<String, MailchimpWire.Tag> there,
      Map<String, Answer<MailchimpWire.Tag>> fresh) {
    MailchimpWire.Tag held = there.get(fold(segment.name()));
    if (held != null) {
      for (Map.Entry<String, Long> other : bySegment.entrySet()) {
        if (other.getValue() == held.id() && !other.getKey().equals(segment.id())) {
          return new Outcome.Rejected(
              new Failure(
                  FailureKind.INVALID,
                  "the segments '%s' and '%s' would be one tag in Mailchimp: '%s'"
                      .formatted(other.getKey(), segment.id(), held.name()),
                  "give one of them another name; capitals make no difference"));
        }
      }
      return known(segment, held.id());
    }
    Long earlier = bySegment.get(segment.id());
    Answer<MailchimpWire.Tag> known = fresh.get(fold(segment.name()));
    Answer<MailchimpWire.Tag> answer =
        known != null
            ? known
            : earlier == null
                ? create(audience.id(), segment.name())
                : http.call(
                    api.renameTag(audience.id(), earlier, new MailchimpWire.Name(segment.name())));
    Optional<Failure> failure = answer.failure();
    if (failure.filter(f -> f.kind() == FailureKind.INVALID).isPresent()) {
      return new Outcome.Rejected(failure.get());
    } else if (failure.filter(f -> f.kind() == FailureKind.TRANSIENT).isPresent()) {
      return new Outcome.Unknown(failure.get());
    }
    MailchimpWire.Tag made = answer.require();
    there.values().removeIf(tag -> tag.id() == made.id());
    there.put(fold(segment.name()), made);
    return known(segment, made.id());
  }

  private Outcome known(Segment segment, long id) {
    bySegment.put(segment.id(), id);
    return new Outcome.Applied(Long.toString(id));
  }

  /** The id of a segment's tag; empty where there is none. */
  synchronized Optional<Long> find(String list, Segment segment) {
    Long known = bySegment.get(segment.id());
    if (known != null) {
      return Optional.of(known);
    }
    MailchimpWire.Tag tag = (byName == null ? load(list) : byName).get(fold(segment.name()));
    if (tag == null) {
      tag = load(list).get(fold(segment.name()));
    }
    if (tag != null) {
      bySegment.put(segment.id(), tag.id());
    }
    return Optional.ofNullable(tag).map(MailchimpWire.Tag::id);
  }

  /** The id of the tag of a name; empty where there is none. */
  synchronized Optional<Long> named(String list, String name) {
    MailchimpWire.Tag known = byName == null ? null : byName.get(fold(name));
    MailchimpWire.Tag tag = known == null ? load(list).get(fold(name)) : known;
    return Optional.ofNullable(tag).map(MailchimpWire.Tag::id);
  }

  /** The id of the tag of a name, which is made where there is none. */
  synchronized long made(String list, String name) {
    Optional<Long> there = named(list, name);
    if (there.isPresent()) {
      return there.get();
    }
    MailchimpWire.Tag made = create(list, name).require();
    if (byName != null) {
      byName.put(fold(name), made);
    }
    return made.id();
  }

  private Answer<MailchimpWire.Tag> create(String list, String name) {
    return Creation.of(
        () -> http.call(api.createTag(list, new MailchimpWire.NewTag(name, List.of()))),
        () -> Optional.ofNullable(read(list).get(fold(name))));
  }

  /** From now on the segment's tag is found by its id, whatever a marketer calls it. */
  synchronized void found(Segment segment, String reference) {
    if (reference.matches("[0-9]{1,18}")) {
      bySegment.put(segment.id(), Long.parseLong(reference));
    }
  }

  /** Forgets a tag that Mailchimp does not have any more. */
  synchronized void forget(Segment segment) {
    bySegment.remove(segment.id());
    byName = null;
  }

  private Map<String, MailchimpWire.Tag> load(String list) {
    Map<String, MailchimpWire.Tag> tags = read(list);
    bySegment.values().removeIf(id -> tags.values().stream().noneMatch(tag -> tag.id() == id));
    byName = tags;
    return tags;
  }

  private Map<String, MailchimpWire.Tag> read(String list) {
    Map<String, MailchimpWire.Tag> tags = new HashMap<>();
    Pages.all(
            offset -> http.call(api.tags(list, "static", Pages.SIZE, offset)).require(),
            page -> MailchimpWire.list(page.segments()),
            MailchimpWire.Tags::total)
        .stream()
        .filter(tag -> tag.type() == null || tag.type().equals("static"))
        .forEach(tag -> tags.putIfAbsent(fold(tag.name()), tag));
    return tags;
  }

  static Failure goneFailure(Segment segment) {
    return new Failure(
        FailureKind.MISSING_TARGET,
        "the audience has no tag '" + segment.name() + "'",
        "run the sync again: it defines its segments first");
  }

  private static String fold(String name) {
    return name.strip().toLowerCase(Locale.ROOT);
  }
}
