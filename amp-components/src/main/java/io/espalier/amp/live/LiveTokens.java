package io.espalier.amp.live;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Mints and checks the tokens in live emails' addresses. A token is opaque: its content is
 * encrypted and authenticated (AES-GCM, its nonce an HMAC of the content), so that it tells nothing
 * to whoever finds it, and the server needs no table of tokens.
 *
 * <p>Minting is a function: the same person, email, purpose and period give the same token, so that
 * a second sync has nothing to write. Each period of {@code life} begins for everybody at once, and
 * a token lives through the next one: at least {@code life}, at most twice.
 */
public final class LiveTokens {
  /** A client keeps showing the AMP part for 30 days (Gmail, November 2026). */
  public static final Duration SHORTEST_LIFE = Duration.ofDays(30);

  private static final int TAG_BITS = 128;
  private static final int LONGEST = 600;

  private final List<LiveKey> keys;
  private final Duration life;
  private final Predicate<String> revoked;

  /**
   * @param secrets the first one mints, all of them are taken: put a new one before the old one,
   *     and take the old one away when its last tokens have expired
   * @param life of a token at least
   * @param revoked says of a token's {@link #fingerprint} that it counts no more
   * @throws IllegalArgumentException where there is no secret, a short one, or a short life
   */
  public LiveTokens(List<String> secrets, Duration life, Predicate<String> revoked) {
    if (secrets.isEmpty() || secrets.stream().anyMatch(s -> s.length() < 32)) {
      throw new IllegalArgumentException("a live key has at least 32 characters");
    }
    if (life.compareTo(SHORTEST_LIFE) < 0) {
      throw new IllegalArgumentException("a live token lives at least 30 days");
    }
    this.keys = secrets.stream().map(LiveKey::new).toList();
    this.life = life;
    this.revoked = revoked;
  }

  /** Why a token is refused, in words fit for a log. */
  public enum Refusal {
    MISSING,
    /** Not made by any of the keys, or changed since. */
    FORGED,
    EXPIRED,
    /** Of another email, or for another purpose. */
    SWAPPED,
    REVOKED
  }

  /**
   * One check's result.
   *
   * @param token empty where it is refused
   * @param refusal empty where it is taken
   */
  public record Checked(java.util.Optional<LiveToken> token, java.util.Optional<Refusal> refusal) {}

  /** A token for a person, as it stands at this instant. */
  public String mint(String profile, String email, String purpose, Instant now) {
    long period = Math.floorDiv(now.getEpochSecond(), life.toSeconds());
    Instant expires = Instant.ofEpochSecond((period + 2) * life.toSeconds());
    return seal(keys.get(0), new LiveToken(profile, email, purpose, expires));
  }

  /** Takes a token for one email and purpose, or says why not. */
  public Checked check(String text, String email, String purpose, Instant now) {
    if (text.isEmpty()) {
      return refused(Refusal.MISSING);
    }
    java.util.Optional<LiveToken> opened = open(text);
    if (opened.isEmpty()) {
      return refused(Refusal.FORGED);
    }
    LiveToken token = opened.get();
    if (!token.email().equals(email) || !token.purpose().equals(purpose)) {
      return refused(Refusal.SWAPPED);
    }
    if (!now.isBefore(token.expires())) {
      return refused(Refusal.EXPIRED);
    }
    if (revoked.test(fingerprint(token))) {
      return refused(Refusal.REVOKED);
    }
    return new Checked(opened, java.util.Optional.empty());
  }

  private static Checked refused(Refusal why) {
    return new Checked(java.util.Optional.empty(), java.util.Optional.of(why));
  }

  /**
   * What a revocation names: a digest of person and email, the same for every purpose, period and
   * key.
   */
  public static String fingerprint(LiveToken token) {
    return fingerprint(token.profile(), token.email());
  }

  /** The same, of a person and an email. */
  public static String fingerprint(String profile, String email) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update((email.length() + ":" + email).getBytes(StandardCharsets.UTF_8));
      byte[] hash = digest.digest(profile.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String seal(LiveKey key, LiveToken token) {
    byte[] content = content(token);
    byte[] nonce = key.nonce(content);
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(Cipher.ENCRYPT_MODE, key.cipher(), new GCMParameterSpec(TAG_BITS, nonce));
      byte[] sealed = cipher.doFinal(content);
      ByteBuffer all = ByteBuffer.allocate(1 + nonce.length + sealed.length);
      all.put(key.id()).put(nonce).put(sealed);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(all.array());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has AES-GCM", e);
    }
  }

  private java.util.Optional<LiveToken> open(String text) {
    byte[] all;
    try {
      if (text.length() > LONGEST) {
        return java.util.Optional.empty();
      }
      all = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return java.util.Optional.empty();
    }
    if (all.length < 1 + 12 + TAG_BITS / 8
        // One token has one spelling: unused bits of the last letter are zero.
        || !Base64.getUrlEncoder().withoutPadding().encodeToString(all).equals(text)) {
      return java.util.Optional.empty();
    }
    byte[] nonce = Arrays.copyOfRange(all, 1, 13);
    for (LiveKey key : keys) {
      if (key.id() != all[0]) {
        continue;
      }
      try {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.DECRYPT_MODE, key.cipher(), new GCMParameterSpec(TAG_BITS, nonce));
        byte[] content = cipher.doFinal(all, 13, all.length - 13);
        if (MessageDigest.isEqual(nonce, key.nonce(content))) {
          return java.util.Optional.of(token(content));
        }
      } catch (GeneralSecurityException e) {
        // Of another key with the same first byte, or forged; the cipher compares in constant time.
        continue;
      }
    }
    return java.util.Optional.empty();
  }

  private static byte[] content(LiveToken token) {
    byte[] profile = token.profile().getBytes(StandardCharsets.UTF_8);
    byte[] email = token.email().getBytes(StandardCharsets.UTF_8);
    byte[] purpose = token.purpose().getBytes(StandardCharsets.UTF_8);
    if (profile.length > 255 || email.length > 60 || purpose.length > 60) {
      throw new IllegalArgumentException("a key, an email's or a block's name is too long");
    }
    ByteBuffer buffer = ByteBuffer.allocate(4 + 2 + email.length + purpose.length + profile.length);
    buffer.putInt((int) (token.expires().getEpochSecond() / 60));
    buffer.put((byte) email.length).put(email).put((byte) purpose.length).put(purpose);
    return buffer.put(profile).array();
  }

  private static LiveToken token(byte[] content) {
    ByteBuffer buffer = ByteBuffer.wrap(content);
    Instant expires = Instant.ofEpochSecond(Integer.toUnsignedLong(buffer.getInt()) * 60);
    String email = text(buffer, Byte.toUnsignedInt(buffer.get()));
    String purpose = text(buffer, Byte.toUnsignedInt(buffer.get()));
    return new LiveToken(text(buffer, buffer.remaining()), email, purpose, expires);
  }

  private static String text(ByteBuffer buffer, int length) {
    byte[] bytes = new byte[length];
    buffer.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
