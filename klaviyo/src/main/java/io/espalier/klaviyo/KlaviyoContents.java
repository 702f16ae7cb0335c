package io.espalier.klaviyo;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.espalier.http.Answer;
import io.espalier.http.HttpStack;
import io.espalier.klaviyo.KlaviyoWire.BlockAttributes;
import io.espalier.klaviyo.KlaviyoWire.Many;
import io.espalier.klaviyo.KlaviyoWire.One;
import io.espalier.klaviyo.KlaviyoWire.Resource;
import io.espalier.klaviyo.KlaviyoWire.TemplateAttributes;
import io.espalier.spi.Change.Publish;
import io.espalier.spi.Content;
import io.espalier.spi.Content.Shape;
import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Emails as code templates, blocks as universal content of type html. Klaviyo's names are not
 * unique and hold no key, so the key ends the name: {@code Winter sale [winter-sale]}. Source:
 * github.com/klaviyo/openapi 2026-07-15, templates and template-universal-content.
 */
final class KlaviyoContents {
  private static final int BYTES = 5_000_000;
  private static final Pattern REFERENCE =
      Pattern.compile("(template|block):([A-Za-z0-9_-]{1,64}):([a-z0-9_-]*)");

  private final HttpStack http;
  private final KlaviyoApi api;

  KlaviyoContents(HttpStack http, KlaviyoApi api) {
    this.http = http;
    this.api = api;
  }

  /** What Klaviyo holds: its own id, the name there, and the content as read from it. */
  private record Held(String id, String created, Content content, Optional<String> published) {
    /** True where somebody changed what was published; false also where nobody can tell. */
    boolean isEdited() {
      return published.filter(version -> !version.equals(content.version())).isPresent();
    }
  }

  Outcome publish(Publish publish) {
    Content content = publish.content();
    Optional<Failure> objection = objection(content);
    if (objection.isPresent()) {
      return new Outcome.Rejected(objection.get());
    }
    Matcher reference = REFERENCE.matcher(publish.reference());
    Optional<String> known =
        reference.matches() && reference.group(1).equals(word(content.shape()))
            ? Optional.of(reference.group(2))
            : Optional.empty();
    if (known.isPresent()) {
      Optional<Outcome> outcome = update(known.get(), content);
      if (outcome.isPresent()) {
        return outcome.get();
      }
    }
    Optional<Held> found = find(content);
    if (!publish.overwrite() && found.filter(Held::isEdited).isPresent()) {
      return new Outcome.Rejected(
          new Failure(
              FailureKind.INVALID,
              "'" + name(content) + "' was edited in Klaviyo since it was published",
              "rename it in Klaviyo to keep it there, then publish again"));
    }
    if (found.isPresent()) {
      return update(found.get().id(), content)
          .orElseGet(
              () ->
                  new Outcome.Unknown(
                      Failure.of(
                          FailureKind.MISSING_TARGET,
                          "'" + name(content) + "' was deleted in Klaviyo a moment ago")));
    }
    return create(content);
  }

  private static Optional<Failure> objection(Content content) {
    long bytes =
        Stream.of(content.html(), content.text(), content.amp())
            .mapToLong(part -> part.getBytes(StandardCharsets.UTF_8).length)
            .sum();
    if (bytes > BYTES) {
      return Optional.of(
          Failure.of(
              FailureKind.INVALID,
              "'" + content.key() + "' is larger than the 5 MB Klaviyo takes"));
    }
    boolean more = !(content.text() + content.amp() + content.subject()).isEmpty();
    return content.shape() == Shape.BLOCK && more
        ? Optional.of(
            Failure.of(
                FailureKind.UNSUPPORTED,
                "a block in Klaviyo holds HTML only: '"
                    + content.key()
                    + "' has a subject, a text or an AMP part"))
        : Optional.empty();
  }

  private static String word(Shape shape) {
    return shape == Shape.EMAIL ? "template" : "block";
  }

  private static String name(Content content) {
    return content.name() + " [" + content.key() + "]";
  }

