package io.espalier.salesforcecrm;

import com.google.gson.JsonObject;
import io.espalier.spi.EspException;
import io.espalier.spi.Settings;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/**
 * The signed word of the app in the JWT bearer flow: RS256, valid for three minutes.
 *
 * <p>Source: help.salesforce.com sf.remoteaccess_oauth_jwt_flow, read 2026-11-27.
 */
final class Assertion {
  private static final Duration LIFE = Duration.ofMinutes(3);
  private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

  private Assertion() {}

  /**
   * Signs it.
   *
   * @param audience the org's address, without a slash at its end
   * @throws EspException where the key is none, naming where it came from
   */
  static String of(Settings settings, String audience, Instant now) {
    JsonObject head = new JsonObject();
    head.addProperty("alg", "RS256");
    JsonObject claims = new JsonObject();
    claims.addProperty("iss", settings.require("client_id"));
    claims.addProperty("sub", settings.require("username"));
    claims.addProperty("aud", audience);
    claims.addProperty("exp", now.plus(LIFE).getEpochSecond());
    String signed = part(head.toString()) + "." + part(claims.toString());
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key(settings.require("private_key")));
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + "." + URL.encodeToString(signature.sign());
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw EspException.auth(
          settings.source("private_key") + " holds no private key",
          "give an RSA key in PKCS#8: -----BEGIN PRIVATE KEY-----");
    }
  }

  private static String part(String json) {
    return URL.encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  private static PrivateKey key(String pem) throws GeneralSecurityException {
    String inner = pem.replaceAll("-----(BEGIN|END) PRIVATE KEY-----|\\\\n|\\s", "");
    return KeyFactory.getInstance("RSA")
        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(inner)));
  }
}
