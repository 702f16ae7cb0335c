package io.espalier.contract;

import io.espalier.model.Attribute;
import io.espalier.model.Consent;
import io.espalier.model.EmailAddress;
import io.espalier.model.ProfileKey;
import io.espalier.model.Segment;
import io.espalier.model.Value;
import io.espalier.model.ValueType;
import io.espalier.spi.Change;
import io.espalier.spi.ConsentGate;
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

  static Consent consent(Consent.State state, Instant since) {
    return new Consent(Consent.EMAIL, state, since, "checkout", "box ticked");
  }

  static Change.SetConsent setConsent(int person, Consent.State state, Instant since) {
    return ConsentGate.pass(key(person), email(person), consent(state, since), null).orElseThrow();
  }
}
