package io.espalier.mjml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.rule.Issue;
import io.espalier.rule.Parsed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IssuesTest {
  @TempDir Path folder;

  private Parsed<MjmlEmail> read(String email) {
    try {
      Path file = Files.writeString(folder.resolve("visit.mjml"), email);
      return MjmlEmail.read(file, folder.resolve("modules"), "emails/visit.mjml", Fixtures.INN);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void module(String name, String text) throws IOException {
    Files.createDirectories(folder.resolve("modules"));
    Files.writeString(folder.resolve("modules").resolve(name + ".mjml"), text);
  }

  /** What is wrong with this body, in an email that has all it should. */
  private String wrong(String body) {
    Parsed<MjmlEmail> parsed =
        read(
            "<mjml><mj-head><mj-title>t</mj-title></mj-head><mj-body>\n"
                + body
                + "\n<mj-section><mj-column><mj-text><es-address/><es-unsubscribe/></mj-text>"
                + "</mj-column></mj-section></mj-body></mjml>");
    assertEquals(
        parsed.issues().stream().noneMatch(i -> i.severity() == Issue.Severity.ERROR),
        parsed.value().isPresent());
    return String.join("\n", parsed.issues().stream().map(Issue::display).toList());
  }

  private String wrongText(String text) {
    return wrong(
        "<mj-section><mj-column><mj-text>\n" + text + "\n</mj-text></mj-column></mj-section>");
  }

  @Test
  void aSizeThatIsNoneIsNamedWithWhatItMayBe() {
    assertEquals(
        """
        emails/visit.mjml:2:31: warning: 'width' is no size: "40 %"
          <mj-section><mj-column width="40 %"><mj-text font-size="18" padding="1px 2em">a</mj-text></mj-column></mj-section>
                                        ^^^^
          write width="16px", or a part such as 50%
        emails/visit.mjml:2:57: warning: 'font-size' is no size: "18"
          <mj-section><mj-column width="40 %"><mj-text font-size="18" padding="1px 2em">a</mj-text></mj-column></mj-section>
                                                                  ^^
          write font-size="18px"
        emails/visit.mjml:2:70: warning: 'padding' is no size: "1px 2em"
          <mj-section><mj-column width="40 %"><mj-text font-size="18" padding="1px 2em">a</mj-text></mj-column></mj-section>
                                                                               ^^^^^^^
          write padding="16px", or a part such as 50%\
        """,
        wrong(
            "<mj-section><mj-column width=\"40 %\"><mj-text font-size=\"18\" padding=\"1px 2em\">a"
                + "</mj-text></mj-column></mj-section>"));
  }

  @Test
  void anIncludeIsToldWhatThereIsInstead() {
    assertEquals(
        """
        emails/visit.mjml:2:1: error: <mj-include> is not used here
          <mj-include path="a.mjml"/>
          ^^^^^^^^^^^
          put the part into modules/ and write <es-use module="its-name"/>; what stands in its <mj-head> belongs into the email's\
        """,
        wrong("<mj-include path=\"a.mjml\"/>"));
  }

  @Test
  void unknownElementOfOursIsNamedWithTheNearest() {
    assertEquals(
        """
        emails/visit.mjml:2:1: error: unknown element <es-chose>
          <es-chose></es-chose>
          ^^^^^^^^^
          did you mean 'es-choose'?\
        """,
        wrong("<es-chose></es-chose>"));
    assertEquals(
        """
        emails/visit.mjml:3:1: error: unknown element <es-adress>
          <es-adress/>
          ^^^^^^^^^^
          did you mean 'es-address'?\
        """,
        wrongText("<es-adress/>"));
  }

  @Test
  void unknownElementOfMjmlIsNamedWithTheNearest() {
    assertEquals(
        """
        emails/visit.mjml:2:1: error: unknown element <mj-sektion>
          <mj-sektion></mj-sektion>
          ^^^^^^^^^^^
          did you mean 'mj-section'?\
        """,
        wrong("<mj-sektion></mj-sektion>"));
  }

  @Test
  void aRulesMistakeIsShownInsideItsAttribute() {
    assertEquals(
        """
        emails/visit.mjml:2:28: error: unknown attribute 'vizits'
          <es-if test='2 &lt; 3 and  vizits &gt; 3'></es-if>
                                     ^^^^^^
          did you mean 'visits'?\
        """,
        wrong("<es-if test='2 &lt; 3 and  vizits &gt; 3'></es-if>"));
  }

  @Test
  void aConditionWithoutATestIsAnError() {
    assertEquals(
        """
        emails/visit.mjml:3:14: error: <es-when> has no test
          a <es-choose><es-when>b</es-when><es-otherwise/></es-choose>
                       ^^^^^^^^
          write <es-when test='country == "France"'>\
        """,
        wrongText("a <es-choose><es-when>b</es-when><es-otherwise/></es-choose>"));
  }

  @Test
  void everyMistakeInOutputsIsShownAtOnce() {
    assertEquals(
        """
        emails/visit.mjml:3:4: error: unknown attribute 'nme'
          {{ nme }} {{ visits | numbr: "0" }} {{ city | date: "d" }} {{ spent | number }}
             ^^^
          did you mean 'name'?
        emails/visit.mjml:3:23: error: unknown filter 'numbr'
          {{ nme }} {{ visits | numbr: "0" }} {{ city | date: "d" }} {{ spent | number }}
                                ^^^^^
          did you mean 'number'?
        emails/visit.mjml:3:47: error: 'city' is a text, not for 'date'
          {{ nme }} {{ visits | numbr: "0" }} {{ city | date: "d" }} {{ spent | number }}
                                                        ^^^^^^^^^
          it takes date or datetime
        emails/visit.mjml:3:71: error: 'number' needs a text in quotes
          {{ nme }} {{ visits | numbr: "0" }} {{ city | date: "d" }} {{ spent | number }}
                                                                                ^^^^^^
          write number: "…\"\
        """,
        wrongText(
            "{{ nme }} {{ visits | numbr: \"0\" }} {{ city | date: \"d\" }} {{ spent | number }}"));
  }

  @Test
  void patternsAreTriedOut() {
    assertEquals(
        """
        emails/visit.mjml:3:17: error: the pattern "HH:mm" cannot be used: Unsupported field: HourOfDay
          {{ next_visit | date: "HH:mm" }}
                          ^^^^^^^^^^^^^
          e.g. date: "d MMMM yyyy\"\
        """,
        wrongText("{{ next_visit | date: \"HH:mm\" }}"));
  }

  @Test
  void bracesThatNeverCloseAreAnError() {
    assertEquals(
        """
        emails/visit.mjml:3:1: error: these braces are never closed
          {{ name
          ^^
          close them with }}\
        """,
        wrongText("{{ name"));
  }

  @Test
  void outputsStandInDoubleQuotesOnlyAndInFewAttributes() {
    assertEquals(
        """
        emails/visit.mjml:3:11: error: an output within a tag stands in double quotes only
          <b title='{{ name }}'>x</b>
                    ^^^^^^^^^^
          write attribute="{{ … }}\"\
        """,
        wrongText("<b title='{{ name }}'>x</b>"));
    assertEquals(
        """
        emails/visit.mjml:2:31: error: an output cannot stand in 'background-color'
          <mj-section background-color="{{ name }}"></mj-section>
                                        ^^^^^^^^^^
          it can in alt, href, src, title\
        """,
        wrong("<mj-section background-color=\"{{ name }}\"></mj-section>"));
  }

  @Test
  void aChoiceSaysWhatEverybodyElseSees() {
    assertEquals(
        """
        emails/visit.mjml:3:1: error: <es-choose> does not say what everybody else sees
          <es-choose><es-when test='vip == true'>b</es-when></es-choose>
          ^^^^^^^^^^
          end it with <es-otherwise>…</es-otherwise>; with <es-otherwise/> they see nothing\
        """,
        wrongText("<es-choose><es-when test='vip == true'>b</es-when></es-choose>"));
  }

  @Test
  void aVariantIsValidFromADayToALaterOne() {
    assertEquals(
        """
        emails/visit.mjml:3:33: error: 'valid-from' is no day
          <es-choose><es-when valid-from='24.12.2026'>b</es-when><es-otherwise/></es-choose>
                                          ^^^^^^^^^^
          write it as valid-from="2026-12-24\"\
        """,
        wrongText(
            "<es-choose><es-when valid-from='24.12.2026'>b</es-when><es-otherwise/></es-choose>"));
    assertEquals(
        """
        emails/visit.mjml:3:58: error: it ends before it begins
          <es-choose><es-when valid-from='2026-12-24' valid-until='2026-12-01'>b</es-when><es-otherwise/></es-choose>
                                                                   ^^^^^^^^^^
          change one of the days\
        """,
        wrongText(
            "<es-choose><es-when valid-from='2026-12-24' valid-until='2026-12-01'>b</es-when>"
                + "<es-otherwise/></es-choose>"));
  }

  @Test
  void aModuleGetsWhatItsSlotsTake() throws IOException {
    module(
        "button",
        "<es-slot name='label'/><es-slot name='back' type='color' default='#fff'/>"
            + "<mj-section background-color='{{ back }}'><mj-column><mj-text>{{ label }}</mj-text>"
            + "</mj-column></mj-section>");
    assertEquals(
        """
        emails/visit.mjml:2:1: error: module 'button' needs 'label'
          <es-use module="button"/>
          ^^^^^^^
          write label="…", or give its slot a default in modules/button.mjml\
        """,
        wrong("<es-use module=\"button\"/>"));
    assertEquals(
        """
        emails/visit.mjml:2:35: error: module 'button' has no slot 'lable'
          <es-use module="button" label="a" lable="b"/>
                                            ^^^^^
          did you mean 'label'?\
        """,
        wrong("<es-use module=\"button\" label=\"a\" lable=\"b\"/>"));
    assertEquals(
        """
        emails/visit.mjml:2:41: error: 'back' is a color, the same for everybody
          <es-use module="button" label="a" back="{{ name }}"/>
                                                  ^^^^^^^^^^
          write back="#b4552d\"\
        """,
        wrong("<es-use module=\"button\" label=\"a\" back=\"{{ name }}\"/>"));
  }

  @Test
  void onlyAListCanBeGoneThrough() {
    assertEquals(
        """
        emails/visit.mjml:3:14: error: 'name' is no list
          <es-each in='name'>{{ item }}</es-each>
                       ^^^^
          the profile has no lists\
        """,
        wrongText("<es-each in='name'>{{ item }}</es-each>"));
  }

  @Test
  void anUnknownModuleIsNamedWithTheNearest() throws IOException {
    module("header", "<mj-section></mj-section>");
    assertEquals(
        """
        emails/visit.mjml:2:17: error: unknown module 'heder'
          <es-use module="heder"/>
                          ^^^^^
          did you mean 'header'?\
        """,
        wrong("<es-use module=\"heder\"/>"));
  }

  @Test
  void modulesThatUseEachOtherAreShownAsAPath() throws IOException {
    module("a", "<es-use module='b'/>");
    module("b", "<mj-section></mj-section>\n<es-use module='a'/>");
    assertEquals(
        """
        modules/b.mjml:2:17: error: module 'a' uses itself: a -> b -> a
          <es-use module='a'/>
                          ^
          take one of these <es-use> out\
        """,
        wrong("<es-use module=\"a\"/>"));
  }

  @Test
  void amongTheBranchesNothingElseMayStand() {
    assertEquals(
        """
        emails/visit.mjml:2:50: error: only <es-when>, and one <es-otherwise> as the last, may stand in <es-choose>
          <es-choose><es-when test="vip == true"></es-when><mj-section></mj-section><es-otherwise/></es-choose>
                                                           ^^^^^^^^^^^
          move it into one of them\
        """,
        wrong(
            "<es-choose><es-when test=\"vip == true\"></es-when>"
                + "<mj-section></mj-section><es-otherwise/></es-choose>"));
  }

  @Test
  void anElementThatIsNeverClosedIsNamed() {
    assertTrue(
        read("<mjml>\n<mj-body>\n  <mj-section>\n</mj-body></mjml>").issues().stream()
            .map(Issue::display)
            .toList()
            .contains(
                """
                emails/visit.mjml:3:3: error: <mj-section> is never closed
                  <mj-section>
                  ^^^^^^^^^^^
                  close it with </mj-section>\
                """));
  }

  @Test
  void whatEveryEmailOwesIsWarnedOf() {
    assertEquals(
        List.of(
            """
            emails/visit.mjml:1:1: warning: the email has no subject
              <mjml><mj-body></mj-body></mjml>
              ^^^^^
              write <mj-title>…</mj-title> into <mj-head>\
            """,
            """
            emails/visit.mjml:1:1: warning: the email has no way to unsubscribe
              <mjml><mj-body></mj-body></mjml>
              ^^^^^
              write <es-unsubscribe>Unsubscribe</es-unsubscribe> into its last <mj-text>\
            """,
            """
            emails/visit.mjml:1:1: warning: the email does not show the sender's postal address
              <mjml><mj-body></mj-body></mjml>
              ^^^^^
              write <es-address/> into its last <mj-text>\
            """),
        read("<mjml><mj-body></mj-body></mjml>").issues().stream().map(Issue::display).toList());
  }

  @Test
  void aFileThatIsNotThereIsAnError() {
    assertEquals(
        List.of("emails/none.mjml: error: the file cannot be read\n  does it exist?"),
        MjmlEmail.read(folder.resolve("none.mjml"), folder, "emails/none.mjml", Fixtures.INN)
            .issues()
            .stream()
            .map(Issue::display)
            .toList());
  }
}
