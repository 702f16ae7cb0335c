package io.espalier.amp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.espalier.rule.Issue;
import io.espalier.rule.Place;
import io.espalier.rule.Rule;
import io.espalier.rule.RuleParser;
import io.espalier.template.Context;
import io.espalier.template.Template;
import java.util.List;
import org.junit.jupiter.api.Test;

class AmpBranchesTest {
  private static final String LIST =
      "<amp-list src=\"https://live.example.net/a\" layout=\"fixed-height\" height=\"9\" width=\"auto\"><div placeholder>x</div><template type=\"amp-mustache\"><p>x</p></template></amp-list>";

  @Test
  void aScriptStandsUnderTheConditionOfItsComponent() {
    Template body =
        sequence(
            choose("points > 5", html(LIST), html("<p>none</p>")),
            choose("points > 9", html(LIST), Template.EMPTY));
    Template amp = AmpBody.document(body, "en", "");
    assertEquals(List.of(), messages(amp, html("<p>none</p>")));
  }

  @Test
  void aBranchThatNoClientTakesIsNamed() {
    Template body =
        choose("points > 5", html("<img src=\"https://a.example/b.png\">"), html("<p>x</p>"));
    assertEquals(
        List.of("the AMP part where points > 5: <img> is not for email"),
        messages(AmpBody.document(body, "en", ""), html("<p>x</p>")));
  }

  @Test
  void whatOnlyOnePartSaysIsAnError() {
    Template amp = AmpBody.document(html("<p>189.00 EUR, 20% off</p>"), "en", "");
    assertEquals(
        List.of(
            "the AMP part says '189.00', the HTML part does not",
            "the HTML part says '198.00', the AMP part does not"),
        messages(amp, html("<p>198.00 EUR, 20% off</p>")));
    Template linked = AmpBody.document(html("<a href=\"https://a.example/x?u=1\">x</a>"), "en", "");
    assertEquals(
        List.of("the HTML part links https://a.example/y, the AMP part does not"),
        messages(
            linked,
            html(
                "<a href=\"https://a.example/x?u=2\">x</a><a href=\"https://a.example/y\">y</a>")));
  }

  @Test
  void anOutputThatOnlyOnePartShowsIsAnError() {
    Template output =
        new Template.Output(
            "points",
            io.espalier.model.ValueType.NUMBER,
            List.of(),
            java.util.Optional.empty(),
            Context.HTML,
            Place.file("x"));
    Template amp = AmpBody.document(sequence(html("<p>"), output, html("</p>")), "en", "");
    assertEquals(
        List.of("the AMP part says 'points', the HTML part does not"),
        messages(amp, html("<p>some</p>")));
  }

  private static List<String> messages(Template amp, Template body) {
    Template html = sequence(html("<html><body>"), body, html("</body></html>"));
    return AmpBranches.check("a.amp", amp, html).stream()
        .filter(i -> i.severity() == Issue.Severity.ERROR)
        .map(Issue::message)
        .toList();
  }

  private static Template sequence(Template... parts) {
    return new Template.Sequence(List.of(parts));
  }

  private static Template html(String copy) {
    return new Template.Text(copy, Context.HTML);
  }

  private static Template choose(String test, Template then, Template otherwise) {
    Rule rule = RuleParser.parse(test, io.espalier.rule.Origin.of("t", test)).value().orElseThrow();
    return new Template.Choose(
        List.of(new Template.Branch(rule, then, Place.file("t"))), otherwise);
  }
}
