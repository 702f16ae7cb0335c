package io.espalier.mailchimp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Settings;
import java.util.HashMap;
import java.util.Map;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MailchimpErrorsTest {
  private static final String KEY = "0123456789abcdef-us19";

  private final MailchimpErrors errors =
      new MailchimpErrors(MailchimpSettings.of(settings(KEY, null)));

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "401;{\"title\":\"API Key Invalid\",\"detail\":\"d\"};AUTH",
        "403;{\"title\":\"Forbidden\",\"detail\":\"d\"};AUTH",
        "403;'';RATE_LIMITED",
        "404;{\"title\":\"Resource Not Found\",\"detail\":\"d\"};MISSING_TARGET",
        "404;'';TRANSIENT",
        "429;{\"title\":\"Too Many Requests\"};RATE_LIMITED",
        "500;{\"title\":\"Internal Server Error\"};TRANSIENT",
        "503;{\"title\":\"Compliance Related\",\"detail\":\"This method has been disabled.\"};UNSUPPORTED",
        "503;{\"type\":\"akamai_error_message\",\"title\":\"akamai_503\"};TRANSIENT",
        "503;<html>busy</html>;TRANSIENT",
        "400;{\"title\":\"Invalid Resource\",\"detail\":\"d\"};INVALID",
        "302;<html>elsewhere</html>;PROTOCOL",
      })
  void everyRefusalHasItsConsequence(int status, String body, FailureKind kind) {
    assertEquals(kind, errors.read(status, Headers.of(), body).kind());
  }

  @Test
  void wrongDataCentreNamesTheSetting() {
    Failure failure =
        errors.read(
            403,
            Headers.of(),
            "{\"title\":\"Forbidden\",\"detail\":\"The API key provided is linked to datacenter 'us6'\"}");

    assertEquals(
        "Mailchimp does not let the API key given by the environment variable MC_KEY in: The API key provided is linked to datacenter 'us6'",
        failure.message());
  }

  @Test
  void addressInADetailIsMasked() {
    Failure failure =
        errors.read(
            400,
            Headers.of(),
            "{\"title\":\"Member Exists\",\"detail\":\"ada@example.net is already a list member.\"}");

    assertEquals("Mailchimp refused: a***@e***.net is already a list member.", failure.message());
  }

  @Test
  void fieldsAreNamed() {
    assertEquals(
        "Mailchimp refused field LTV: Please enter a number",
        errors
            .read(
                400,
                Headers.of(),
                "{\"title\":\"Invalid Resource\",\"detail\":\"Your merge fields were invalid.\","
                    + "\"errors\":[{\"field\":\"LTV\",\"message\":\"Please enter a number\"}]}")
            .message());
  }

  @Test
  void settingsAreCheckedBeforeAnyCall() {
    assertEquals(
        "the setting api_key is not given",
        refused(new Settings(Map.of("audience", "A"), Map.of())));
    assertEquals(
        "the API key given by the environment variable MC_KEY does not end in a data centre",
        refused(settings("abc", null)));
    assertEquals(
        "the setting 'base_url' would send the API key in the clear to api.example.net",
        refused(settings(KEY, "http://api.example.net")));
    assertEquals(
        "https://us19.api.mailchimp.com/",
        MailchimpSettings.of(settings(KEY, null)).base().toString());
    assertFalse(MailchimpSettings.of(settings(KEY, null)).toString().contains(KEY));
  }

  private static String refused(Settings settings) {
    return assertThrows(EspException.class, () -> MailchimpSettings.of(settings)).getMessage();
  }

  private static Settings settings(String key, String base) {
    Map<String, String> values = new HashMap<>(Map.of("api_key", key, "audience", "Customers"));
    if (base != null) {
      values.put("base_url", base);
    }
    return new Settings(values, Map.of("api_key", "MC_KEY"));
  }
}
