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
  void whatAValidatorRefusesIsAnIssueOfTheFile() {
    assertEquals(List.of(), errors(document("p { color: red }", "<p style='color: red'>x</p>")));
    assertEquals(
        List.of(
            "a.amp:10:1: error: <amp-lisst> is not for email\n"
                + "  <amp-lisst></amp-lisst>\n  ^\n  AMP rule DISALLOWED_TAG"),
        errors(document("p { color: red }", "<amp-lisst></amp-lisst>")));
  }

  @Test
  void aboveTheOlderLimitThereIsAWarning() {
    List<Issue> issues = document("p { color: red }", "x".repeat(100_000)).issues();
    assertEquals(1, issues.size());
    assertEquals(Issue.Severity.WARNING, issues.get(0).severity());
    assertTrue(issues.get(0).message().endsWith("bytes, more than 100,000"));
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
}
