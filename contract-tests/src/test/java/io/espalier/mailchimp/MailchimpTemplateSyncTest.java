package io.espalier.mailchimp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.espalier.spi.Change;
import io.espalier.spi.Content;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MailchimpTemplateSyncTest {
  private static final String HTML =
      "<html><head><style>p{margin:0}</style></head><body><p>Hello *|FNAME|*</p></body></html>";

  private final MailchimpAccount account = new MailchimpAccount();

  @AfterEach
  void close() {
    account.close();
  }

  @Test
  void whatIsPublishedIsReadBackWhole() {
    Content sale = email("winter-sale", "Winter sale", "Sale, *|FNAME|*!", HTML, "Hello");
    String reference = publish(sale, "");

    assertEquals(Optional.of(sale), account.connector().content(reference));
    assertEquals(sale.version(), account.connector().content(reference).orElseThrow().version());
    assertEquals(List.of("Winter sale [winter-sale]"), names());
  }

  @Test
  void aTextThatNobodyGaveIsNotReadBack() {
    Content sale = email("winter-sale", "Winter sale", "Sale", HTML, "");
    assertEquals(Optional.of(sale), account.connector().content(publish(sale, "")));
  }

  @Test
  void publishingAgainChangesTheSameTemplate() {
    String first = publish(email("winter-sale", "Winter sale", "Sale", HTML, ""), "");
    Content renamed = email("winter-sale", "Winter clearance", "Last days", HTML + " ", "");
    String second = publish(renamed, first);
    account.reopen();
    String lost = publish(renamed, "");

    assertEquals(List.of("Winter clearance [winter-sale]"), names());
    assertEquals(1, campaigns().size());
    assertEquals(Optional.of(renamed), account.connector().content(second));
    assertEquals(Optional.of(renamed), account.connector().content(lost));
  }

  @Test
  void anEditByHandIsSeen() {
    Content sale = email("winter-sale", "Winter sale", "Sale", HTML, "");
    String reference = publish(sale, "");
    account.clock.pass(Duration.ofMinutes(1));
    String edited = HTML.replace("Hello", "Dear");
    JsonObject template = templates().get(0).getAsJsonObject();
    account.send(
        "PATCH",
        "/3.0/templates/" + template.get("id").getAsLong(),
        "{\"name\":\"Winter sale [winter-sale]\",\"html\":\"" + edited + "\"}");

    Content held = account.connector().content(reference).orElseThrow();

    assertEquals(edited, held.html());
    assertNotEquals(sale.version(), held.version());
    assertEquals(1, campaigns().size(), "the campaign that read the template is gone again");
  }

  @Test
  void anEditOfTheDraftIsSeen() {
    Content sale = email("winter-sale", "Winter sale", "Sale", HTML, "");
    String reference = publish(sale, "");
    account.send("PUT", "/3.0/campaigns/" + campaign() + "/content", "{\"html\":\"<p>Mine</p>\"}");

    assertEquals("<p>Mine</p>", account.connector().content(reference).orElseThrow().html());
  }

  @Test
  void aDeletedTemplateIsGoneAndMadeAgain() {
    Content sale = email("winter-sale", "Winter sale", "Sale", HTML, "");
    String reference = publish(sale, "");
    account.send(
        "DELETE",
        "/3.0/templates/" + templates().get(0).getAsJsonObject().get("id").getAsLong(),
        "");
    assertEquals(Optional.empty(), account.connector().content(reference));

    String again = publish(sale, reference);

    assertEquals(Optional.of(sale), account.connector().content(again));
    assertEquals(Optional.empty(), account.connector().content("nonsense"));
  }

  @Test
  void aMarketersOwnTemplateAndCampaignAreLeftAlone() {
    account.post("/3.0/templates", "{\"name\":\"Winter sale\",\"html\":\"<p>Mine</p>\"}");
    account.post(
        "/3.0/campaigns", "{\"type\":\"regular\",\"settings\":{\"title\":\"Winter sale\"}}");

    publish(email("winter-sale", "Winter sale", "Sale", HTML, ""), "");

    assertEquals(List.of("Winter sale", "Winter sale [winter-sale]"), names());
    assertEquals(2, campaigns().size());
  }

  @Test
  void whatMailchimpCannotHoldIsRefusedWithTheReason() {
    Content block = new Content("footer", "Footer", Content.Shape.BLOCK, "", "<p>Bye</p>", "", "");
    Content amp =
        new Content("quiz", "Quiz", Content.Shape.EMAIL, "Quiz", HTML, "", "<html amp4email>");

    assertEquals(
        new Failure(
            FailureKind.UNSUPPORTED,
            "Mailchimp has no reusable blocks that an API could write, so 'footer' stays here",
            "publish the emails that use it: they contain it"),
        refusal(block));
    assertEquals(
        new Failure(
            FailureKind.UNSUPPORTED,
            "Mailchimp sends no AMP, so 'quiz' cannot carry its AMP part there",
            "publish it without the AMP part"),
        refusal(amp));
  }

  private Failure refusal(Content content) {
    Outcome outcome = account.settle(List.of(new Change.Publish(content, ""))).get(0);
    return assertInstanceOf(Outcome.Rejected.class, outcome).failure();
  }

  private String publish(Content content, String reference) {
    Outcome outcome = account.settle(List.of(new Change.Publish(content, reference))).get(0);
    return assertInstanceOf(Outcome.Applied.class, outcome, () -> outcome.toString()).reference();
  }

  private static Content email(String key, String name, String subject, String html, String text) {
    return new Content(key, name, Content.Shape.EMAIL, subject, html, text, "");
  }

  private List<String> names() {
    return templates().asList().stream()
        .map(template -> template.getAsJsonObject().get("name").getAsString())
        .sorted()
        .toList();
  }

  private JsonArray templates() {
    return account.get("/3.0/templates?count=100").getAsJsonObject().getAsJsonArray("templates");
  }

  private JsonArray campaigns() {
    return account.get("/3.0/campaigns?count=100").getAsJsonObject().getAsJsonArray("campaigns");
  }

  private String campaign() {
    return campaigns().get(0).getAsJsonObject().get("id").getAsString();
  }
}
