package io.espalier.amp.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;

class MustacheTextTest {

  @Test
  void valuesAreEscapedAndSectionsRepeat() {
    assertEquals(
        "a &lt;b&gt; &amp; &quot;c&quot;", render("a {{x}}", "{\"x\": \"<b> & \\\"c\\\"\"}"));
    assertEquals("1,2,", render("{{#xs}}{{.}},{{/xs}}", "{\"xs\": [1, 2]}"));
    assertEquals(
        "A1 B1 ",
        render(
            "{{#xs}}{{n}}{{y}} {{/xs}}", "{\"y\": 1, \"xs\": [{\"n\": \"A\"}, {\"n\": \"B\"}]}"));
    assertEquals("none", render("{{#xs}}some{{/xs}}{{^xs}}none{{/xs}}", "{\"xs\": []}"));
    assertEquals("deep", render("{{a.b}}{{! a note }}", "{\"a\": {\"b\": \"deep\"}}"));
    assertEquals("", render("{{missing}}{{#missing}}x{{/missing}}", "{}"));
    assertEquals(
        "o(i(x))",
        render("{{#a}}o({{#a}}i({{b}}){{/a}}){{/a}}", "{\"a\": {\"a\": {\"b\": \"x\"}}}"));
  }

  @Test
  void whatIsNotForEmailIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> render("{{{x}}}", "{}"));
    assertThrows(IllegalArgumentException.class, () -> render("{{=<% %>=}}", "{}"));
    assertThrows(IllegalArgumentException.class, () -> render("{{#a}}x", "{}"));
  }

  private static String render(String template, String data) {
    return MustacheText.render(template, JsonParser.parseString(data));
  }
}
