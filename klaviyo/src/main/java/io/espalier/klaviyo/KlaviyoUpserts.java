package io.espalier.klaviyo;

import io.espalier.http.Answer;
import io.espalier.http.HttpStack;
import io.espalier.model.EmailAddress;
import io.espalier.model.ProfileKey;
import io.espalier.model.Value;
import io.espalier.spi.Change;
import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Profiles: in bulk where that can say it, singly where a field is to be cleared. */
final class KlaviyoUpserts {
  private final HttpStack http;
  private final KlaviyoApi api;
  private final KlaviyoMapper mapper;
  private final KlaviyoImports imports;

  KlaviyoUpserts(HttpStack http, KlaviyoApi api, KlaviyoMapper mapper, KlaviyoImports imports) {
    this.http = http;
    this.api = api;
    this.mapper = mapper;
    this.imports = imports;
  }

  /** The rows of one person, merged: a job keeps one of two rows with one address, any one. */
  private record Merged(
      EmailAddress email, ProfileKey key, Map<String, Value> values, List<Integer> positions) {}

  Outcome[] upsert(List<Change.Upsert> upserts) {
    Outcome[] outcomes = new Outcome[upserts.size()];
    List<KlaviyoImports.Row> rows = new ArrayList<>();
    for (Merged person : merge(upserts, outcomes)) {
      Change.Upsert whole =
          new Change.Upsert(
              person.key(),
              person.email(),
              person.values(),
              upserts.get(person.positions().get(0)).consent());
      if (KlaviyoMapper.clears(whole)) {
        Outcome outcome = clear(whole);
        person.positions().forEach(position -> outcomes[position] = outcome);
      } else {
        rows.add(
            KlaviyoImports.Row.of(
                mapper.attributes(whole.email(), whole.key(), whole.values()), person.positions()));
      }
    }
    imports.send(
        rows,
        Optional.empty(),
        (row, outcome) -> row.positions().forEach(position -> outcomes[position] = outcome));
    return outcomes;
  }

  private List<Merged> merge(List<Change.Upsert> upserts, Outcome[] outcomes) {
    Map<EmailAddress, Merged> byAddress = new LinkedHashMap<>();
    for (int i = 0; i < upserts.size(); i++) {
      Change.Upsert upsert = upserts.get(i);
      Optional<String> objection = mapper.objection(upsert);
      if (objection.isPresent()) {
        outcomes[i] = rejected(objection.get(), "");
        continue;
      }
      Merged person =
          byAddress.computeIfAbsent(
              upsert.email(),
              a -> new Merged(a, upsert.key(), new LinkedHashMap<>(), new ArrayList<>()));
      if (!person.key().equals(upsert.key())) {
        outcomes[i] =
            rejected(
                "the profiles '"
                    + person.key()
                    + "' and '"
                    + upsert.key()
                    + "' have the same e-mail address; Klaviyo keeps one profile an address",
                "merge the two in the source");
        continue;
      }
      person.values().putAll(upsert.values());
      person.positions().add(i);
    }
    return List.copyOf(byAddress.values());
  }

  /** Bulk imports ignore null, so a row that clears something goes alone and is proved at once. */
  private Outcome clear(Change.Upsert upsert) {
    String document = KlaviyoWire.json(mapper.clearing(upsert));
    Answer<?> answer = http.call(api.importOne(KlaviyoWire.body(document)));
    if (answer.failure().isEmpty()) {
      return Outcome.APPLIED;
    }
    Failure failure = answer.failure().get();
    if (answer.status() == 409) {
      return rejected(
          "Klaviyo keeps the e-mail address, phone number or key of '"
              + upsert.key()
              + "' in two profiles",
          "merge them in Klaviyo");
    }
    if (failure.kind() == FailureKind.INVALID || failure.kind() == FailureKind.MISSING_TARGET) {
      return new Outcome.Rejected(failure);
    }
    throw new EspException(failure);
  }

  private static Outcome rejected(String message, String mend) {
    return new Outcome.Rejected(new Failure(FailureKind.INVALID, message, mend));
  }
}
