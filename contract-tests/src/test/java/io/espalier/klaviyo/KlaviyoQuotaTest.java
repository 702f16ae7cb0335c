package io.espalier.klaviyo;

import static io.espalier.klaviyo.KlaviyoAccount.upsert;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.sandbox.klaviyo.KlaviyoSandboxProvider;
import io.espalier.spi.Change;
import io.espalier.spi.Job;
import io.espalier.spi.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The account's quota is shared with whoever else uses it. */
class KlaviyoQuotaTest {
  @Test
  void callsThatAnotherIntegrationMakesAreLearntFromTheHeadersAndWaitedFor() {
    try (KlaviyoAccount account = new KlaviyoAccount(new KlaviyoSandboxProvider(true))) {
      List<Change> rows = List.of(upsert("k0", "p0@example.net", Map.of()));
      Job job = ((Outcome.Pending) account.connector().push(rows).get(0)).job();
      account.clock.pass(Duration.ofMinutes(1));
      // Another integration uses up all but ten of the minute's 150 looks at jobs.
      String path = "/api/profile-bulk-import-jobs/" + job.handle().split(":", -1)[1];
      for (int i = 0; i < 140; i++) {
        account.get(path);
        account.clock.pass(Duration.ofMillis(i % 10 == 9 ? 1_000 : 0));
      }
      account.calls.clear();
      Instant before = account.clock.instant();
      for (int i = 0; i < 30; i++) {
        assertEquals(List.of(Outcome.APPLIED), account.connector().poll(job, rows));
      }

      assertTrue(account.calls.stream().noneMatch(call -> call.status() == 429));
      assertTrue(
          Duration.between(before, account.clock.instant()).compareTo(Duration.ofSeconds(20)) > 0);
    }
  }

  @Test
  void moreCallsThanAMinuteAllowsTakeMoreThanAMinuteAndNoneIsRefused() {
    try (KlaviyoAccount account = new KlaviyoAccount(new KlaviyoSandboxProvider(true))) {
      Instant before = account.clock.instant();
      for (int i = 0; i < 155; i++) {
        account.connector().push(List.of(upsert("k" + i, "p" + i + "@example.net", Map.of())));
      }

      assertEquals(155, account.calls.size());
      assertTrue(account.calls.stream().noneMatch(call -> call.status() == 429));
      assertTrue(
          Duration.between(before, account.clock.instant()).compareTo(Duration.ofMinutes(1)) >= 0);
    }
  }
}
