package io.espalier.sync.project;

import io.espalier.model.Consent;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * How the e-mail consent of each person is known.
 *
 * @param states what the state column's texts mean, in lower case
 * @param neverSent who is withheld whatever the consent
 * @param at the same instant for all, where no column says it
 */
public record ConsentSpec(
    Optional<Consent.State> state,
    Optional<ColumnRef> stateColumn,
    Map<String, Consent.State> states,
    Optional<Instant> at,
    Optional<ColumnRef> atColumn,
    Optional<String> source,
    Optional<ColumnRef> sourceColumn,
    Optional<String> evidence,
    Optional<ColumnRef> evidenceColumn,
    NeverSent neverSent) {

  static ConsentSpec unknown() {
    return new ConsentSpec(
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        NeverSent.usual());
  }

  ConsentSpec with(NeverSent other) {
    return new ConsentSpec(
        state,
        stateColumn,
        states,
        at,
        atColumn,
        source,
        sourceColumn,
        evidence,
        evidenceColumn,
        other);
  }
}
