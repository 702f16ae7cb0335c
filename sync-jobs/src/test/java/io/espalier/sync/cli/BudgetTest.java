package io.espalier.sync.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.espalier.sync.shop.Shop;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules and choices that are over the budget, and branches that nobody sees. */
final class BudgetTest {
  @TempDir Path dir;

  @Test
  void sixtyConditionsAreAllowedAndOneMoreIsNot() {
    String sixty =
        IntStream.range(0, 60)
            .mapToObj(i -> "count(order where amount == " + i + ") >= " + (i + 1))
            .limit(30)
            .collect(Collectors.joining(" or "));
    assertEquals("", said(shop("where: " + sixty + "\n"), "budget"));
    assertEquals(
        """
        segments/french.yaml:2:8: error: the rule has 61 conditions, and the budget is 60
          where: %s
                 %s
          'espalier rules simplify --segment french' looks for a smaller one; make a part a segment of its own; or raise budget.leaves in espalier.yaml"""
            .formatted(sixty + " or age > 3", "^".repeat(sixty.length() + 11)),
        said(shop("where: " + sixty + " or age > 3\n"), "budget"));
  }

  @Test
  void depthIsCountedAndMayBeRaised() {
    String deep = "not (age > 1 and not (age > 2 or not (age > 3 and country == \"France\")))";
    assertEquals(
        """
        segments/french.yaml:2:8: error: the rule is nested 7 deep, and the budget is 6
          where: %s
                 %s
          'espalier rules simplify --segment french' looks for a smaller one; make a part a segment of its own; or raise budget.depth in espalier.yaml"""
            .formatted(deep, "^".repeat(deep.length())),
        said(shop("where: " + deep + "\n"), "budget"));
    assertEquals(
        "",
        said(
            shop("where: " + deep + "\n")
                .edit("espalier.yaml", "project: shop", "project: shop\nbudget: {depth: 7}"),
            "budget"));
  }

  @Test
  void nobodySeesABranchBehindOneThatTakesAll() {
    String text =
        """
        <mjml><mj-body><mj-section><mj-column><mj-text>
        <es-choose>
        <es-when test='age &gt; 3'>a</es-when>
        <es-when test='age &gt; 5'>b</es-when>
        <es-when test='missing age'>c<es-if test='exists age'>d</es-if></es-when>
        <es-otherwise>e</es-otherwise>
        </es-choose>
        <es-address/><es-unsubscribe>x</es-unsubscribe></mj-text></mj-column></mj-section></mj-body></mjml>
        """;
    assertEquals(
        """
        emails/x.mjml:4:16: warning: nobody ever sees this branch
          <es-when test='age &gt; 5'>b</es-when>
                         ^^^^^^^^^^
          whoever matches it has matched a branch before it: put it first, or mend its test
        emails/x.mjml:5:43: warning: nobody ever sees this branch
          <es-when test='missing age'>c<es-if test='exists age'>d</es-if></es-when>
                                                    ^^^^^^^^^^
          what stands around it lets nobody through who matches: mend its test""",
        said(shop("where: age > 3\n").with("emails/x.mjml", text), "this branch"));
  }

  @Test
  void aChoiceOfThirteenIsOverTheBudget() {
    String branches =
        IntStream.range(0, 12)
            .mapToObj(i -> "<es-when test='age == " + i + "'>x</es-when>")
            .collect(Collectors.joining("\n"));
    assertEquals(
        """
        emails/x.mjml:3:16: error: this choice has 13 variants, and the budget is 12
          <es-when test='age == 0'>x</es-when>
                         ^^^^^^^^
          join variants, or raise budget.variants in espalier.yaml""",
        said(
            shop("where: age > 3\n")
                .with(
                    "emails/x.mjml",
                    "<mjml><mj-body><mj-section><mj-column><mj-text>\n<es-choose>\n"
                        + branches
                        + "<es-otherwise>y</es-otherwise></es-choose></mj-text></mj-column></mj-section></mj-body></mjml>\n"),
            "budget"));
  }

  /** What {@code check} says of the issues that hold a word. */
  private String said(Shop shop, String word) {
    String err =
        CommandLineRun.of("check", "--no-sources", "--project", shop.dir().toString()).err();
    return Stream.of(err.split("\n(?=\\S)", -1))
        .filter(issue -> issue.contains(": ") && issue.contains(word))
        .collect(Collectors.joining("\n"))
        .strip();
  }

  private Shop shop(String where) {
    return Shop.in(dir)
        .without("segments/buyers.yaml")
        .with("segments/french.yaml", "segment: french\n" + where);
  }
}
