package io.espalier.amp.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The worked examples of "CORS in email" on amp.dev, and what the official middleware adds. */
class EmailCorsTest {
  private static final EmailCors CORS = new EmailCors(Set.of("sender@company.example"));
  private static final Optional<String> SENDER = Optional.of("sender@company.example");
  private static final Optional<String> ORIGIN = Optional.of("https://email.example");
  private static final Optional<String> NONE = Optional.empty();

  @Test
  void versionTwo() {
    EmailCors.Verdict verdict = CORS.judge(SENDER, NONE, NONE);
    assertEquals(200, verdict.status());
    assertEquals(Map.of("AMP-Email-Allow-Sender", "sender@company.example"), verdict.headers());
  }

  @Test
  void versionOne() {
    EmailCors.Verdict verdict = CORS.judge(NONE, ORIGIN, SENDER);
    assertEquals(200, verdict.status());
    assertEquals(
        Map.of(
            "Access-Control-Allow-Origin", "https://email.example",
            "AMP-Access-Control-Allow-Source-Origin", "sender@company.example",
            "Access-Control-Expose-Headers", "AMP-Access-Control-Allow-Source-Origin"),
        verdict.headers());
  }

  @Test
  void bothAreThereAndVersionTwoCounts() {
    EmailCors.Verdict verdict = CORS.judge(SENDER, ORIGIN, Optional.of("somebody@else.example"));
    assertEquals(200, verdict.status());
    assertEquals(Map.of("AMP-Email-Allow-Sender", "sender@company.example"), verdict.headers());
    assertEquals(403, CORS.judge(Optional.of("x@else.example"), ORIGIN, SENDER).status());
  }

  @Test
  void neitherIsThere() {
    assertEquals(403, CORS.judge(NONE, NONE, NONE).status());
    assertEquals(403, CORS.judge(NONE, ORIGIN, NONE).status());
  }

  @Test
  void aSourceOriginWithoutAnOriginIsNoRequest() {
    assertEquals(400, CORS.judge(NONE, NONE, SENDER).status());
  }

  @Test
  void sendersAreComparedWithoutRegardToCase() {
    EmailCors.Verdict verdict = CORS.judge(Optional.of("Sender@Company.example"), NONE, NONE);
    assertEquals("Sender@Company.example", verdict.headers().get("AMP-Email-Allow-Sender"));
  }

  @Test
  void strangersAndHeadersWithinHeadersAreRefused() {
    assertEquals(403, CORS.judge(Optional.of("*"), NONE, NONE).status());
    assertEquals(403, CORS.judge(Optional.of(""), NONE, NONE).status());
    assertEquals(
        403, CORS.judge(Optional.of("sender@company.example\r\nX: y"), NONE, NONE).status());
    assertEquals(403, CORS.judge(NONE, ORIGIN, Optional.of("*")).status());
    assertEquals(400, CORS.judge(NONE, Optional.of("https://a\nX: y"), SENDER).status());
  }
}
