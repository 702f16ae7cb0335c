package io.espalier.amp.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.espalier.amp.AmpBody;
import io.espalier.amp.AmpBranches;
import io.espalier.amp.AmpDocument;
import io.espalier.amp.live.LiveBlock.Kind;
import io.espalier.amp.live.LiveBlock.Slot;
import io.espalier.amp.valid.OfficialValidator;
import io.espalier.rule.Issue;
import io.espalier.template.Context;
import io.espalier.template.Mustache;
import io.espalier.template.Template;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LiveModulesTest {
  private static final LiveModules MODULES = new LiveModules("https://live.example.net", "#20493f");
  private static final JsonElement DATA =
      JsonParser.parseString(
          """
          {"blocks": {"b": {"label": "L", "asof": "14:05", "filled": true, "empty": "None.", "total": "9 EUR",
            "until": "2026-12-19T18:00:00Z", "until_text": "Ends Saturday, 19 December, 18:00",
            "items": [
              {"key": "k1", "title": "A \\"B\\" <c>", "price": "1", "note": "n", "quantity": 2,
               "image": "https://example.net/a.png", "link": "https://example.net/a"},
              {"key": "k2", "title": "D", "price": "2", "note": "m", "quantity": 1,
               "image": "https://example.net/d.png", "link": "https://example.net/d"}]}}}""");

  /** Every kind, with all that an item may show, and with a title alone. */
  static Stream<LiveBlock> blocks() {
    List<LiveBlock> blocks = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      Map<Slot, String> all = new EnumMap<>(Slot.class);
      for (Slot slot : Slot.values()) {
        all.put(slot, slot.word());
      }
      blocks.add(block(kind, all));
      blocks.add(block(kind, Map.of(Slot.TITLE, "name")));
    }
    return blocks.stream();
  }

  static LiveBlock block(Kind kind, Map<Slot, String> columns) {
    LiveBlock.Question.Type[] types = LiveBlock.Question.Type.values();
    List<LiveBlock.Question> questions =
        Stream.of(types)
            .map(
                t ->
                    new LiveBlock.Question(
                        "q" + t.ordinal(),
                        "Ask \"it\" <b>",
                        t,
                        List.of("A", "B&C"),
                        t == LiveBlock.Question.Type.OPT_OUT
                            ? Optional.empty()
                            : Optional.of("v" + t.ordinal())))
            .toList();
    Optional<LiveBlock.Form> form =
        kind == Kind.FORM || kind == Kind.SELECTOR
            ? Optional.of(new LiveBlock.Form(questions, "Send", "Thanks", false))
            : Optional.empty();
    return new LiveBlock(
        "b",
        kind,
        "Title & more",
        new Template.Text("Say \"this\" & that", Context.PLAIN),
        "https://example.net/shop?a=1&b=2",
        "See it now",
        Optional.of("keys"),
        columns,
        3,
        "None.",
        Optional.of("until"),
        form);
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void everyModuleIsTakenByAMailClientAndSaysWhatItsHtmlSays(LiveBlock block) {
    Template amp = AmpBody.document(MODULES.amp(block, "mail"), "en", MODULES.css());
    Template html =
        new Template.Sequence(
            List.of(
                new Template.Text("<html><body>", Context.HTML),
                MODULES.html(block, "mail"),
                new Template.Text("</body></html>", Context.HTML)));
    assertEquals(
        List.of(), AmpBranches.check("mail.amp", amp, html).stream().map(Issue::display).toList());
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void whatTheMailClientMakesOfItIsValidToo(LiveBlock block) {
    String made = made(block);
    List<String> errors =
        AmpDocument.issues("made.amp", made).stream()
            .filter(i -> i.severity() == Issue.Severity.ERROR)
            .map(Issue::message)
            // Only templates use mustache, and there is none left.
            .filter(m -> !m.contains("amp-mustache is not used"))
            .toList();
    assertEquals(List.of(), errors, made);
    assertFalse(made.contains("{{"), made);
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void everyBlockHasItsStates(LiveBlock block) {
    String amp = text(MODULES.amp(block, "mail"));
    if (block.asks()) {
      for (String state : List.of("submitting", "submit-success", "submit-error")) {
        assertTrue(amp.contains("<div " + state), state);
      }
    }
    if (block.kind() != Kind.FORM) {
      assertTrue(amp.contains("<div placeholder"));
      assertTrue(amp.contains("<div fallback"));
      assertTrue(amp.contains("src=\"https://live.example.net/v1/live/mail?t="));
    }
  }

  @Test
  void whereTheOfficialValidatorIsPresentItTakesEveryModule(@TempDir Path scratch)
      throws Exception {
    Optional<Path> official = OfficialValidator.folder();
    org.junit.jupiter.api.Assumptions.assumeTrue(
        official.isPresent(), "ESPALIER_AMPHTML_VALIDATOR is not set: no second opinion");
    List<String> documents =
        blocks()
            .map(b -> text(AmpBody.document(MODULES.amp(b, "mail"), "en", MODULES.css())))
            .toList();
    List<TreeSet<String>> verdicts = OfficialValidator.judge(official.get(), scratch, documents);
    for (int i = 0; i < documents.size(); i++) {
      assertEquals(new TreeSet<>(), verdicts.get(i), documents.get(i));
    }
    System.out.println("official AMP validator takes all " + documents.size() + " modules");
  }

  private static String made(LiveBlock block) {
    String document = text(AmpBody.document(MODULES.amp(block, "mail"), "en", MODULES.css()));
    StringBuilder made = new StringBuilder();
    java.util.regex.Matcher template =
        java.util.regex.Pattern.compile("(?s)<template type=\"amp-mustache\">(.*?)</template>")
            .matcher(document);
    while (template.find()) {
      JsonElement data = DATA.getAsJsonObject().getAsJsonObject("blocks").get("b");
      template.appendReplacement(
          made,
          java.util.regex.Matcher.quoteReplacement(MustacheText.render(template.group(1), data)));
    }
    return template.appendTail(made).toString();
  }

  /** For nobody known: an output is empty. */
  private static String text(Template template) {
    StringBuilder text = new StringBuilder();
    append(template, text);
    return Mustache.show(text.toString(), tag -> tag);
  }

  private static void append(Template template, StringBuilder text) {
    if (template instanceof Template.Sequence s) {
      s.parts().forEach(part -> append(part, text));
    } else if (template instanceof Template.Text t) {
      text.append(t.copy());
    }
  }
}
