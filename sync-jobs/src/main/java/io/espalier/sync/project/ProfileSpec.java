package io.espalier.sync.project;

import io.espalier.model.Attribute;
import io.espalier.rule.Operand;
import io.espalier.rule.Place;
import io.espalier.score.Score;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who a person is.
 *
 * @param from a model or a source with one row a person
 * @param attributes those that are columns, in the order declared
 * @param computed those that are aggregates
 * @param scores those that {@code scores.yaml} declares
 * @param identity how several tables become one; empty where there is one
 * @param minted tokens of live emails, one for each email, and one for each form in it
 * @param drift what is done about changes that somebody made inside an ESP
 */
public record ProfileSpec(
    ColumnRef from,
    ColumnRef key,
    ColumnRef email,
    ConsentSpec consent,
    List<Column> attributes,
    List<Computed> computed,
    List<Scored> scores,
    List<Minted> minted,
    Optional<IdentitySpec> identity,
    DriftSpec drift) {

  public record Column(Attribute attribute, ColumnRef column) {}

  public record Computed(Attribute attribute, Operand operand, Place place) {}

  public record Scored(Attribute attribute, Score score, Place place) {}

  /**
   * @param purpose of the token: {@link io.espalier.amp.live.LiveToken#VIEW}, or the form's name
   */
  public record Minted(Attribute attribute, String emailName, String purpose) {}

  ProfileSpec with(List<Scored> declared, List<Minted> tokens) {
    return new ProfileSpec(
        from, key, email, consent, attributes, computed, declared, tokens, identity, drift);
  }

  ProfileSpec with(IdentitySpec spec) {
    return new ProfileSpec(
        from, key, email, consent, attributes, computed, scores, minted, Optional.of(spec), drift);
  }

  /** All attributes in one map: columns first, tokens last. */
  public Map<String, Attribute> all() {
    Map<String, Attribute> all = new java.util.LinkedHashMap<>();
    attributes.forEach(c -> all.put(c.attribute().name(), c.attribute()));
    computed.forEach(c -> all.put(c.attribute().name(), c.attribute()));
    scores.forEach(s -> all.put(s.attribute().name(), s.attribute()));
    minted.forEach(m -> all.put(m.attribute().name(), m.attribute()));
    return all;
  }
}
