package io.espalier.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactionTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "ada@example.net is taken, a***@e***.net is taken",
        "'ada@example.net' twice: ada@example.net, '***@e***.net' twice: a***@e***.net",
        "<ADA@EXAMPLE.CO.UK>, <A***@E***.UK>",
        "møller@bücher.example, m***@b***.example",
        "a!#$&b@example.net, a***@e***.net",
        "mailto:ada@example.net?x=1, mailto:a***@e***.net?x=1",
        "/members/62eecc79fa5d38aac69a8d2b2f6a1f3c/tags, /members/<hash>/tags",
        "pk_0123456789abcdef0123456789abcdef01, pk_<hash>",
        "0b5a0f2e-7f1c-4d55-9d40-6a1c9f0e1a2b, 0b5a0f2e-7f1c-4d55-9d40-6a1c9f0e1a2b",
        "no address here @ all, no address here @ all"
      })
  void addressesAndHashesAreMaskedAndNothingElseIs(String text, String masked) {
    assertEquals(masked, Redaction.text(text));
  }

  @Test
  void aLongBodyIsReadInOneGo() {
    String long_ = "a1".repeat(500_000);
    assertTimeout(Duration.ofSeconds(5), () -> Redaction.text(long_));
    assertTimeout(Duration.ofSeconds(5), () -> Redaction.firstWords("<".repeat(500_000)));
    assertTimeout(Duration.ofSeconds(5), () -> Redaction.firstWords(long_));
  }

  @Test
  void firstWordsAreOneShortLineWithoutMarkup() {
    assertEquals(
        "502 Bad Gateway nginx",
        Redaction.firstWords(
            "<html>\r\n<head><script>var key='x';</script><title>502 Bad Gateway</title></head>"
                + "<!-- a\n --><body>nginx</body></html>"));
    assertEquals(61, Redaction.firstWords("word ".repeat(100)).length());
    assertTrue(Redaction.firstWords("word ".repeat(100)).endsWith("…"));
    assertEquals("", Redaction.firstWords(" \n"));
  }

  @Test
  void firstWordsHideWhatCouldBeAKey() {
    assertEquals(
        "client <hidden> of extraordinarilyLongWord",
        Redaction.firstWords("client kq9TzWm2xV8rLp4nYb6cHd1f of extraordinarilyLongWord"));
  }
}
