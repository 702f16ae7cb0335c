package io.espalier.mjml;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.espalier.rule.Issue;
import io.espalier.rule.Parsed;
import io.espalier.rule.RulePrinter;
import io.espalier.template.Template;
import io.espalier.template.TemplateEvaluator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A condition that was given a name, as a part of another. */
class NamedPartsTest {
  @TempDir Path folder;

  @Test
  void aNamedConditionIsAPartOfAnotherByItself() throws IOException {
    assertEquals(
        "(visits > 5 or spent > 100) and not ((visits > 5 or spent > 100) and vip == true)",
        rules(
            """
            <es-let name="rich" test="visits &gt; 5 or spent &gt; 100"/>
            <es-let name="dear" test="{{ rich }} and vip == true"/>
            <mj-section><mj-column><mj-text>
            <es-if test="{{ rich }} and not {{ dear }}">x</es-if>
            </mj-text></mj-column></mj-section>
            """));
  }

  @Test
  void aSlotGivesATestItsConditionItsNumberAndItsText() throws IOException {
    Files.writeString(
        Files.createDirectories(folder.resolve("modules")).resolve("offer.mjml"),
        """
        <es-slot name="when" type="condition"/>
        <es-slot name="least" type="number" default="3"/>
        <es-slot name="where" type="text" default="Rome"/>
        <mj-section><mj-column><mj-text>
        <es-if test='{{ when }} and visits &gt;= {{ least }} and city == "{{ where }}"'>x</es-if>
        </mj-text></mj-column></mj-section>
        """);
    assertEquals(
        "(spent > 9 or vip == true) and visits >= 7 and city == \"a \\\"b\\\" \\\\ c\"",
        rules(
            """
            <es-let name="rich" test="spent &gt; 9 or vip == true"/>
            <es-use module="offer" when="{{ rich }}" least="7" where='a "b" \\ c'/>
            """));
  }

  @Test
  void whatNoTestMayHoldIsNamedWhereItStands() throws IOException {
    assertEquals(
        """
        emails/hello.mjml:4:14: error: 'rish' is no condition here
          <es-if test='{{ rish }} and vip == true'>x</es-if>
                       ^^^^^^^^^^
          give one its name: <es-let name="rish" test="..."/>
        emails/hello.mjml:5:29: error: 'town' is another for each person, and no test may hold it
          <es-if test='city == "x" or {{ town }}'>x</es-if>
                                      ^^^^^^^^^^
          compare with the attribute itself, e.g. city == country
        emails/hello.mjml:6:23: error: 'rich' is a condition, and stands in a text
          <es-if test='city == "{{ rich }}"'>x</es-if>
                                ^^^^^^^^^^
          write it without quotes\
        """,
        told(
            """
            <es-let name="rich" test="spent &gt; 9"/><es-let name="town" value="{{ city }}"/>
            <mj-section><mj-column><mj-text>
            <es-if test='{{ rish }} and vip == true'>x</es-if>
            <es-if test='city == "x" or {{ town }}'>x</es-if>
            <es-if test='city == "{{ rich }}"'>x</es-if>
            </mj-text></mj-column></mj-section>
            """));
  }

  /** A text that only looks like a name stays what it is. */
  @Test
  void bracesInATextThatNameNothingAreText() throws IOException {
    assertEquals(
        "city == \"{{ nothing }}\"",
        rules(
            """
            <mj-section><mj-column><mj-text>
            <es-if test='city == "{{ nothing }}"'>x</es-if>
            </mj-text></mj-column></mj-section>
            """));
  }

  private String rules(String body) throws IOException {
    Parsed<MjmlEmail> email = read(body);
    assertEquals("", shown(email.issues()));
    Template html = email.value().orElseThrow().html();
    return TemplateEvaluator.rules(html).stream()
        .map(RulePrinter::print)
        .collect(Collectors.joining("\n"));
  }

  private String told(String body) throws IOException {
    return shown(read(body).issues());
  }

  private static String shown(List<Issue> issues) {
    return issues.stream()
        .filter(i -> i.severity() == Issue.Severity.ERROR)
        .map(Issue::display)
        .collect(Collectors.joining("\n"));
  }

  private Parsed<MjmlEmail> read(String body) throws IOException {
    Path emails = Files.createDirectories(folder.resolve("emails"));
    Path file =
        Files.writeString(
            emails.resolve("hello.mjml"),
            "<mjml><mj-head><mj-title>t</mj-title></mj-head><mj-body>\n"
                + body
                + "<mj-section><mj-column><mj-text><es-address/><es-unsubscribe/></mj-text>"
                + "</mj-column></mj-section></mj-body></mjml>");
    return MjmlEmail.read(file, folder.resolve("modules"), "emails/hello.mjml", Fixtures.INN);
  }
}
