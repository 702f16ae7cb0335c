package io.espalier.mailchimp;

import com.google.gson.JsonObject;
import io.espalier.http.Answer;
import io.espalier.http.Creation;
import io.espalier.http.HttpStack;
import io.espalier.model.Attribute;
import io.espalier.spi.Change;
import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.FieldMap;
import io.espalier.spi.Lanes;
import io.espalier.spi.Outcome;
import io.espalier.spi.Surroundings;
import io.espalier.template.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The audience's merge fields. A tag that is not there is ignored in silence, so we look first. */
final class MailchimpFields {
  /** Where the answer does not say. Source: API 3.0.91, example of {@code merge_field_limit}. */
  static final int USUAL_LIMIT = 30;

  private static final String KEY_LABEL = "Espalier key";

  private final FieldMap fields;
  private final HttpStack http;
  private final MailchimpApi api;
  private final MailchimpAudience audience;
  private final Surroundings.Sleeper sleeper;
  private @Nullable Map<String, MailchimpWire.MergeField> known;
  private volatile int limit = USUAL_LIMIT;

  MailchimpFields(
      FieldMap fields,
      HttpStack http,
      MailchimpApi api,
      MailchimpAudience audience,
      Surroundings.Sleeper sleeper) {
    this.fields = fields;
    this.http = http;
    this.api = api;
    this.audience = audience;
    this.sleeper = sleeper;
  }

  /** A field that is there now, or why not. */
  private record Made(MailchimpWire.@Nullable MergeField field, Outcome outcome) {
    static Made of(MailchimpWire.MergeField field) {
      return new Made(field, new Outcome.Applied(Long.toString(field.id())));
    }
  }

  /** Those that are not there are made side by side; who finds no room is told in their order. */
  synchronized List<Outcome> define(List<Change.DefineField> rows) {
    Map<String, MailchimpWire.MergeField> there = load();
    List<Supplier<Made>> tasks = new ArrayList<>();
    int taken = there.size();
    boolean noKey = !there.containsKey(MailchimpNames.KEY_TAG);
    if (noKey) {
      mustHaveRoomForKey(taken++);
      tasks.add(() -> Made.of(makeKeyField()));
    }
    for (Change.DefineField row : rows) {
      Attribute attribute = row.attribute();
      Optional<Field> field = fields.field(attribute.name());
      MailchimpWire.MergeField held = field.map(Field::vendorName).map(there::get).orElse(null);
      if (field.isEmpty()) {
        Outcome nameless = nameless(attribute);
        tasks.add(() -> new Made(null, nameless));
      } else if (held != null) {
        tasks.add(() -> adopt(attribute, held));
      } else if (taken >= limit) {
        Outcome noRoom = noRoom(attribute, field.get().vendorName(), taken);
        tasks.add(() -> new Made(null, noRoom));
      } else {
        taken++;
        tasks.add(() -> make(attribute, field.get().vendorName()));
      }
    }
    List<Made> made = Lanes.all(sleeper, MailchimpLanes.MOST, tasks);
    for (Made one : made) {
      if (one.field() != null) {
        there.put(one.field().tag(), one.field());
      }
    }
    known = there;
    return made.stream().skip(noKey ? 1 : 0).map(Made::outcome).toList();
  }

  private static Outcome nameless(Attribute attribute) {
    return rejected(
        FailureKind.UNSUPPORTED,
        "the attribute '" + attribute.name() + "' has no name in Mailchimp",
        "run espalier check");
  }

  private Outcome noRoom(Attribute attribute, String tag, int taken) {
    return rejected(
        FailureKind.UNSUPPORTED,
        "the audience holds %d fields of the %d that Mailchimp allows, so there is no room for '%s' (%s)"
            .formatted(taken, limit, attribute.name(), tag),
        "send fewer attributes to mailchimp, or delete fields there that nobody uses");
  }

  private Made adopt(Attribute attribute, MailchimpWire.MergeField held) {
    String type = MailchimpMapper.fieldType(attribute.type());
    if (!held.type().equals(type)) {
      return new Made(
          null,
          rejected(
              FailureKind.UNSUPPORTED,
              "the field %s of the audience is of type %s, and '%s' needs %s; a field's type cannot be changed"
                  .formatted(held.tag(), held.type(), attribute.name(), type),
              "give '%s' another name for mailchimp, or delete the field %s in Mailchimp"
                  .formatted(attribute.name(), held.tag())));
    }
    // A label that nobody chose is no reason to rename a marketer's own field.
    boolean chosen = !attribute.label().equals(attribute.name());
    if (chosen && !attribute.label().equals(held.name())) {
      return made(
          http.call(
              api.renameMergeField(
                  audience.id(), held.id(), new MailchimpWire.Name(attribute.label()))));
    }
    return Made.of(held);
  }

