package io.espalier.sync.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.sync.shop.Marketer;
import io.espalier.sync.shop.Session;
import io.espalier.sync.shop.Shop;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Segments that Mailchimp keeps as groups of a category, and marketers who rename both. */
final class GroupDriftTest {
  @TempDir Path dir;

  private static List<String> said(Session.Drift drift) {
    return drift.at("mailchimp").findings().stream()
        .map(finding -> finding.what() + " " + finding.subject() + " = " + finding.there())
        .toList();
  }

  @Test
  void aRenamedCategoryIsStillOursIsToldAndGetsItsTitleBack() {
    Shop shop =
        Shop.in(dir)
            .edit("espalier.yaml", "audience: Shop}", "audience: Shop, as: group}")
            .edit("espalier.yaml", "  klaviyo: {api_key_env: KLAVIYO_KEY}\n", "");
    shop.edit("espalier.yaml", shop.line("espalier.yaml", "  salesforce-mc:"), "");
    try (Session session = Session.of(shop)) {
      session.sync();
      Marketer marketer = session.marketer();
      assertEquals(Map.of("Buyers", 2, "French people", 1), marketer.groups());
      marketer.retitles("Audience of the shop");
      marketer.renamesGroup("Buyers", "Our best");
      shop.edit("orders.csv", "o2,", "o3,c3,2024-05-22T10:00:00Z,9\no2,");

      Session.Run run = session.sync();

      assertEquals(0, run.rejected() + run.unknown(), () -> run.reports().toString());
      assertEquals(List.of("Audience of the shop"), marketer.titles());
      assertEquals(
          List.of(
              "SEGMENT_RENAMED buyers = Audience of the shop: Our best",
              "SEGMENT_RENAMED french = Audience of the shop: French people"),
          said(session.drift(false)));

      shop.edit("profile.yaml", "profile:\n", "profile:\n  drift: {names: ours}\n");
      session.drift(true);
      session.sync();

      assertEquals(List.of("Segments"), marketer.titles());
      assertEquals(List.of("Buyers", "French people"), List.copyOf(marketer.groups().keySet()));
      Session.Drift after = session.drift(false);
      assertTrue(after.isEmpty(), () -> after.found().toString());
      assertEquals(0, after.plan().rows());
    }
  }
}
