package io.espalier.amp.live;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * One secret, and the keys made of it: one to encrypt, one to make nonces, and a byte to tell it
 * from others without showing any of it.
 */
final class LiveKey {
  private final SecretKeySpec cipher;
  private final SecretKeySpec nonces;
  private final byte id;

  /**
   * @param secret at least 32 characters of chance
   */
  LiveKey(String secret) {
    SecretKeySpec root = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
    this.cipher = new SecretKeySpec(hmac(root, "espalier live cipher"), "AES");
    this.nonces = new SecretKeySpec(hmac(root, "espalier live nonce"), "HmacSHA256");
    this.id = hmac(root, "espalier live id")[0];
  }

  SecretKeySpec cipher() {
    return cipher;
  }

  byte id() {
    return id;
  }

  /** The same content has the same nonce, another one another: no nonce is used for two. */
  byte[] nonce(byte[] content) {
    return Arrays.copyOf(mac(nonces, content), 12);
  }

  private static byte[] hmac(SecretKeySpec key, String text) {
    return mac(key, text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] mac(SecretKeySpec key, byte[] content) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac.doFinal(content);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }

  @Override
  public String toString() {
    return "LiveKey[…]";
  }
}
