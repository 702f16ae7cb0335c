package io.espalier.sandbox.mailchimp.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.sandbox.RenderException;
import java.util.Map;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class OutputTest {
  private static String render(String template) {
    return MergeTags.render(template, Someone.whole(), Disputed.defaults());
  }

  @Test
  void valueIsEscapedUnlessAskedForRaw() {
    assertEquals("Ada &amp; &lt;Co&gt;", render("*|FNAME|*"));
    assertEquals("Ada & <Co>", render("*|HTML:FNAME|*"));
  }

  @Test
  void modifiersChangeOneFieldAndDoNotStack() {
    assertEquals("ADA &amp; &lt;CO&gt;", render("*|UPPER:FNAME|*"));
    assertEquals("ada &amp; &lt;co&gt;", render("*|LOWER:FNAME|*"));
    assertEquals("Your Town", render("*|TITLE:CITY|*"));
    assertEquals("Ada+%26+%3CCo%3E", render("*|URL:FNAME|*"));
    assertEquals("*|UPPER:LOWER:FNAME|*", render("*|UPPER:LOWER:FNAME|*"));
  }

  @Test
  void emptyFieldPrintsItsDefaultOrNothing() {
    assertEquals("[your town][]", render("[*|CITY|*][*|SPENT|*]"));
  }

  @Test
  void unknownTagPrintsAsItStands() {
    assertEquals("*|NOSUCH|* *| FNAME |* *|fname|*", render("*|NOSUCH|* *| FNAME |* *|fname|*"));
    assertEquals("*|FNAME|fallback:there|*", render("*|FNAME|fallback:there|*"));
  }

  @Test
  void openerWithoutItsEndIsText() {
    assertEquals("*| 18 *| 18|", render("*| *|AGE|* *| 18|"));
    assertEquals("*|*", render("*|*"));
    assertEquals("18|*18", render("*|AGE|*|**|AGE|*"));
  }

  @Test
  void systemTagPrintsUnescaped() {
    assertEquals("<a href=\"https://u.example/?a=1&b=2\">", render("<a href=\"*|UNSUB|*\">"));
  }

  @Test
  void dateFollowsPhpsLetters() {
    assertEquals("November 3, 2026", render("*|DATE:F j, Y|*"));
    assertEquals("Tue 03/11/26 3:04 pm, 3rd", render("*|DATE:D d/m/y g:i a, jS|*"));
    assertEquals("Year 2026", render("*|DATE:\\Ye\\a\\r Y|*".replace("\\Ye", "\\Y\\e")));
  }

  @Test
  void wholeDocumentWithoutUnsubscribeGetsTheFooterAndPartsDoNot() {
    assertTrue(
        render("<html><body><p>Hi</p></body></html>")
            .startsWith("<html><body><p>Hi</p><div id=\"canspamBarWrapper\">"));
    assertEquals("<p>Hi</p>", render("<p>Hi</p>"));
    String lawful = "<body>*|UNSUB|* *|LIST:ADDRESS|*</body>";
    assertEquals("<body>https://u.example/?a=1&b=2 *|LIST:ADDRESS|*</body>", render(lawful));
  }

  @Test
  void nestingBeyondTheSwitchIsRefused() {
    String deep = "*|IF:AGE|*".repeat(101) + "x" + "*|END:IF|*".repeat(101);
    RenderException refused = assertThrows(RenderException.class, () -> render(deep));
    assertEquals("conditional blocks are nested deeper than 100", refused.getMessage());
    assertEquals("x", render("*|IF:AGE|*".repeat(100) + "x" + "*|END:IF|*".repeat(100)));
  }

  @Property(tries = 500)
  void textWithoutTagsStaysAsItIs(@ForAll String text) {
    Assume.that(
        !text.contains("|*") && !text.toLowerCase(java.util.Locale.ROOT).contains("</body"));
    assertEquals(text, render(text));
  }

  @Property(tries = 500)
  void valueIsNeverReadAsTemplate(@ForAll String value) {
    Someone someone =
        new Someone(
            Map.of(
                "NAME",
                new Recipient.Field(Recipient.Kind.TEXT, value + "*|NAME|*", ""),
                "AGE",
                new Recipient.Field(Recipient.Kind.NUMBER, "1", "")));
    assertEquals(
        value + "*|NAME|*", MergeTags.render("*|HTML:NAME|*", someone, Disputed.defaults()));
  }
}
