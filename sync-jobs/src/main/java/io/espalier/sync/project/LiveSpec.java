package io.espalier.sync.project;

import io.espalier.amp.live.LiveBlock;
import io.espalier.rule.Place;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code live.yaml} declares.
 *
 * @param server the live server's public address, https, without a slash at its end
 * @param senders the addresses that the emails come from
 * @param keys the secrets of the tokens, the minting one first; those that are not set are absent
 * @param keyVariables the names of the variables they come from
 * @param life of a token at least
 * @param accent a color, {@code #rrggbb}
 * @param currency behind every price; empty for none
 * @param emails email → the blocks that it uses
 */
public record LiveSpec(
    String server,
    Set<String> senders,
    List<String> keys,
    List<String> keyVariables,
    Duration life,
    String accent,
    String currency,
    Optional<Catalog> catalog,
    Map<String, LiveBlock> blocks,
    Map<String, Set<String>> emails,
    Place place) {

  /**
   * Where prices and stock come from.
   *
   * @param kind what {@code from} is
   * @param from a table's name, a query, or an address
   * @param key the column that names an item
   * @param timeout how long an email waits for it
   * @param fresh how long an answer counts as today's
   */
  public record Catalog(Kind kind, String from, String key, Duration timeout, Duration fresh) {
    /** Where a catalog is. */
    public enum Kind {
      TABLE,
      SQL,
      HTTP
    }
  }

  /** The blocks of one email, by name; none where it uses none. */
  public Set<String> blocksOf(String email) {
    return emails.getOrDefault(email, Set.of());
  }

  @Override
  public String toString() {
    return "LiveSpec[" + server + ", " + blocks.keySet() + "]";
  }
}
