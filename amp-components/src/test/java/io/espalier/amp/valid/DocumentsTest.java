package io.espalier.amp.valid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** A wrong document of each kind is refused where, and for what, the official validator does it. */
class DocumentsTest {
  private record Example(String html, TreeSet<String> verdict) {}

  @TestFactory
  Stream<DynamicTest> eachIsJudgedAsTheOfficialValidatorJudgesIt() throws IOException {
    return examples().entrySet().stream()
        .map(
            example ->
                DynamicTest.dynamicTest(
                    example.getKey(),
                    () ->
                        assertEquals(
                            String.join("\n", example.getValue().verdict()),
                            String.join("\n", Verdicts.ours(example.getValue().html())))));
  }

  @Test
  void whereTheOfficialValidatorIsPresentItSaysTheSame(@TempDir Path scratch) throws Exception {
    Optional<Path> official = OfficialValidator.folder();
    assumeTrue(official.isPresent(), "ESPALIER_AMPHTML_VALIDATOR is not set: no second opinion");
    List<String> documents = examples().values().stream().map(Example::html).toList();
    List<TreeSet<String>> verdicts = OfficialValidator.judge(official.get(), scratch, documents);
    for (int i = 0; i < documents.size(); i++) {
      assertEquals(verdicts.get(i), Verdicts.ours(documents.get(i)), documents.get(i));
    }
    System.out.println("official AMP validator asked: " + documents.size() + " documents agree");
  }

  @Test
  void theSizesAreCountedInBytes() {
    String around = document("", "");
    int left = 200_000 - around.getBytes(StandardCharsets.UTF_8).length;
    assertEquals("[]", Verdicts.ours(document("", "x".repeat(left))).toString());
    assertEquals(
        "[12:0 DOCUMENT_SIZE_LIMIT_EXCEEDED]",
        Verdicts.ours(document("", "x".repeat(left + 1))).toString());
    assertEquals("[]", Verdicts.ours(document("p{}" + " ".repeat(74_997), "")).toString());
    assertEquals(
        "[7:0 STYLESHEET_TOO_LONG]",
        Verdicts.ours(document("p{}" + " ".repeat(74_998), "")).toString());
    String inline = "<p style=\"color:red" + ";".repeat(100) + "\">x</p>";
    assertEquals(
        "[12:0 STYLESHEET_AND_INLINE_STYLE_TOO_LONG]",
        Verdicts.ours(document("p{}" + " ".repeat(74_900), inline)).toString());
  }

  @Test
  void aProblemNamesFileLineAndReason() {
    String html = document("", "<img src=\"https://example.net/a.png\">");
    AmpProblem problem = new AmpValidator().validate(html).get(0);
    assertEquals(
        """
        cart.amp:10:1: error: <img> is not for email
          <img src="https://example.net/a.png">
          ^
          AMP rule DISALLOWED_TAG""",
        problem.issue("cart.amp", html).display());
    assertTrue(problem.error());
  }

  static String document(String css, String body) {
    return "<!doctype html>\n<html ⚡4email data-css-strict lang=\"en\">\n<head>\n"
        + "<meta charset=\"utf-8\">\n"
        + "<script async src=\"https://cdn.ampproject.org/v0.js\"></script>\n"
        + "<style amp4email-boilerplate>body{visibility:hidden}</style>\n<style amp-custom>"
        + css
        + "</style>\n</head>\n<body>\n"
        + body
        + "\n</body></html>\n";
  }

  private static Map<String, Example> examples() throws IOException {
    Map<String, Example> examples = new LinkedHashMap<>();
    try (InputStream in = DocumentsTest.class.getResourceAsStream("documents.txt")) {
      String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (String part : all.split("(?m)^=== ", -1)) {
        int line = part.indexOf('\n');
        int verdict = part.indexOf("\n--- ");
        if (verdict < 0) {
          continue;
        }
        List<String> said = Arrays.asList(part.substring(verdict + 5).strip().split("\n", -1));
        boolean newline = said.get(0).equals("newline");
        String html = verdict <= line ? "" : part.substring(line + 1, verdict);
        TreeSet<String> codes = new TreeSet<>(said.subList(1, said.size()));
        examples.put(part.substring(0, line), new Example(html + (newline ? "\n" : ""), codes));
      }
    }
    assertTrue(examples.size() > 30, "documents found: " + examples.size());
    return examples;
  }
}
