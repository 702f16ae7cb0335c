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
import io.espalier.spi.Outcome;
import io.espalier.template.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private @Nullable Map<String, MailchimpWire.MergeField> known;
  private int limit = USUAL_LIMIT;

  MailchimpFields(FieldMap fields, HttpStack http, MailchimpApi api, MailchimpAudience audience) {
    this.fields = fields;
    this.http = http;
    this.api = api;
    this.audience = audience;
  }

  synchronized List<Outcome> define(List<Change.DefineField> rows) {
    Map<String, MailchimpWire.MergeField> there = withKeyField(load());
    List<Outcome> outcomes = new ArrayList<>();
    for (Change.DefineField row : rows) {
      outcomes.add(define(row.attribute(), there));
    }
    return outcomes;
  }

  private Outcome define(Attribute attribute, Map<String, MailchimpWire.MergeField> there) {
    Optional<Field> field = fields.field(attribute.name());
    if (field.isEmpty()) {
      return rejected(
          FailureKind.UNSUPPORTED,
          "the attribute '" + attribute.name() + "' has no name in Mailchimp",
          "run espalier check");
    }
    String tag = field.get().vendorName();
    String type = MailchimpMapper.fieldType(attribute.type());
    MailchimpWire.MergeField held = there.get(tag);
    if (held == null) {
      return create(attribute, tag, type, there);
    }
    if (!held.type().equals(type)) {
      return rejected(
          FailureKind.UNSUPPORTED,
          "the field %s of the audience is of type %s, and '%s' needs %s; a field's type cannot be changed"
              .formatted(tag, held.type(), attribute.name(), type),
          "give '%s' another name for mailchimp, or delete the field %s in Mailchimp"
              .formatted(attribute.name(), tag));
    }
    // A label that nobody chose is no reason to rename a marketer's own field.
    boolean chosen = !attribute.label().equals(attribute.name());
    if (chosen && !attribute.label().equals(held.name())) {
      Answer<MailchimpWire.MergeField> renamed =
          http.call(
              api.renameMergeField(
                  audience.id(), held.id(), new MailchimpWire.Name(attribute.label())));
      if (renamed.failure().isPresent()) {
        return refused(renamed.failure().get());
      }
      there.put(tag, renamed.require());
    }
    return new Outcome.Applied(Long.toString(held.id()));
  }

  private Outcome create(
      Attribute attribute, String tag, String type, Map<String, MailchimpWire.MergeField> there) {
    if (there.size() >= limit) {
      return rejected(
          FailureKind.UNSUPPORTED,
          "the audience holds %d fields of the %d that Mailchimp allows, so there is no room for '%s' (%s)"
              .formatted(there.size(), limit, attribute.name(), tag),
          "send fewer attributes to mailchimp, or delete fields there that nobody uses");
    }
    Answer<MailchimpWire.MergeField> made =
        create(new MailchimpWire.NewMergeField(tag, attribute.label(), type, false, false));
    if (made.failure().isPresent()) {
      return refused(made.failure().get());
    }
    there.put(tag, made.require());
    return new Outcome.Applied(Long.toString(made.require().id()));
  }

  /** Makes sure that our key has its field; called before people are sent. */
  synchronized void defineKeyField() {
    withKeyField(known == null ? load() : known);
  }

  private Map<String, MailchimpWire.MergeField> withKeyField(
      Map<String, MailchimpWire.MergeField> there) {
    if (!there.containsKey(MailchimpNames.KEY_TAG)) {
      if (there.size() >= limit) {
        throw new EspException(
            new Failure(
                FailureKind.UNSUPPORTED,
                "the audience holds all %d fields that Mailchimp allows, so there is no room for %s, which keeps our key"
                    .formatted(limit, MailchimpNames.KEY_TAG),
                "delete a field in Mailchimp that nobody uses"));
      }
      there.put(
          MailchimpNames.KEY_TAG,
          create(
                  new MailchimpWire.NewMergeField(
                      MailchimpNames.KEY_TAG, KEY_LABEL, "text", false, false))
              .require());
    }
    return there;
  }

  private Answer<MailchimpWire.MergeField> create(MailchimpWire.NewMergeField field) {
    Answer<MailchimpWire.MergeField> answer =
        Creation.of(
            () -> http.call(api.createMergeField(audience.id(), field)),
            () -> Optional.ofNullable(load().get(field.tag())));
    if (known != null && answer.failure().isEmpty()) {
      known.put(field.tag(), answer.require());
    }
    return answer;
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
    known = byTag;
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
