package io.espalier.sync.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.sync.shop.Shop;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One job that hangs while others end costs a run seconds, and leaves nobody in doubt. */
final class HangingJobTest {
  private static final Duration SOON = Duration.ofMinutes(2);

  @TempDir Path dir;

  /** The second batch of people; it is stopped, and its people go in another. */
  @Test
  void mailchimpHoldsEverybodyAfterOneRun() {
    everybodyIsThereAfterOneRun("mailchimp", 2_000, "POST /3.0/batches", 2);
  }

  /** One that carries people into a segment. */
  @Test
  void salesforceHoldsEverybodyInTheirSegmentsAfterOneRun() {
    everybodyIsThereAfterOneRun("salesforce-mc", 100, "PUT /data/v1/async/dataextensions/", 5);
  }

  private void everybodyIsThereAfterOneRun(String esp, int people, String call, int which) {
    Crowd crowd = new Crowd(people, 1);
    Shop shop = Shop.empty(dir);
    crowd.write(shop, SoakTest.connection(esp));
    try (SoakAccount account = new SoakAccount(esp, shop)) {
      EndlessJob mood = new EndlessJob(call, which);
      account.disturb(mood);
      SoakAccount.Run run = account.sync();
      account.calm();

      assertTrue(mood.happened(), "no job hung: this shows nothing");
      assertEquals(0, run.report().unknown());
      assertTrue(run.took().compareTo(SOON) < 0, () -> "the run took " + run.took());
      SoakTest.compare(esp, account, crowd, Set.of(), Set.of());
      assertEquals(0, account.sync().plan().rows());
    }
  }
}
