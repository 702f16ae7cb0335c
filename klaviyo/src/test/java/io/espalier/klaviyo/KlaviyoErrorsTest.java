package io.espalier.klaviyo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;

class KlaviyoErrorsTest {
  private final KlaviyoErrors errors = new KlaviyoErrors("the environment variable K");

  private Failure read(int status, String body) {
    return errors.read(status, Headers.of(), body);
  }

  private static String error(String code, String detail, String pointer) {
    return "{\"errors\":[{\"id\":\"1\",\"status\":400,\"code\":\""
        + code
        + "\",\"title\":\"Invalid input.\",\"detail\":\""
        + detail
        + "\",\"source\":{\"pointer\":\""
        + pointer
        + "\"}}]}";
  }

  @Test
  void refusedKeyNamesItsSettingWhicheverStatusItComesWith() {
    String body = error("authentication_failed", "Incorrect authentication credentials.", "/data/");
    assertEquals(
        "Klaviyo refused the API key given by the environment variable K",
        read(401, body).message());
    assertEquals(FailureKind.AUTH, read(400, body).kind());
  }

  @Test
  void missingScopeIsNoWrongKey() {
    Failure failure = read(403, error("permission_denied", "You cannot do this.", "/data"));
    assertEquals(FailureKind.AUTH, failure.kind());
    assertEquals(
        "the Klaviyo API key given by the environment variable K lacks a permission: You cannot do"
            + " this.",
        failure.message());
  }

  @Test
  void pageFromAnEdgeServerIsTriedAgain() {
    assertEquals(FailureKind.TRANSIENT, read(403, "<html>challenge</html>").kind());
    assertEquals(FailureKind.TRANSIENT, read(524, "").kind());
    assertEquals(
        "Klaviyo answered with status 400 and something unreadable: z***@e***.net",
        read(400, "<p>zoe@example.net</p>").message());
  }

  @Test
  void deadRevisionIsNoMissingTarget() {
    assertEquals(
        FailureKind.PROTOCOL,
        read(404, error("not_found", "No valid revisions found for method", "")).kind());
    assertEquals(
        FailureKind.MISSING_TARGET, read(404, error("not_found", "No such list", "")).kind());
  }

  @Test
  void refusalHoldsNoAddress() {
    assertEquals(
        "Klaviyo refused: Invalid email z***@e***.net",
        read(400, error("invalid", "Invalid email zoe@example.net", "/data")).message());
  }

  @Test
  void pointersNameRowsAndFields() {
    var rows =
        KlaviyoErrors.rows(
            error(
                "invalid",
                "Invalid phone number",
                "/data/attributes/profiles/data/37/attributes/phone_number"));
    assertEquals(1, rows.size());
    assertEquals(
        "Klaviyo refused the profile's phone_number: Invalid phone number", rows.get(37).message());
    assertTrue(KlaviyoErrors.rows("<html>").isEmpty());
    assertTrue(KlaviyoErrors.blamesList(error("invalid", "x", "/data/relationships/lists/data/0")));
  }
}
