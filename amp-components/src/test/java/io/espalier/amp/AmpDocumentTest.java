package io.espalier.amp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.rule.Issue;
import java.util.List;
import org.junit.jupiter.api.Test;

class AmpDocumentTest {

  @Test
  void theSkeletonIsWhole() {
    String html = new AmpDocument("a.amp", "en", "p { color: #000 }", "<p>Hello</p>").html();
    assertEquals(
        """
        <!doctype html>
        <html ⚡4email data-css-strict lang="en">
        <head>
        <meta charset="utf-8">
        <script async src="https://cdn.ampproject.org/v0.js"></script>
        <style amp4email-boilerplate>body{visibility:hidden}</style>
        <style amp-custom>p { color: #000 }</style>
        </head>
        <body>
        <p>Hello</p>
        </body>
        </html>
        """,
        html);
  }

  @Test
  void scriptsAreThoseOfTheComponentsUsed() {
    String body =
        """
        <amp-list layout="fixed-height" height="90" src="https://live.example.net/a">
        <template type="amp-mustache"><div>{{title}}</div></template></amp-list>
        <p data-amp-bind-text="x">0</p>""";
    String html = new AmpDocument("a.amp", "en", "", body).html();
    for (String used : List.of("amp-list-0.1", "amp-mustache-0.2", "amp-bind-0.1")) {
      assertTrue(html.contains("https://cdn.ampproject.org/v0/" + used + ".js"), used);
    }
    assertTrue(html.contains("custom-template=\"amp-mustache\""));
    assertFalse(html.contains("amp-form"));
    assertFalse(html.contains("amp-custom"), "no empty style sheet");
  }

  @Test
  void atTheLimitsAllIsWellAndOneByteMoreIsNot() {
    int around = bytes(document("", "").html());
    assertEquals(List.of(), errors(document("", "x".repeat(AmpDocument.MAX_BYTES - around))));
    assertEquals(
        List.of(
            "a.amp: error: the document has 200,001 bytes, more than 200,000\n"
                + "  take out what it can do without"),
        errors(document("", "x".repeat(AmpDocument.MAX_BYTES - around + 1))));
    String style = "<p style=\"" + "a".repeat(1_000) + "\">x</p>";
    assertEquals(List.of(), errors(document("b".repeat(74_000), style)));
    assertEquals(
        List.of(
            "a.amp: error: the CSS has 75,001 bytes, more than 75,000\n"
                + "  inline styles count too"),
        errors(document("b".repeat(74_001), style)));
    assertEquals(
        List.of("a.amp: error: an inline style has 1,001 bytes, more than 1,000\n  use a class"),
        errors(document("", "<p style='" + "a".repeat(1_001) + "'>x</p>")));
  }

  @Test
  void componentsThatAreNotForEmailAreNamed() {
    assertEquals(
        List.of("a.amp: error: <amp-lisst> is not for email\n  did you mean 'amp-list'?"),
        errors(document("", "<amp-lisst></amp-lisst>")));
  }

  private static AmpDocument document(String css, String body) {
    return new AmpDocument("a.amp", "en", css, body);
  }

  private static List<String> errors(AmpDocument document) {
    return document.issues().stream()
        .filter(i -> i.severity() == Issue.Severity.ERROR)
        .map(Issue::display)
        .toList();
  }

  private static int bytes(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
  }
}
