package io.espalier.sync.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.espalier.sandbox.FaultPlan;
import io.espalier.sandbox.Mood;
import io.espalier.spi.CallRecord;
import io.espalier.sync.shop.Session;
import io.espalier.sync.shop.Shop;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job that nobody can be asked about may be at work: the next run asks, and repeats nothing. */
final class UnansweredTest {
  @TempDir Path dir;

  @Test
  void aJobThatCouldNotBeAskedAfterIsAskedAfterByTheNextRunAndNotRepeated() {
    Shop shop = Shop.in(dir);
    try (Session session = Session.of(shop)) {
      session.disturb(
          "klaviyo",
          FaultPlan.parse(
              "error 503 on GET /api/profile-bulk-import-jobs*", new SplittableRandom(1)));
      Session.Run first = session.sync();
      assertEquals(
          Set.of("Klaviyo answered with status 503", "the profile itself was not accepted"),
          first.of("klaviyo").reasons().keySet());

      session.disturb("klaviyo", Mood.CALM);
      List<String> calls = new ArrayList<>();
      Session.Run second = session.sync(call -> calls.add(told(call)));

      assertEquals(0, second.rejected() + second.unknown());
      Plan created = Plan.of(second);
      assertEquals(new Plan(0, 0), created);
      assertEquals(
          "GET /api/profile-bulk-import-jobs",
          calls.stream().filter(call -> call.contains("import-jobs")).findFirst().orElse(""));
      assertEquals(0, session.plan().rows());
      assertEquals(
          Map.of(
              "klaviyo", Set.of("Buyers"),
              "mailchimp", Set.of("Buyers"),
              "salesforce-mc", Set.of("buyers")),
          session.remotes().segmentsOf("bob@example.net"));
    }
  }

  /** People whom a run meant to send to Klaviyo. */
  private record Plan(long created, long changed) {
    static Plan of(Session.Run run) {
      var part =
          run.plan().parts().stream()
              .filter(p -> p.esp().equals("klaviyo"))
              .findFirst()
              .orElseThrow();
      return new Plan(part.created(), part.changed());
    }
  }

  private static String told(CallRecord call) {
    return call.method() + " " + call.path().replaceAll("(import-jobs)/.*", "$1");
  }
}
