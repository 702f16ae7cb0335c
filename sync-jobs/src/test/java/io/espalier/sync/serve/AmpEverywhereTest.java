package io.espalier.sync.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.amp.AmpDocument;
import io.espalier.amp.Facts;
import io.espalier.mjml.Compiled;
import io.espalier.mjml.MjmlEmail;
import io.espalier.rule.Issue;
import io.espalier.sandbox.Sandbox;
import io.espalier.sync.plan.Plan;
import io.espalier.sync.project.Project;
import io.espalier.sync.run.Connections;
import io.espalier.sync.run.Report;
import io.espalier.sync.run.SyncJob;
import io.espalier.sync.run.Target;
import io.espalier.sync.shop.PassingTime;
import io.espalier.sync.source.Rejects;
import io.espalier.sync.store.ConsentAnswers;
import io.espalier.sync.store.Engine;
import io.espalier.sync.store.Population;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What arrives, not what was written: each ESP's engine renders for people of every branch. */
class AmpEverywhereTest {
  private static final List<String> PEOPLE =
      List.of("ann@example.net", "bo@example.net", "cy@example.net");

  @TempDir Path dir;

  private final PassingTime time = new PassingTime(LiveShop.NOW);

  @Test
  void eachEspRendersAValidAmpPartThatSaysWhatItsHtmlSays() throws Exception {
    Project project = LiveShop.write(dir, "table: products, key: sku, timeout: 60s, fresh: 5s");
    int judged = 0;
    try (Engine engine = Engine.inMemory(256);
        Rejects rejects = new Rejects(Optional.empty());
        Target target = Target.sandboxes(Optional.empty(), time);
        SyncJob job = SyncJob.open(project, engine, target, time.surroundings(call -> {}))) {
      Population people = job.load(rejects, LiveShop.NOW);
      Plan plan = job.plan("amp", LiveShop.NOW, people);
      for (Report report : job.run(plan, rows -> {})) {
        assertEquals(Map.of(), report.reasons(), report.esp());
      }
      MjmlEmail email = job.emails().get(0);
      for (Connections.Open open : job.connections().all()) {
        Compiled compiled =
            email.compile(open.esp().mergeLanguage(open.fields()), open.fields()::field);
        assertEquals(List.of(), compiled.issues(), open.esp().id());
        assertEquals(
            !open.esp().id().equals("mailchimp"), compiled.amp().isPresent(), open.esp().id());
        if (open.esp().id().equals("klaviyo")) {
          io.espalier.spi.Content wanted =
              new io.espalier.spi.Content(
                  "today",
                  "today",
                  io.espalier.spi.Content.Shape.EMAIL,
                  compiled.subject().orElseThrow(),
                  compiled.html().orElseThrow(),
                  compiled.text().orElseThrow(),
                  compiled.amp().orElseThrow());
          io.espalier.spi.Outcome outcome =
              open.connector().push(List.of(new io.espalier.spi.Change.Publish(wanted, ""))).get(0);
          assertEquals(
              wanted.amp(),
              open.connector()
                  .content(((io.espalier.spi.Outcome.Applied) outcome).reference())
                  .orElseThrow()
                  .amp(),
              "the AMP part is taken by API");
        }
        for (String person : PEOPLE) {
          Sandbox sandbox = target.sandbox(open.esp().id()).orElseThrow();
          String html = sandbox.render(compiled.html().orElseThrow(), person);
          assertTrue(html.contains("/v1/image/today/picks.png?t="), html);
          if (compiled.amp().isEmpty()) {
            continue;
          }
          String amp = sandbox.render(compiled.amp().get(), person);
          String who = open.esp().id() + " for " + person;
          assertEquals(List.of(), errors(amp), who + "\n" + amp);
          assertEquals(
              List.of(), Facts.ofMarkup(amp).differences("AMP", Facts.ofMarkup(html), "HTML"), who);
          assertTrue(amp.contains("{{title}}"), who + ": mustache is the mail client's");
          assertEquals(person.startsWith("ann"), amp.contains("amp-timeago"), who);
          assertEquals(person.startsWith("bo"), amp.contains("amp-selector-0.1.js"), who);
          judged++;
        }
      }
      assertEquals(6, judged);
      assertEquals(
          List.of("live_today", "live_today_prefs", "live_today_rate", "live_today_size"),
          engine.list(
              "select column_name from (describe "
                  + Population.PROFILES
                  + ") where column_name like 'a_live%' order by 1",
              row -> row.getString(1).substring(2)));
    }
  }

  @Test
  void anOptOutInAFormIsInTheNextPlanAndANewerYesIsNotUndone() throws Exception {
    Project project = LiveShop.write(dir, "table: products, key: sku, timeout: 60s, fresh: 5s");
    ConsentAnswers answers = new ConsentAnswers(dir.resolve(".espalier"));
    answers.optOut("p1", LiveShop.NOW, "form prefs of email today");
    answers.optOut(
        "p2", java.time.Instant.parse("2025-06-01T00:00:00Z"), "form prefs of email today");
    try (Engine engine = Engine.inMemory(256);
        Rejects rejects = new Rejects(Optional.empty());
        Target target = Target.sandboxes(Optional.empty(), time);
        SyncJob job = SyncJob.open(project, engine, target, time.surroundings(call -> {}))) {
      job.answersFrom(dir.resolve(".espalier"));
      job.plan("a plan", LiveShop.NOW, job.load(rejects, LiveShop.NOW));
      List<String> states =
          engine.list(
              "select key || ' ' || consent_state from " + Population.PROFILES + " order by key",
              row -> row.getString(1));
      int out = io.espalier.model.Consent.State.UNSUBSCRIBED.ordinal();
      int in = io.espalier.model.Consent.State.SUBSCRIBED.ordinal();
      assertEquals(List.of("p1 " + out, "p2 " + in, "p3 " + in), states);
    }
  }

  private static List<String> errors(String amp) {
    List<String> errors = new ArrayList<>();
    for (Issue issue : AmpDocument.issues("amp", amp)) {
      if (issue.severity() == Issue.Severity.ERROR) {
        errors.add(issue.display());
      }
    }
    return errors;
  }
}
