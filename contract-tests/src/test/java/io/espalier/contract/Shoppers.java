package io.espalier.contract;

import io.espalier.model.Attribute;
import io.espalier.model.Consent;
import io.espalier.model.EmailAddress;
import io.espalier.model.Event;
import io.espalier.model.ProfileKey;
import io.espalier.model.Segment;
import io.espalier.model.Value;
import io.espalier.model.ValueType;
import io.espalier.spi.Change;
import io.espalier.spi.ConsentGate;
import io.espalier.spi.Content;
import io.espalier.spi.NativeSegment;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The people, fields and segments that every adapter is tried with. */
final class Shoppers {
  static final List<Attribute> ATTRIBUTES =
      List.of(
          Attribute.of("favourite", ValueType.TEXT),
          Attribute.of("nickname", ValueType.TEXT),
          Attribute.of("spent_365d", ValueType.NUMBER),
          Attribute.of("vip", ValueType.BOOL),
          Attribute.of("birthday", ValueType.DATE),
          Attribute.of("last_order", ValueType.DATETIME),
          Attribute.of("skus", ValueType.LIST));

  private Shoppers() {}

  static ProfileKey key(int person) {
    return new ProfileKey("c-" + person);
  }

  static EmailAddress email(int person) {
    return new EmailAddress("shopper." + person + "@customers.example.net");
  }

  static Change.Upsert upsert(int person) {
    return upsert(person, Map.of());
  }

  static Change.Upsert upsert(int person, Map<String, Value> values) {
    return new Change.Upsert(key(person), email(person), values, Consent.unknown(Consent.EMAIL));
  }

  static Segment segment(String id, String name) {
    return new Segment(id, name, "", "marketing", 0, 1, "true", Optional.empty());
  }

  static Change join(Segment segment, int person) {
    return new Change.Join(segment, key(person), email(person));
  }

  static Change leave(Segment segment, int person) {
    return new Change.Leave(segment, key(person), email(person));
  }

  static Change.Track track(int person, String id) {
    return new Change.Track(
        key(person),
        email(person),
        new Event(
            "order",
            id,
            TrialClock.START.minusSeconds(60),
            Map.of("sku", Value.text("mark-" + id))));
  }

  static Content content(String html) {
    return new Content("welcome", "Welcome", Content.Shape.EMAIL, "Hello", html, "Hello", "");
  }

  /** One change of a kind. */
  static Change change(Change.Kind kind) {
    return switch (kind) {
      case DEFINE_FIELD -> new Change.DefineField(ATTRIBUTES.get(0));
      case DEFINE_SEGMENT -> new Change.DefineSegment(Contract.FANS);
      case UPSERT -> upsert(1);
      case SET_CONSENT -> setConsent(1, Consent.State.UNSUBSCRIBED, TrialClock.START);
      case LEAVE -> leave(Contract.FANS, 1);
      case JOIN -> join(Contract.FANS, 1);
      case TRACK -> track(1, "o-1");
      // No ESP's definition: what is asked is who knows the kind at all.
      case DEFINE_NATIVE ->
          new Change.DefineNative(
              Contract.FANS,
              new NativeSegment("{\"condition_groups\": [], \"conditions\": []}", ""),
              "");
      case RETIRE -> new Change.Retire(Contract.FANS, Change.Retire.Container.NATIVE, "");
      case PUBLISH -> new Change.Publish(content("<p>Hello</p>"), "");
      case ERASE -> new Change.Erase(key(1), email(1));
    };
  }

  static Consent consent(Consent.State state, Instant since) {
    return new Consent(Consent.EMAIL, state, since, "checkout", "box ticked");
  }

  static Change.SetConsent setConsent(int person, Consent.State state, Instant since) {
    return ConsentGate.pass(key(person), email(person), consent(state, since), null).orElseThrow();
  }
}