  private Made make(Attribute attribute, String tag) {
    String type = MailchimpMapper.fieldType(attribute.type());
    return made(
        create(new MailchimpWire.NewMergeField(tag, attribute.label(), type, false, false)));
  }

  private static Made made(Answer<MailchimpWire.MergeField> answer) {
    return answer
        .failure()
        .map(failure -> new Made(null, refused(failure)))
        .orElseGet(() -> Made.of(answer.require()));
  }

  /** Makes sure that our key has its field; called before people are sent. */
  synchronized void defineKeyField() {
    Map<String, MailchimpWire.MergeField> there = known == null ? load() : known;
    if (!there.containsKey(MailchimpNames.KEY_TAG)) {
      mustHaveRoomForKey(there.size());
      there.put(MailchimpNames.KEY_TAG, makeKeyField());
    }
  }

  private void mustHaveRoomForKey(int taken) {
    if (taken >= limit) {
      throw new EspException(
          new Failure(
              FailureKind.UNSUPPORTED,
              "the audience holds all %d fields that Mailchimp allows, so there is no room for %s, which keeps our key"
                  .formatted(limit, MailchimpNames.KEY_TAG),
              "delete a field in Mailchimp that nobody uses"));
    }
  }

  private MailchimpWire.MergeField makeKeyField() {
    return create(
            new MailchimpWire.NewMergeField(
                MailchimpNames.KEY_TAG, KEY_LABEL, "text", false, false))
        .require();
  }

  private Answer<MailchimpWire.MergeField> create(MailchimpWire.NewMergeField field) {
    return Creation.of(
        () -> http.call(api.createMergeField(audience.id(), field)),
        () -> Optional.ofNullable(read().get(field.tag())));
  }

  /** Why these values cannot be kept: a field that is not there; empty where all are. */
  synchronized Optional<Failure> missing(JsonObject mergeFields) {
    Map<String, MailchimpWire.MergeField> there = known == null ? load() : known;
    for (String tag : mergeFields.keySet()) {
      if (!there.containsKey(tag)) {
        return Optional.of(missing(tag));
      }
    }
    return Optional.empty();
  }

  private static Failure missing(String tag) {
    return new Failure(
        FailureKind.MISSING_TARGET,
        "the audience has no field " + tag,
        "run the sync again: it defines its fields first");
  }

  /** What a value's absence from an answer means, for a field that was there when we looked. */
  synchronized Failure unkept(String tag, @Nullable JsonObject held) {
    if (held == null || !held.has(tag)) {
      return missing(tag);
    }
    return Failure.of(
        FailureKind.INVALID,
        "Mailchimp keeps another value than was sent in the field '"
            + fields.attribute(tag).map(Attribute::name).orElse(tag)
            + "' ("
            + tag
            + ")");
  }

  private Map<String, MailchimpWire.MergeField> load() {
    Map<String, MailchimpWire.MergeField> there = read();
    known = there;
    return there;
  }

  private Map<String, MailchimpWire.MergeField> read() {
    Map<String, MailchimpWire.MergeField> byTag = new HashMap<>();
    String list = audience.id();
    Pages.all(
            offset -> {
              MailchimpWire.MergeFields page =
                  http.call(api.mergeFields(list, Pages.SIZE, offset)).require();
              limit = page.limit() == null ? USUAL_LIMIT : page.limit();
              return page;
            },
            page -> MailchimpWire.list(page.fields()),
            MailchimpWire.MergeFields::total)
        .forEach(field -> byTag.put(field.tag(), field));
    return byTag;
  }

  private static Outcome rejected(FailureKind kind, String message, String mend) {
    return new Outcome.Rejected(new Failure(kind, message, mend));
  }

  /** One field's refusal stays its own; trouble with the whole connection is everybody's. */
  private static Outcome refused(Failure failure) {
    if (failure.kind() == FailureKind.INVALID || failure.kind() == FailureKind.UNSUPPORTED) {
      return new Outcome.Rejected(failure);
    }
    throw new EspException(failure);
  }
}
