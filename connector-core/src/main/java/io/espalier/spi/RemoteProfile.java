package io.espalier.spi;

import io.espalier.model.Consent;
import io.espalier.model.EmailAddress;
import io.espalier.model.ProfileKey;
import io.espalier.model.Value;
import java.util.Map;
import java.util.Optional;

/**
 * A person as an ESP holds one.
 *
 * @param key ours; empty for someone whom we did not put there
 * @param values by attribute name, for our own fields only
 * @param consent what the ESP believes; empty where the page does not tell
 */
public record RemoteProfile(
    EmailAddress email,
    Optional<ProfileKey> key,
    Map<String, Value> values,
    Optional<Consent.State> consent) {
  public RemoteProfile {
    values = Map.copyOf(values);
  }
}
