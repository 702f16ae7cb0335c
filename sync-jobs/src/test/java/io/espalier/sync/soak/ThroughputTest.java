package io.espalier.sync.soak;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.sync.shop.Shop;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A first sync with nothing in its way, held against what the vendors' published limits allow. */
@EnabledIfSystemProperty(
    named = "espalier.long",
    matches = "true",
    disabledReason = "small syncs wait for their last job, not for a quota; only with -Plong")
final class ThroughputTest {
  private static final int PEOPLE = Integer.getInteger("espalier.throughput", 200_000);

  /**
   * Of the ceiling, though a call takes its quarter or half of a second. SFMC's first people have
   * to be there before the first consent, and the last join after the last.
   */
  private static final Map<String, Double> LEAST =
      Map.of("klaviyo", 0.95, "salesforce-mc", 0.95, "mailchimp", 0.95);

  @TempDir Path dir;

  @ParameterizedTest
  @MethodSource("io.espalier.sync.soak.SoakTest#esps")
  void aFirstSyncIsNearlyAsFastAsTheVendorsLimitsAllow(String esp) {
    Crowd crowd = new Crowd(PEOPLE, 1);
    Shop shop = Shop.empty(dir);
    crowd.write(shop, SoakTest.connection(esp));
    try (SoakAccount account = new SoakAccount(esp, shop)) {
      SoakAccount.Run run = account.sync();
      System.out.printf("throughput: %s, %,d people, nothing disturbed%n", esp, PEOPLE);
      SoakTest.tell(run);
      assertTrue(
          run.share() >= LEAST.getOrDefault(esp, 1.0),
          () -> esp + " reached " + run.share() + " of its ceiling");
    }
  }
}
