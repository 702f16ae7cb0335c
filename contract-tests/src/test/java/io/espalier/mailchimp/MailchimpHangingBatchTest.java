package io.espalier.mailchimp;

import static io.espalier.mailchimp.MailchimpAccount.email;
import static io.espalier.mailchimp.MailchimpAccount.upsert;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.espalier.model.Consent;
import io.espalier.model.ProfileKey;
import io.espalier.sandbox.FaultPlan;
import io.espalier.sandbox.Mood;
import io.espalier.spi.Change;
import io.espalier.spi.EspException;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Job;
import io.espalier.spi.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A batch that hangs: its people go in another, and it does nothing later. */
class MailchimpHangingBatchTest {
  private static final int ROUNDS = 10;

  /** More than are put one by one. */
  private static final List<Change> PEOPLE =
      IntStream.range(0, 12)
          .<Change>mapToObj(i -> upsert("k" + i, "p" + i + "@example.net", Map.of()))
          .toList();

  private final MailchimpAccount account = new MailchimpAccount();
  private Job hanging;

  @BeforeEach
  void aBatchHangs() {
    become("stuck on POST /3.0/batches");
    hanging = job(account.connector().push(PEOPLE));
    ask(hanging);
    account.faults().become(Mood.CALM);
    assertEquals(hanging, job(ask(hanging)));
  }

  @AfterEach
  void close() {
    account.close();
  }

  private void become(String faults) {
    account.faults().become(FaultPlan.parse(faults, new SplittableRandom(1)));
  }

  private List<Outcome> ask(Job job) {
    account.clock.pass(Duration.ofSeconds(5));
    return account.connector().poll(job, PEOPLE);
  }

  private static Job job(List<Outcome> outcomes) {
    return assertInstanceOf(Outcome.Pending.class, outcomes.get(0)).job();
  }

  private void comesToItsEnd(Job job) {
    assertNotEquals(hanging, job);
    List<Outcome> told = ask(job);
    for (int i = 0; i < ROUNDS && told.get(0) instanceof Outcome.Pending; i++) {
      told = ask(job);
    }
    MailchimpSyncTest.assertApplied(told);
    assertEquals("transactional", account.status("p11@example.net"));
  }

  @Test
  void itsPeopleGoInAnotherAndItIsStopped() {
    Job other = job(account.connector().repeat(hanging, PEOPLE).orElseThrow());

    EspException gone = assertThrows(EspException.class, () -> ask(hanging));
    assertEquals(FailureKind.MISSING_TARGET, gone.failure().kind());
    comesToItsEnd(other);
  }

  @Test
  void thoughItCannotBeStoppedItsPeopleAreOnTheirWay() {
    become("error 503 on DELETE *");
    Job other = job(account.connector().repeat(hanging, PEOPLE).orElseThrow());

    account.faults().become(Mood.CALM);
    assertEquals(hanging, job(ask(hanging)));
    comesToItsEnd(other);
  }

  /** What a stopped one has done nobody could tell from what the person did. */
  @Test
  void aChangeOfConsentIsWaitedFor() {
    List<Change> consents =
        IntStream.range(0, 12)
            .<Change>mapToObj(
                i ->
                    new Change.SetConsent(
                        new ProfileKey("k" + i),
                        email("p" + i + "@example.net"),
                        new Consent(
                            Consent.EMAIL,
                            Consent.State.UNSUBSCRIBED,
                            MailchimpAccount.START,
                            "form",
                            "")))
            .toList();
    assertEquals(Optional.empty(), account.connector().repeat(hanging, consents));
    assertEquals(hanging, job(ask(hanging)));
  }
}
