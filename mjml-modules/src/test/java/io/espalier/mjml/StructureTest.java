package io.espalier.mjml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.model.Profile;
import io.espalier.model.Value;
import io.espalier.template.Template;
import io.espalier.template.TemplateEvaluator;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;

class StructureTest {

  /** The truth of each condition is drawn, so that every path is taken. */
  @Property(tries = 200)
  void whateverIsChosenOutlookAndTheOthersSeeWholeHtml(@ForAll long seed) {
    Template html = Fixtures.everywhere().html();
    Random random = new Random(seed);
    Profile nobody = Fixtures.person(Map.of(), Map.of());
    TwoViews.assertWhole(
        new TemplateEvaluator(rule -> random.nextBoolean(), nobody, ZoneOffset.UTC).render(html));
  }

  @Test
  void theCheckOfTheTwoViewsBites() {
    String head = "<html><body><!--[if mso | IE]><table><tr><td><![endif]--><p>x</p>";
    TwoViews.assertWhole(head + "<!--[if mso | IE]></td></tr></table><![endif]--></body></html>");
    assertThrows(AssertionError.class, () -> TwoViews.assertWhole(head + "</body></html>"));
    assertThrows(
        AssertionError.class,
        () -> TwoViews.assertWhole(head + "</td></tr></table><![endif]--></body></html>"));
  }

  @Test
  void conditionsOutputsAndAttributesComeOutInTheirPlaces() {
    Profile person =
        Fixtures.person(
            Map.of(
                "name", Value.text("Ann \"B\" & <i>"),
                "city", Value.text("Bath"),
                "visits", Value.number(5),
                "spent", Value.number("1234.565"),
                "vip", Value.flag(true),
                "next_visit", new Value.Day(LocalDate.of(2026, 11, 23))),
            Map.of("regulars", true));
    MjmlEmail email = Fixtures.everywhere();
    Document seen = Jsoup.parse(Fixtures.render(email.html(), Fixtures.INN, person));
    assertEquals(
        "The Inn regulars-1 bath regulars-2 column-bath before the choice Book group-1 group-2 hero"
            + " Hello ANN \"B\" & <I>, a < b, 1,234.57. Bath"
            + " [postal address] No more of this",
        seen.select("body > div").get(1).text());
    Element link = seen.select("a:containsOwn(Book)").first();
    assertEquals(
        "https://shop.example.net/?q=\"x\"&c=Ann%20%22B%22%20%26%20%3Ci%3E", link.attr("href"));
    assertEquals("The view of Bath", seen.select("img").attr("alt"));
    assertEquals("https://img.example.net/Bath.png", seen.select("img").attr("src"));
    assertEquals("Ann \"B\" & <i>", seen.select("b").attr("title"));
    Element unsubscribe = seen.select("a.quiet").first();
    assertEquals(TemplateEvaluator.UNSUBSCRIBE, unsubscribe.attr("href"));
    assertEquals("Open again on Monday 23 November", seen.select("body > div").get(0).text());
    assertEquals("A visit, dear friend: salt & pepper", seen.title());
    assertEquals(
        "A visit, Ann \"B\" & <i>: salt & pepper",
        Fixtures.render(email.subject(), Fixtures.INN, person));
    assertEquals(
        "Open again on Monday 23 November",
        Fixtures.render(email.preheader(), Fixtures.INN, person));
  }

  @Test
  void whoIsKnownToNobodySeesTheFallbacks() {
    Profile nobody = Fixtures.person(Map.of(), Map.of());
    MjmlEmail email = Fixtures.everywhere();
    String text = Jsoup.parse(Fixtures.render(email.html(), Fixtures.INN, nobody)).text();
    assertTrue(text.contains("new here column-else before the choice Book group-1"), text);
    assertTrue(text.contains("Hello you, a < b, 0.00."), text);
    assertTrue(text.contains("Open on Monday"), text);
    assertFalse(text.contains("hero"), text);
  }

  @Test
  void styleSheetsAreCopyAsTheyAre() {
    Profile nobody = Fixtures.person(Map.of(), Map.of());
    String html = Fixtures.render(Fixtures.everywhere().html(), Fixtures.INN, nobody);
    assertTrue(html.contains(".lead > a { color: #20493f }"), html);
  }

  @Test
  void theExampleIsReadWithoutAWord() {
    MjmlEmail email = Fixtures.comeBack();
    assertEquals("come-back", email.name());
    Profile person =
        Fixtures.person(
            Map.of(
                "customer", Value.text("12 346/é"),
                "country", Value.text("France"),
                "orders_total", Value.number(2),
                "last_order", new Value.Moment(Instant.parse("2011-01-18T10:01:00Z"))),
            Map.of("bag-fans", false));
    String html = Fixtures.render(email.html(), Fixtures.RETAIL, person);
    TwoViews.assertWhole(html);
    Document seen = Jsoup.parse(html);
    assertEquals("Something for France", seen.select("body > div").get(0).text());
    assertEquals(
        "The Retailer It has been a while: your last order was on 18 January 2011."
            + " Ten percent off [postal address] Unsubscribe",
        seen.select("body > div").get(1).text());
    assertEquals(
        "https://shop.example.net/back?c=12%20346%2F%C3%A9",
        seen.select("a:containsOwn(Ten percent)").attr("href"));
  }
}
