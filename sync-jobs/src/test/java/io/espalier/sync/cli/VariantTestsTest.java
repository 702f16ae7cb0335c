package io.espalier.sync.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code test} and {@code preview --all}, on the starter with an email of our own. */
class VariantTestsTest {
  private static final String EMAIL =
      """
      <mjml>
        <mj-head><mj-title>News, {{ first_name | default: "you" }}</mj-title></mj-head>
        <mj-body>
          <mj-section><mj-column><mj-text>
            <es-if test="count(order, 90d) &gt;= 2">loyal</es-if>
            <es-choose>
              <es-when test='first_name == "Nobody has this name"'>a rare name</es-when>
              <es-otherwise>a usual name</es-otherwise>
            </es-choose>
            <es-address/> <es-unsubscribe>Unsubscribe</es-unsubscribe>
          </mj-text></mj-column></mj-section>
        </mj-body>
      </mjml>
      """;

  @TempDir Path dir;

  private Path shop(String tests) throws IOException {
    Path shop = dir.resolve("shop");
    assertEquals(0, CommandRun.of("init", shop).exit());
    Files.delete(shop.resolve("emails/hello.mjml"));
    Files.writeString(shop.resolve("emails/news.mjml"), EMAIL);
    Files.createDirectories(shop.resolve("tests"));
    Files.writeString(shop.resolve("tests/news.yaml"), tests);
    return shop;
  }

  @Test
  void eachExpectationIsHeldAgainstEveryEsp() throws IOException {
    Path shop =
        shop(
            """
            now: 2026-11-20T08:00:00Z
            tests:
              - name: two orders are loyal
                email: news
                person:
                  first_name: Ada
                  events:
                    - {type: order, at: 2026-11-01T10:00:00Z}
                    - {type: order, at: 2026-11-02T10:00:00Z}
                subject: News, Ada
                sees: [loyal, a usual name]
                takes: ["count(order, 90d) >= 2", otherwise]
              - name: an old order is not
                email: news
                person: {events: [{type: order, at: 2026-01-01T10:00:00Z}]}
                subject: News, you
                sees: [loyal]
                never: [a usual name]
            """);
    CommandRun run = CommandRun.of("test", "--project", shop);
    assertEquals(1, run.exit(), run.err());
    assertTrue(
        run.out()
            .startsWith(
                "ok      two orders are loyal (tests/news.yaml:3:5)\nFAILED  an old order is not"),
        run.out());
    for (String who : new String[] {"What it means", "Klaviyo", "Mailchimp"}) {
      assertTrue(run.out().contains(who + ": does not see 'loyal'\n"), run.out());
      assertTrue(run.out().contains(who + ": sees 'a usual name'\n"), run.out());
    }
    assertTrue(run.out().endsWith("2 tests, 1 failed\n"), run.out());
  }

  @Test
  void aTestThatExpectsNothingOrKnowsNobodyIsWrong() throws IOException {
    Path shop = shop("tests:\n  - {email: newz, person: {first_nam: Ada}}\n");
    CommandRun run = CommandRun.of("test", "--project", shop);
    assertEquals(2, run.exit());
    assertTrue(
        run.err().contains("tests/news.yaml:2:13: error: there is no email 'newz'"), run.err());
    assertTrue(run.err().contains("did you mean 'news'?"), run.err());
    assertTrue(run.err().contains("error: unknown attribute 'first_nam'"), run.err());
    assertTrue(run.err().contains("error: the test expects nothing"), run.err());
  }

  @Test
  void thePageShowsEveryBranchInEveryEsp() throws IOException {
    Path shop = shop("tests: []\n");
    CommandRun run =
        CommandRun.of("preview", "--all", "--project", shop, "--out", dir.resolve("previews"));
    assertEquals(0, run.exit(), run.err());
    Document page = Jsoup.parse(Files.readString(dir.resolve("previews/index.html")));
    String tests = page.select("td code").text();
    assertTrue(tests.contains("count(order, 90d) >= 2"), tests);
    assertTrue(tests.contains("first_name == \"Nobody has this name\""), tests);
    assertTrue(tests.contains("otherwise"), tests);
    assertTrue(page.text().contains("Made up: "), "nobody of the sources has that name");
    assertFalse(page.text().contains("Nobody was found"), page.text());
    assertTrue(page.text().contains("first_name = \"nobody has this name\""), page.text());
    for (org.jsoup.nodes.Element article : page.select("article")) {
      String seen =
          Jsoup.parse(article.selectFirst("iframe").attr("srcdoc"))
              .text()
              .replaceAll(" \\[postal.*", "");
      article
          .select("iframe")
          .forEach(
              frame ->
                  assertTrue(
                      Jsoup.parse(frame.attr("srcdoc")).text().startsWith(seen),
                      frame.attr("title")));
      assertTrue(article.select("iframe").size() > 1);
    }
  }

  /** Nobody's list, one of one item, a full one, and what stands in the last item only. */
  @Test
  void anEmptyAPartialAndAFullListAreSeenBySomebody() throws IOException {
    Path shop = shop("tests: []\n");
    Files.writeString(
        shop.resolve("profile.yaml"),
        Files.readString(shop.resolve("profile.yaml"))
            .replace(
                "  attributes:\n",
                "  attributes:\n"
                    + "    wishes: {type: list, purposes: [marketing], column: first_name}\n"));
    Files.writeString(
        shop.resolve("emails/news.mjml"),
        EMAIL.replace(
            "<es-address/>",
            "<es-each in=\"wishes\" as=\"wish\" max=\"3\">[{{ wish_number"
                + " }}]<es-empty>none</es-empty></es-each><es-address/>"));
    CommandRun page =
        CommandRun.of("preview", "--all", "--project", shop, "--out", dir.resolve("previews"));
    assertEquals(0, page.exit(), page.err());
    String seen = Jsoup.parse(Files.readString(dir.resolve("previews/index.html"))).outerHtml();
    for (String shown : new String[] {"none", "[1]", "[1][2][3]"}) {
      assertTrue(seen.contains(shown), shown);
    }
  }
}
