package io.espalier.salesforcemc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.espalier.spi.Change.Publish;
import io.espalier.spi.Content;
import io.espalier.spi.Content.Shape;
import io.espalier.spi.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PublishTest {
  private static final String HTML = "<p>%%[ SET @x = 'a' ]%%Grüße, %%=v(@x)=%% &amp; \"q\"</p>\n";

  private final Bench bench = new Bench();

  @AfterEach
  void close() {
    bench.close();
  }

  private static Content email(String key, String name, String html, String amp) {
    return new Content(key, name, Shape.EMAIL, "Für %%=v(@x)=%%", html, "text %%x%%", amp);
  }

  private String publish(Content content) {
    Outcome outcome = bench.run(List.of(new Publish(content, ""))).get(0);
    return assertInstanceOf(Outcome.Applied.class, outcome, outcome.toString()).reference();
  }

  private List<JsonObject> assets() {
    List<JsonObject> assets = new ArrayList<>();
    JsonArray items =
        bench.rest("GET", "asset/v1/content/assets", "").getAsJsonObject().getAsJsonArray("items");
    for (JsonElement item : items) {
      assets.add(item.getAsJsonObject());
    }
    return assets;
  }

  @Test
  void whatWasPublishedIsReadBackAsItWas() {
    for (Content content :
        List.of(
            email("win-back", "Win back", HTML, ""),
            email("with_amp", "With AMP", HTML, "<html ⚡4email>{{x}}</html>"),
            new Content("footer", "Footer", Shape.BLOCK, "", HTML, "", ""))) {
      String reference = publish(content);
      assertEquals(Optional.of(content), bench.connector.content(reference));
    }
  }

  @Test
  void publishingAgainChangesTheSameAsset() {
    String reference = publish(email("win-back", "Win back", HTML, ""));
    int id = assets().get(0).get("id").getAsInt();
    Content changed = email("win-back", "Win back now", HTML + "<p>more</p>", "");
    assertEquals(reference, publish(changed));
    assertEquals(1, assets().size());
    assertEquals(id, assets().get(0).get("id").getAsInt());
    assertEquals(Optional.of(changed), bench.connector.content(reference));
  }

  @Test
  void anAmpPartIsASnippetBesideTheEmailAndGoesWithIt() {
    publish(email("offer", "Offer", HTML, "<html ⚡4email></html>"));
    assertEquals(
        List.of("Offer (AMP part)", "Offer"),
        assets().stream().map(a -> a.get("name").getAsString()).toList());
    publish(email("offer", "Offer", HTML, ""));
    assertEquals(
        List.of("Offer"), assets().stream().map(a -> a.get("name").getAsString()).toList());
  }

  @Test
  void whatAMarketerEditedHasAnotherVersion() {
    Content content = email("win-back", "Win back", HTML, "");
    String reference = publish(content);
    int id = assets().get(0).get("id").getAsInt();
    bench.rest(
        "PATCH",
        "asset/v1/content/assets/" + id,
        "{\"views\":{\"html\":{\"content\":\"<p>mine</p>\"},\"subjectline\":{\"content\":\"s\"}}}");
    assertNotEquals(content.version(), bench.connector.content(reference).orElseThrow().version());
  }

  @Test
  void whatIsGoneIsEmptyAndPublishedAnew() {
    Content content = email("win-back", "Win back", HTML, "");
    String reference = publish(content);
    bench.rest("DELETE", "asset/v1/content/assets/" + assets().get(0).get("id"), "");
    assertEquals(Optional.empty(), bench.connector.content(reference));
    assertEquals(reference, publish(content));
    assertEquals(Optional.of(content), bench.connector.content(reference));
  }

  @Test
  void twoEmailsOfOneNameAreTwoAssets() {
    publish(email("one", "Same", HTML, ""));
    publish(email("two", "Same", HTML, ""));
    assertEquals(
        List.of("Same", "Same - espalier_two"),
        assets().stream().map(a -> a.get("name").getAsString()).toList());
  }

  @Test
  void keysBeyondThirtySixCharactersAreToldApart() {
    String reference = publish(email("a-very-long-key-for-one-email-of-spring-1", "A", HTML, ""));
    publish(email("a-very-long-key-for-one-email-of-spring-2", "B", "<p>b</p>", ""));
    assertEquals(HTML, bench.connector.content(reference).orElseThrow().html());
  }
}
