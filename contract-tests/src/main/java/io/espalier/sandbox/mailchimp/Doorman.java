package io.espalier.sandbox.mailchimp;

import io.espalier.sandbox.Exchange;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Lets in who shows the account's key: Basic with any user, Bearer, or {@code ?apikey=}. */
record Doorman(Account account) {

  void check(Exchange exchange) {
    String key = key(exchange);
    if (key.isEmpty()) {
      throw Refusal.of(401, "API Key Missing", "Your request did not include an API key.");
    }
    boolean token =
        exchange.header("Authorization").orElse("").regionMatches(true, 0, "Bearer ", 0, 7)
            && key.equals(account.keyStem);
    if (token || key.equals(account.apiKey())) {
      standing(exchange);
      return;
    }
    int dash = key.lastIndexOf('-');
    if (dash > 0 && key.substring(0, dash).equals(account.keyStem)) {
      throw Refusal.of(
          403,
          "Forbidden",
          "The API key provided is linked to datacenter '" + Account.DATACENTER + "'");
    }
    throw Refusal.of(
        401,
        "API Key Invalid",
        "Your API key may be invalid, or you've attempted to access the wrong datacenter.");
  }

  /** An account that the vendor has closed, or whose writes it has stopped for a review. */
  private void standing(Exchange exchange) {
    if (account.standing == Account.Standing.USER_DISABLED) {
      throw Refusal.of(403, "User Disabled", "This account has been disabled.");
    }
    if (account.standing == Account.Standing.METHODS_DISABLED && !exchange.method().equals("GET")) {
      throw Refusal.of(503, "Compliance Related", "This method has been disabled.");
    }
  }

  private static String key(Exchange exchange) {
    String header = exchange.header("Authorization").orElse("");
    if (header.regionMatches(true, 0, "Bearer ", 0, 7)) {
      return header.substring(7).trim();
    }
    if (header.regionMatches(true, 0, "Basic ", 0, 6)) {
      try {
        String pair =
            new String(
                Base64.getDecoder().decode(header.substring(6).trim()), StandardCharsets.UTF_8);
        return pair.substring(pair.indexOf(':') + 1);
      } catch (IllegalArgumentException notBase64) {
        return "unreadable";
      }
    }
    return exchange.parameter("apikey").orElse("");
  }
}
