package io.espalier.sandbox.mailchimp;

import io.espalier.sandbox.Exchange;
import io.espalier.sandbox.Faults;
import io.espalier.sandbox.Reply;
import io.espalier.sandbox.Sandbox;
import io.espalier.sandbox.SandboxOptions;
import io.espalier.sandbox.SandboxServer;
import io.espalier.sandbox.mailchimp.merge.Disputed;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One running account: one request at a time passes its lock, ten at most wait at it. */
final class MailchimpSandbox implements Sandbox {
  private final SandboxOptions options;
  private final Object lock = new Object();
  private final Clock clock;
  private final Account account;
  private final Router router;
  private final Batches batches;
  private final Answers answers;
  private final Doorman doorman;
  private final Control control;
  private final ConnectionLimit api;
  private volatile @Nullable SandboxServer server;

  MailchimpSandbox(SandboxOptions options, BatchPace pace) {
    this.options = options;
    Ids ids = new Ids(options.random());
    clock = options.clock();
    account =
        options
            .snapshot()
            .map(Snapshots::read)
            .orElseGet(() -> Account.fresh(ids, WireTime.now(clock)));
    answers = new Answers(ids);
    doorman = new Doorman(account);
    account.switches = options.switches();
    control =
        new Control(
            account, clock, Disputed.of(options.switches()), new ContactActs(account, clock, ids));
    batches =
        new Batches(
            pace,
            clock,
            options.faults(),
            new BatchOperations((e, path, inside) -> router().run(e, path, inside)));
    router = new Router(account, ids, clock, this::url, batches);
    api = new ConnectionLimit(this::api, answers);
    server =
        new SandboxServer(
            options, new MailchimpInterior(lock, account, answers, control, this::front));
  }

  private Router router() {
    return router;
  }

  private String url() {
    SandboxServer running = server;
    if (running == null) {
      throw new IllegalStateException("the sandbox is not up yet");
    }
    return running.url();
  }

  private Reply front(Exchange exchange) {
    List<String> path = exchange.segments();
    String first = path.isEmpty() ? "" : path.get(0);
    return switch (first) {
      case "3.0" -> told(api.apply(exchange));
      case "oauth2" -> {
        synchronized (lock) {
          yield OAuth.answer(account, answers, exchange, path, url());
        }
      }
      case "batch-results" -> {
        synchronized (lock) {
          yield path.size() == 2
              ? Batches.results(account, exchange, WireTime.now(clock))
              : answers.problem(Refusal.notFound());
        }
      }
      case "__sandbox" -> {
        Reply reply;
        synchronized (lock) {
          reply = control.answer(exchange, path);
          account.changed();
        }
        yield told(reply);
      }
      default -> answers.problem(Refusal.notFound());
    };
  }

  /** Webhooks go out once the answer is certain; what is due from before goes with them. */
  private Reply told(Reply reply) {
    account.hooks.deliver(
        WireTime.now(clock), options.faults(), account.on(MailchimpFact.WEBHOOKS_TRY_TWENTY_TIMES));
    return reply;
  }

  private Reply api(Exchange exchange) {
    List<String> path = exchange.segments();
    synchronized (lock) {
      Instant now = WireTime.now(clock);
      CampaignDelivery.due(account, now);
      batches.settle(account);
      boolean late = account.on(MailchimpFact.TAGS_SHOW_LATE);
      SavedConditions.BlankReading reading =
          new SavedConditions.BlankReading(
              account.on(MailchimpFact.BLANK_FULFILS_NEGATIVES),
              account.on(MailchimpFact.SEGMENTS_MIND_CASE));
      for (Audience audience : account.audiences.values()) {
        audience.settle(now, late);
        audience.reading = reading;
        audience.campaigns = account.campaigns.values();
        audience.stores = account.stores.values();
        audience.now = now;
      }
      try {
        doorman.check(exchange);
      } catch (Refusal refusal) {
        return answers.problem(refusal);
      }
      return answers.of(router.run(exchange, path.subList(1, path.size()), false));
    }
  }

  /** {@code merge_fields}: how many an audience holds, by the plan that was bought. */
  @Override
  public void describe(Map<String, String> connection) {
    String fields = connection.getOrDefault("merge_fields", "");
    if (fields.matches("[0-9]{1,4}")) {
      synchronized (lock) {
        account.mergeFieldLimit = Integer.parseInt(fields);
      }
    }
  }

  @Override
  public String id() {
    return MailchimpSandboxProvider.ID;
  }

  @Override
  public Map<String, String> settings() {
    return Map.of("base_url", url(), "api_key", account.apiKey());
  }

  @Override
  public String render(String template, String email) {
    synchronized (lock) {
      return control.render(template, email);
    }
  }

  @Override
  public String snapshot() {
    synchronized (lock) {
      Batches.purge(account, WireTime.now(clock));
      return Snapshots.print(account);
    }
  }

  @Override
  public Faults faults() {
    return options.faults();
  }

  @Override
  public void close() {
    SandboxServer running = server;
    if (running != null) {
      running.close();
    }
  }
}
