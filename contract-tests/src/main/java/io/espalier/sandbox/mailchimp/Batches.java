package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.espalier.sandbox.Exchange;
import io.espalier.sandbox.Faults;
import io.espalier.sandbox.Reply;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Batches: accepted at once, run one at a time, their results fetched from another address. */
final class Batches {
  private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");

  private final BatchPace pace;
  private final Clock clock;
  private final Faults faults;
  private final BatchOperations operations;

  Batches(BatchPace pace, Clock clock, Faults faults, BatchOperations operations) {
    this.clock = clock;
    this.faults = faults;
    this.pace = pace;
    this.operations = operations;
  }

  List<Route> routes() {
    return List.of(
        Route.of("POST", "/batches", this::create),
        Route.of("GET", "/batches", this::list),
        Route.of("GET", "/batches/{batch}", this::get),
        Route.of("DELETE", "/batches/{batch}", Batches::delete));
  }

  private JsonObject create(Call call) {
    Account account = call.account();
    long pending =
        account.batches.values().stream().filter(batch -> !batch.finished()).count()
            + account.hooks.batchesUntold();
    if (pending >= pace.mostPending()) {
      throw Refusal.of(
          429,
          "Too Many Requests",
          "You have exceeded the limit of " + pace.mostPending() + " pending batches.");
    }
    Body body = call.body();
    if (!body.has("operations")) {
      throw Refusal.field("operations", "This value should not be blank.");
    }
    JsonArray wanted =
        body.array(
            "operations",
            account.on(MailchimpFact.BATCHES_TAKE_ANY_NUMBER)
                ? Integer.MAX_VALUE
                : pace.mostOperations());
    wanted.forEach(Batches::check);
    Batch batch = new Batch();
    batch.id = call.ids().hex(10);
    batch.submittedAt = call.now();
    batch.movedAt = clock.instant();
    batch.operations = wanted;
    batch.total = wanted.size();
    account.batches.put(batch.id, batch);
    return Links.add(batch.json(""), call);
  }

  private static void check(JsonElement element) {
    if (!element.isJsonObject()) {
      throw Refusal.field("operations", Body.mismatch("object", element));
    }
    Body operation = new Body(element.getAsJsonObject(), "operations.");
    if (!METHODS.contains(operation.requiredText("method"))) {
      throw Refusal.field("operations.method", "The value you selected is not a valid choice.");
    }
    operation.requiredText("path");
    operation.text("body");
    operation.text("operation_id");
    operation.object("params");
  }

  private JsonObject list(Call call) {
    return Links.add(
        Paging.of(call)
            .into(
                new JsonObject(),
                "batches",
                call.account().batches.values().stream()
                    .filter(batch -> alive(call.account(), batch, call.now())),
                batch -> batch.json(signed(call, batch))),
        call);
  }

  private JsonObject get(Call call) {
    Batch batch = found(call);
    if (pace.looksHelp()) {
      running(call.account())
          .ifPresent(running -> advance(running, call.account(), clock.instant()));
    }
    return Links.add(batch.json(signed(call, batch)), call);
  }

  private static @Nullable JsonObject delete(Call call) {
    call.account().batches.remove(found(call).id);
    return null;
  }

  /** Widely stated, never verified; the other position is as short as any caller should bear. */
  private static Duration signatureLives(Account account) {
    return Duration.ofMinutes(account.on(MailchimpFact.BATCH_LINKS_LIVE_TEN_MINUTES) ? 10 : 1);
  }

  private static Duration resultsLive(Account account) {
    return Duration.ofDays(account.on(MailchimpFact.BATCH_RESULTS_LIVE_A_WEEK) ? 7 : 1);
  }

  private static Batch found(Call call) {
    return Optional.ofNullable(call.account().batches.get(call.variable("batch")))
        .filter(batch -> alive(call.account(), batch, call.now()))
        .orElseThrow(Refusal::notFound);
  }

  /** Takes away what the vendor no longer holds. */
  static void purge(Account account, Instant now) {
    account.batches.values().removeIf(batch -> !alive(account, batch, now));
  }

  private static boolean alive(Account account, Batch batch, Instant now) {
    Instant completed = batch.completedAt;
    return completed == null || now.isBefore(completed.plus(resultsLive(account)));
  }

  /** A batch gets on by itself, too, if more slowly than one that is looked at. */
  void settle(Account account) {
    Instant now = clock.instant();
    Optional<Batch> next = running(account);
    while (next.isPresent() && !movedAt(next.get()).plus(pace.stage()).isAfter(now)) {
      advance(next.get(), account, movedAt(next.get()).plus(pace.stage()));
      next = running(account);
    }
  }

  private static Instant movedAt(Batch batch) {
    return batch.movedAt == null ? batch.submittedAt : batch.movedAt;
  }

  /** The batch that is running, or the first that waits: one runs at a time. */
  private Optional<Batch> running(Account account) {
    return account.batches.values().stream()
        .filter(batch -> !batch.finished() && !faults.stalls("POST /3.0/batches", batch.id))
        .findFirst();
  }

  private void advance(Batch batch, Account account, Instant now) {
    batch.stage = pace.after(batch.stage);
    batch.movedAt = now;
    if (batch.stage == Batch.Stage.STARTED) {
      operations.run(batch, account.on(MailchimpFact.BATCHES_KEEP_ORDER));
    }
    if (batch.finished()) {
      Instant told = now.truncatedTo(ChronoUnit.SECONDS);
      batch.completedAt = told;
      account.hooks.batchDone(account, batch, told);
      // The next one did not run before this one was done.
      running(account)
          .ifPresent(next -> next.movedAt = movedAt(next).isAfter(now) ? next.movedAt : now);
    }
  }

  /** A fresh address each time a finished batch is looked at. */
  private static String signed(Call call, Batch batch) {
    if (!batch.finished()) {
      return "";
    }
    batch.signature = call.ids().hex(32);
    batch.signedAt = call.now();
    return call.baseUrl()
        + "/batch-results/"
        + batch.id
        + "-response.tar.gz?X-Amz-Signature="
        + batch.signature;
  }

  /**
   * Serves results as the store behind the API does: by signature, and never to a request that
   * brings credentials.
   */
  static Reply results(Account account, Exchange exchange, Instant now) {
    String file = exchange.segments().get(1);
    Batch batch = account.batches.get(file.replace("-response.tar.gz", ""));
    if (exchange.header("Authorization").isPresent()) {
      return storeError(400, "InvalidArgument", "Only one auth mechanism allowed");
    }
    byte[] archive = batch == null ? null : batch.archive;
    if (batch == null || archive == null || !batch.finished() || !alive(account, batch, now)) {
      return storeError(404, "NoSuchKey", "The specified key does not exist.");
    }
    if (!exchange.parameter("X-Amz-Signature").orElse("").equals(batch.signature)
        || !now.isBefore(batch.signedAt.plus(signatureLives(account)))) {
      return storeError(403, "AccessDenied", "Request has expired");
    }
    return new Reply(200, java.util.Map.of("Content-Type", "application/x-gzip"), archive);
  }

  private static Reply storeError(int status, String code, String message) {
    return Reply.of(
        status,
        "application/xml",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>"
            + code
            + "</Code><Message>"
            + message
            + "</Message></Error>");
  }
}