  /** Empty where it is gone. */
  private Optional<Outcome> update(String id, Content content) {
    JsonObject attributes = attributes(content);
    if (content.shape() == Shape.EMAIL) {
      attributes.add("text", orNull(content.text()));
      attributes.add("amp", orNull(content.amp()));
    }
    JsonObject resource = KlaviyoWire.resource(type(content.shape()), attributes);
    resource.addProperty("id", id);
    var body = KlaviyoWire.body(KlaviyoWire.data(resource));
    Answer<?> answer =
        content.shape() == Shape.EMAIL
            ? http.call(api.updateTemplate(id, body))
            : http.call(api.updateBlock(id, body));
    if (answer.failure().filter(f -> f.kind() == FailureKind.MISSING_TARGET).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(outcome(answer, () -> reference(content, id)));
  }

  private Outcome create(Content content) {
    JsonObject attributes = attributes(content);
    if (content.shape() == Shape.BLOCK) {
      Answer<One<BlockAttributes>> answer = http.call(api.createBlock(body(content, attributes)));
      return outcome(answer, () -> reference(content, answer.require().data().id()));
    }
    attributes.addProperty("editor_type", "CODE");
    if (!content.text().isEmpty()) {
      attributes.addProperty("text", content.text());
    }
    if (!content.amp().isEmpty()) {
      attributes.addProperty("amp", content.amp());
    }
    Answer<One<TemplateAttributes>> answer =
        http.call(api.createTemplate(body(content, attributes)));
    return outcome(answer, () -> reference(content, answer.require().data().id()));
  }

  private static okhttp3.RequestBody body(Content content, JsonObject attributes) {
    return KlaviyoWire.body(
        KlaviyoWire.data(KlaviyoWire.resource(type(content.shape()), attributes)));
  }

  private static String type(Shape shape) {
    return shape == Shape.EMAIL ? "template" : "template-universal-content";
  }

  private static String reference(Content content, String id) {
    return word(content.shape()) + ":" + id + ":" + content.key();
  }

  private static Outcome outcome(Answer<?> answer, Supplier<String> reference) {
    Optional<Failure> failure = answer.failure();
    if (failure.isEmpty()) {
      return new Outcome.Applied(reference.get());
    }
    if (failure.get().kind() == FailureKind.INVALID) {
      return new Outcome.Rejected(failure.get());
    }
    throw new EspException(failure.get());
  }

  private static JsonObject attributes(Content content) {
    JsonObject attributes = new JsonObject();
    attributes.addProperty("name", name(content));
    String html = KlaviyoHeader.of(content).on(content.html());
    if (content.shape() == Shape.EMAIL) {
      attributes.addProperty("html", html);
      return attributes;
    }
    JsonObject data = new JsonObject();
    data.addProperty("content", html);
    data.add("display_options", new JsonObject());
    JsonObject definition = new JsonObject();
    definition.addProperty("content_type", "block");
    definition.addProperty("type", "html");
    definition.add("data", data);
    attributes.add("definition", definition);
    return attributes;
  }

  private static JsonElement orNull(String text) {
    return text.isEmpty() ? JsonNull.INSTANCE : new JsonPrimitive(text);
  }

  /** As Klaviyo holds it now; empty where it is gone. */
  Optional<Content> content(String reference) {
    Matcher parts = REFERENCE.matcher(reference);
    if (!parts.matches()) {
      throw new EspException(
          Failure.of(
              FailureKind.PROTOCOL, "'" + reference + "' is no content of the Klaviyo connector"));
    }
    String id = parts.group(2);
    String key = parts.group(3);
    return parts.group(1).equals("template")
        ? body(http.call(api.template(id))).map(t -> held(t.data(), key).content())
        : body(http.call(api.block(id))).map(b -> heldBlock(b.data(), key).content());
  }

  private static <T> Optional<T> body(Answer<T> answer) {
    return answer.failure().filter(f -> f.kind() == FailureKind.MISSING_TARGET).isPresent()
        ? Optional.empty()
        : Optional.of(answer.require());
  }

  /** By the key at the end of a name: the oldest, where a marketer copied it. */
  private Optional<Held> find(Content content) {
    String end = "[" + content.key() + "]";
    return content.shape() == Shape.EMAIL
        ? templates("contains(name,\"" + end + "\")")
            .filter(template -> endsWith(template.attributes().name(), end))
            .map(template -> held(template, content.key()))
            .min(Comparator.comparing(Held::created).thenComparing(Held::id))
        : blocks()
            .filter(block -> endsWith(block.attributes().name(), end))
            .map(block -> heldBlock(block, content.key()))
            .min(Comparator.comparing(Held::created).thenComparing(Held::id));
  }

  private static boolean endsWith(@Nullable String name, String end) {
    return name != null && name.endsWith(end);
  }

  private Stream<Resource<TemplateAttributes>> templates(String filter) {
    Stream.Builder<Resource<TemplateAttributes>> all = Stream.builder();
    Optional<String> cursor = Optional.of("");
    while (cursor.isPresent()) {
      Many<TemplateAttributes> page =
          http.call(api.templates(filter, KlaviyoProfiles.orNull(cursor.get()))).require();
      page.items().forEach(all);
      cursor = KlaviyoProfiles.next(page);
    }
    return all.build();
  }

  /** All of them: universal content has no filter for a part of a name. */
  private Stream<Resource<BlockAttributes>> blocks() {
    Stream.Builder<Resource<BlockAttributes>> all = Stream.builder();
    Optional<String> cursor = Optional.of("");
    while (cursor.isPresent()) {
      Many<BlockAttributes> page =
          http.call(api.blocks(KlaviyoProfiles.orNull(cursor.get()))).require();
      page.items().forEach(all);
      cursor = KlaviyoProfiles.next(page);
    }
    return all.build();
  }

  private static Held held(Resource<TemplateAttributes> template, String key) {
    TemplateAttributes attributes = template.attributes();
    KlaviyoHeader.Read read = KlaviyoHeader.read(orEmpty(attributes.html()));
    return new Held(
        template.id(),
        orEmpty(attributes.created()),
        new Content(
            key,
            bare(attributes.name(), key),
            Shape.EMAIL,
            read.subject(),
            read.html(),
            orEmpty(attributes.text()),
            orEmpty(attributes.amp())),
        read.version());
  }

  private static Held heldBlock(Resource<BlockAttributes> block, String key) {
    BlockAttributes attributes = block.attributes();
    JsonObject definition = attributes.definition();
    String content =
        definition != null && definition.get("data") instanceof JsonObject data
            ? KlaviyoMapper.text(data, "content")
            : "";
    KlaviyoHeader.Read read = KlaviyoHeader.read(content);
    return new Held(
        block.id(),
        orEmpty(attributes.created()),
        new Content(
            key, bare(attributes.name(), key), Shape.BLOCK, read.subject(), read.html(), "", ""),
        read.version());
  }

  private static String bare(@Nullable String name, String key) {
    String end = " [" + key + "]";
    String whole = orEmpty(name);
    return whole.endsWith(end) ? whole.substring(0, whole.length() - end.length()) : whole;
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
