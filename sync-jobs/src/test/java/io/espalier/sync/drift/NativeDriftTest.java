package io.espalier.sync.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.sync.shop.Marketer;
import io.espalier.sync.shop.Session;
import io.espalier.sync.shop.Shop;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Segments that an ESP keeps by itself, and marketers who rename or delete them. */
final class NativeDriftTest {
  private static final List<String> KEEPERS = List.of("klaviyo", "mailchimp");

  @TempDir Path dir;

  private static List<String> said(Session.Drift drift, String esp) {
    return drift.at(esp).findings().stream()
        .map(finding -> finding.what() + " " + finding.subject() + " = " + finding.there())
        .toList();
  }

  @Test
  void aRenamedOrDeletedDefinitionIsToldAndMadeAnewWhereItIsOurs() {
    Shop shop = Shop.in(dir).edit("segments/french.yaml", "where:", "native: true\nwhere:");
    shop.edit("espalier.yaml", shop.line("espalier.yaml", "  salesforce-mc:"), "")
        .edit(
            "profile.yaml",
            "country: {type: text,",
            "country: {type: text, values: [France, Spain],");
    try (Session session = Session.of(shop)) {
      session.sync();
      session.pass(Duration.ofMinutes(2));
      Marketer marketer = session.marketer();
      for (String esp : KEEPERS) {
        assertEquals(Set.of("French people"), session.remotes().natives(esp).keySet(), esp);
        assertEquals(List.of(), said(session.drift(false), esp), esp);
        marketer.renamesNative(esp, "French people", "Les Français");
      }
      Session.Drift told = session.drift(true);
      for (String esp : KEEPERS) {
        assertEquals(List.of("SEGMENT_RENAMED french = Les Français"), said(told, esp), esp);
      }
      assertEquals(0, told.plan().rows(), "only told");
      for (String esp : KEEPERS) {
        marketer.deletesNative(esp, "Les Français");
      }
      shop.edit(
          "profile.yaml", "profile:\n", "profile:\n  drift: {names: ours, definitions: ours}\n");

      Session.Drift gone = session.drift(true);

      for (String esp : KEEPERS) {
        assertEquals(List.of("SEGMENT_DELETED french = "), said(gone, esp), esp);
      }
      session.sync();
      session.pass(Duration.ofMinutes(2));
      for (String esp : KEEPERS) {
        assertEquals(
            Map.of("French people", Set.of("ada@example.net", "cleo@example.net")),
            session.remotes().natives(esp),
            esp);
      }
      Session.Drift after = session.drift(false);
      assertTrue(after.isEmpty(), () -> after.found().toString());
      assertEquals(0, after.plan().rows());
    }
  }
}
