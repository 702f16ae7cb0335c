package io.espalier.sync.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.sync.shop.Shop;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who was sent in a batch of which nobody ever heard, and is refused by the next run. */
final class RefusedInTheDarkTest {
  @TempDir Path dir;

  @Test
  void isRefusedOnceAndNotSentAgain() {
    Crowd crowd = new Crowd(60, 1);
    Shop shop = Shop.empty(dir);
    crowd.write(shop, SoakTest.connection("mailchimp"));
    List<Person> refused =
        crowd.people().stream()
            .filter(p -> !p.optedOut() && Crowd.isRefused("mailchimp", p))
            .toList();
    try (SoakAccount account = new SoakAccount("mailchimp", shop)) {
      account.disturb(new EndlessJob("POST /3.0/batches", 1));
      SoakAccount.Run first = account.sync();
      assertTrue(first.report().unknown() > 0, "nothing was in the dark: this shows nothing");
      account.calm();
      List<SoakAccount.Run> others = account.syncUntilDone(4);

      assertEquals(refused.stream().map(Person::key).sorted().toList(), account.rejected("UPSERT"));
      assertTrue(others.size() <= 2, () -> "runs that it took: " + others);
      assertEquals(
          crowd.people().stream()
              .filter(p -> !p.isUnusable() && !p.optedOut() && !Crowd.isRefused("mailchimp", p))
              .count(),
          account.census());
    }
  }
}
