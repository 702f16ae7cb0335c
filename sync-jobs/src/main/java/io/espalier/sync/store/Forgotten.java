package io.espalier.sync.store;

import io.espalier.model.Consent;
import io.espalier.model.EmailAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/**
 * Who was erased, as keyed hashes: tells whether an address or a key is one of theirs, without the
 * store. Used by one thread.
 */
public final class Forgotten {
  private final byte[] innerPad;
  private final byte[] outerPad;
  private final Set<String> people;
  private final MessageDigest digest;

  private Forgotten(byte[] innerPad, byte[] outerPad, Set<String> people) {
    this.innerPad = innerPad;
    this.outerPad = outerPad;
    this.people = people;
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Empty where nobody was ever erased. */
  public static Optional<Forgotten> of(Engine engine) {
    Set<String> people = new HashSet<>();
    engine.each(
        "select person, profile from consent_statement where state = ?",
        row -> {
          for (int column = 1; column <= 2; column++) {
            Optional.ofNullable(row.getString(column)).ifPresent(people::add);
          }
        },
        Consent.State.ERASED.ordinal());
    return people.isEmpty()
        ? Optional.empty()
        : engine.first(
            "select hex(inner_pad), hex(outer_pad) from consent_key",
            row -> new Forgotten(bytes(row.getString(1)), bytes(row.getString(2)), people));
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  /** Whether a text is the address of somebody who was erased, however it is written. */
  public boolean isAddress(String text) {
    return EmailAddress.of(text).filter(address -> isHashed(address.address())).isPresent();
  }

  /** Whether a key was that of somebody who was erased. */
  public boolean isKey(String key) {
    return isHashed("key:" + key);
  }

  /** As the ledger's own SQL hashes: HMAC-SHA-256, its pads made once. */
  private boolean isHashed(String text) {
    digest.update(innerPad);
    byte[] inner = digest.digest(text.getBytes(StandardCharsets.UTF_8));
    digest.update(outerPad);
    return people.contains(HexFormat.of().formatHex(digest.digest(inner)));
  }
}
