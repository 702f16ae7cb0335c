package io.espalier.klaviyo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.espalier.spi.Change;
import io.espalier.spi.Content;
import io.espalier.spi.Content.Shape;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KlaviyoContentsTest {
  private static final Content SALE =
      new Content(
          "sale",
          "Winter sale",
          Shape.EMAIL,
          "{% if first_name %}{{ first_name }}, {% endif %}\\ 50 % {% endcomment %} off\nnow",
          "<!doctype html><p>Hello {{ first_name }}</p>{% unsubscribe %}",
          "Hello {{ first_name }}",
          "<!doctype html><html ⚡4email>Hello</html>");
  private static final Content HERO =
      new Content("hero", "Hero", Shape.BLOCK, "", "<h1>{{ first_name }}</h1>", "", "");

  private final KlaviyoAccount account = new KlaviyoAccount();

  @AfterEach
  void close() {
    account.close();
  }

  private String publish(Content content, String reference) {
    Outcome outcome = account.settle(List.of(new Change.Publish(content, reference))).get(0);
    return ((Outcome.Applied) outcome).reference();
  }

  private Content held(String reference) {
    return account.connector().content(reference).orElseThrow();
  }

  private static String id(String reference) {
    return reference.substring(reference.indexOf(':') + 1, reference.lastIndexOf(':'));
  }

  private JsonArray templates() {
    return account.get("/api/templates").getAsJsonObject().getAsJsonArray("data");
  }

  private void edit(String reference, String html) {
    account.patch(
        "/api/templates/" + id(reference),
        "{\"data\":{\"type\":\"template\",\"id\":\""
            + id(reference)
            + "\",\"attributes\":{\"html\":\""
            + html
            + "\"}}}");
  }

  @Test
  void anEmailReadsBackAsItWasPublishedSubjectAndAllPartsIncluded() {
    String reference = publish(SALE, "");

    assertEquals(SALE, held(reference));
    assertEquals(SALE.version(), held(reference).version());
    JsonObject template = templates().get(0).getAsJsonObject().getAsJsonObject("attributes");
    assertEquals("Winter sale [sale]", template.get("name").getAsString());
    assertEquals("CODE", template.get("editor_type").getAsString());
  }

  @Test
  void whatIsPublishedPrintsNothingOfItsHeader() {
    publish(SALE, "");
    account.settle(List.of(KlaviyoAccount.upsert("k1", "zoe@example.net", Map.of())));
    String html =
        templates()
            .get(0)
            .getAsJsonObject()
            .getAsJsonObject("attributes")
            .get("html")
            .getAsString();

    assertTrue(account.render(html, "zoe@example.net").startsWith("<!doctype html><p>Hello </p>"));
  }

  @Test
  void aSecondVersionReplacesTheFirst() {
    String reference = publish(SALE, "");
    Content next =
        new Content("sale", "Spring sale", Shape.EMAIL, "Spring", "<p>Spring</p>", "", "");

    assertEquals(reference, publish(next, reference));
    assertEquals(next, held(reference));
    assertEquals(1, templates().size());
  }

  @Test
  void whatWasPublishedBeforeACrashIsFoundByItsKey() {
    String reference = publish(SALE, "");
    account.reopen();

    assertEquals(reference, publish(SALE, ""));
    assertEquals(1, templates().size());
  }

  @Test
  void anEditShowsAndIsNotOverwrittenUnseen() {
    String reference = publish(SALE, "");
    edit(reference, "<p>By hand</p>");

    assertNotEquals(SALE.version(), held(reference).version());
    edit(
        reference, "{% comment %}espalier " + SALE.version() + "\\n{% endcomment %}<p>By hand</p>");
    Outcome outcome = account.settle(List.of(new Change.Publish(SALE, ""))).get(0);
    assertEquals(
        "'Winter sale [sale]' was edited in Klaviyo since it was published",
        ((Outcome.Rejected) outcome).failure().message());
    assertEquals("<p>By hand</p>", held(reference).html());
  }

  @Test
  void whatWasDeletedIsGoneAndPublishedAnew() {
    String reference = publish(SALE, "");
    account.delete("/api/templates/" + id(reference));

    assertEquals(Optional.empty(), account.connector().content(reference));
    String second = publish(SALE, reference);
    assertNotEquals(reference, second);
    assertEquals(SALE, held(second));
  }

  @Test
  void aBlockIsUniversalContentOfHtml() {
    String reference = publish(HERO, "");
    assertEquals(HERO, held(reference));
    account.reopen();
    assertEquals(reference, publish(HERO, ""));

    Outcome outcome =
        account
            .settle(
                List.of(
                    new Change.Publish(
                        new Content("hero", "Hero", Shape.BLOCK, "", "<p>", "text", ""), "")))
            .get(0);
    assertEquals(FailureKind.UNSUPPORTED, ((Outcome.Rejected) outcome).failure().kind());
    assertEquals(
        "a block in Klaviyo holds HTML only: 'hero' has a subject, a text or an AMP part",
        ((Outcome.Rejected) outcome).failure().message());
  }

  @Test
  void amongMoreTemplatesThanAPageTheOneIsFound() {
    for (int i = 0; i < 12; i++) {
      publish(new Content("sale" + i, "Sale", Shape.EMAIL, "", "<p>" + i + "</p>", "", ""), "");
    }
    account.reopen();
    String again = publish(new Content("sale11", "Sale", Shape.EMAIL, "", "<p>11</p>", "", ""), "");
    assertEquals("<p>11</p>", held(again).html());
    assertEquals(
        2,
        account
                .get("/api/templates?filter=contains(name,%22%5Bsale1%22)")
                .getAsJsonObject()
                .getAsJsonArray("data")
                .size()
            - 1);
  }
}
