package io.espalier.klaviyo;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.espalier.http.Answer;
import io.espalier.http.Creation;
import io.espalier.http.HttpStack;
import io.espalier.klaviyo.KlaviyoWire.Resource;
import io.espalier.model.Segment;
import io.espalier.spi.EspException;
import io.espalier.spi.FailureKind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The tag {@code espalier:<segment id>} on a segment's list: a list has no description and no key
 * of ours, so this is what finds it under another name and tells a marketer whose it is. Where the
 * API key may not tag, or the account's 500 tags are used up, lists go without.
 */
final class KlaviyoTags {
  static final String PREFIX = "espalier:";

  private final HttpStack http;
  private final KlaviyoApi api;
  private final Map<String, String> known = new HashMap<>();
  private final Set<String> absent = new HashSet<>();
  private boolean allowed = true;

  KlaviyoTags(HttpStack http, KlaviyoApi api) {
    this.http = http;
    this.api = api;
  }

  /** The list that carries the segment's tag; empty where none does. */
  Optional<String> list(Segment segment) {
    return tag(segment)
        .flatMap(tag -> body(http.call(api.tagged(tag))))
        .flatMap(lists -> lists.items().stream().map(Resource::id).findFirst());
  }

  void attach(Segment segment, String list) {
    Optional<String> tag = tag(segment).or(() -> create(segment));
    if (tag.isPresent()) {
      JsonArray lists = new JsonArray();
      lists.add(KlaviyoWire.reference("list", list));
      body(http.call(api.tagLists(tag.get(), KlaviyoWire.body(KlaviyoWire.data(lists)))));
    }
  }

  private Optional<String> tag(Segment segment) {
    // Three of these calls a second: a tag is looked for once.
    if (!allowed || absent.contains(segment.id())) {
      return Optional.empty();
    }
    if (!known.containsKey(segment.id())) {
      look(segment)
          .ifPresentOrElse(tag -> known.put(segment.id(), tag), () -> absent.add(segment.id()));
    }
    return Optional.ofNullable(known.get(segment.id()));
  }

  private Optional<String> look(Segment segment) {
    return body(http.call(api.tags("equals(name,\"" + PREFIX + segment.id() + "\")")))
        .flatMap(tags -> tags.items().stream().map(Resource::id).findFirst());
  }

  private Optional<String> create(Segment segment) {
    if (!allowed) {
      return Optional.empty();
    }
    JsonObject attributes = new JsonObject();
    attributes.addProperty("name", PREFIX + segment.id());
    Optional<String> made =
        body(
            Creation.of(
                () ->
                    http.call(
                            api.createTag(
                                KlaviyoWire.body(
                                    KlaviyoWire.data(KlaviyoWire.resource("tag", attributes)))))
                        .map(tag -> tag.data().id()),
                () -> look(segment)));
    absent.remove(segment.id());
    made.ifPresent(tag -> known.put(segment.id(), tag));
    return made;
  }

  /** Tags are a courtesy: a key without their scopes, or too many of them, stops nothing. */
  private <T> Optional<T> body(Answer<T> answer) {
    if (answer.failure().isEmpty()) {
      return Optional.ofNullable(answer.body());
    }
    FailureKind kind = answer.failure().get().kind();
    if (answer.status() == 403 && kind == FailureKind.AUTH) {
      allowed = false;
    } else if (kind != FailureKind.INVALID && kind != FailureKind.MISSING_TARGET) {
      throw new EspException(answer.failure().get());
    }
    return Optional.empty();
  }
}
