package io.espalier.sync.run;

import io.espalier.amp.AmpDocument;
import io.espalier.amp.Facts;
import io.espalier.mjml.Compiled;
import io.espalier.mjml.MjmlEmail;
import io.espalier.rule.Issue;
import io.espalier.rule.Names;
import io.espalier.rule.Place;
import io.espalier.sandbox.RenderException;
import io.espalier.sandbox.Sandbox;
import io.espalier.sync.plan.Plan;
import io.espalier.sync.project.Project;
import io.espalier.sync.project.WrongInput;
import io.espalier.sync.source.Rejects;
import io.espalier.sync.store.Engine;
import io.espalier.sync.store.Population;
import io.espalier.template.TemplateEvaluator;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Shows what each ESP makes of an email for one person: the person is really synced, alone, into
 * fresh sandboxes, and the sandboxes' own template engines render.
 */
public final class Previews {
  private Previews() {}

  /** The word for {@link TemplateEvaluator}'s rendering, where an ESP's id would stand. */
  public static final String REFERENCE = "reference";

  /**
   * One ESP's rendering.
   *
   * @param text the text part; empty for a template of the ESP's own
   * @param amp empty where the email has none, or the ESP takes none
   * @param problem why the ESP would not send it; empty where it would
   */
  public record Preview(
      String esp,
      String label,
      String subject,
      String html,
      String text,
      Optional<String> amp,
      Optional<String> problem) {
    Preview(
        String esp,
        String label,
        String subject,
        String html,
        String text,
        Optional<String> problem) {
      this(esp, label, subject, html, text, Optional.empty(), problem);
    }
  }

  /** What is shown. */
  public sealed interface Subject {}

  /** An email of the project, by its name. */
  public record Email(String name) implements Subject {}

  /** What the email means, said by the evaluator. */
  public record Meaning(String name) implements Subject {}

  /** A template in the ESP's own language, as a marketer wrote it there. */
  public record Own(String template) implements Subject {}

  /**
   * @param profile the person's key or e-mail address
   * @param esp one ESP's id; empty for every connected one
   * @param clock runs the sandboxes, from {@code now} on
   * @param notes receives remarks, e.g. that this person would not be mailed
   * @throws WrongInput where there is no such email or person
   */
  public static List<Preview> of(
      Project project,
      Subject subject,
      String profile,
      Optional<String> esp,
      Instant now,
      Clock clock,
      List<String> notes) {
    StageClock stage = new StageClock(now, clock);
    try (Engine engine = Engine.inMemory(project.store().memoryMiB());
        Rejects rejects = new Rejects(Optional.empty());
        Target target = Target.sandboxes(Optional.empty(), stage);
        SyncJob job = SyncJob.open(project, engine, target, call -> {})) {
      Optional<MjmlEmail> email =
          subject instanceof Email e
              ? Optional.of(email(job, e.name()))
              : subject instanceof Meaning m ? Optional.of(email(job, m.name())) : Optional.empty();
      Population population = job.load(rejects, now);
      String address = only(engine, profile, notes);
      if (subject instanceof Meaning) {
        stage.stop();
        return List.of(meaning(project, engine, population, email.orElseThrow()));
      }
      Plan plan = job.plan("preview", now, population);
      List<Preview> previews = new ArrayList<>();
      for (Report report : job.run(plan, rows -> {})) {
        report.reasons().forEach((reason, count) -> notes.add(report.esp() + ": " + reason));
      }
      stage.stop();
      for (Connections.Open open : job.connections().all()) {
        if (esp.isEmpty() || esp.get().equals(open.esp().id())) {
          previews.add(
              email.isPresent()
                  ? preview(open, target, email.get(), address)
                  : own(open, target, ((Own) subject).template(), address));
        }
      }
      return previews;
    }
  }

  private static Preview meaning(
      Project project, Engine engine, Population population, MjmlEmail email) {
    TemplateEvaluator evaluator = Reference.evaluator(project, engine, population, email);
    return new Preview(
        REFERENCE,
        "What it means",
        evaluator.render(email.subject()),
        evaluator.render(email.html()),
        evaluator.render(email.text()),
        Optional.empty());
  }

  private static Preview own(
      Connections.Open open, Target target, String template, String address) {
    try {
      return new Preview(
          open.esp().id(),
          open.esp().label(),
          "",
          sandbox(open, target).render(template, address),
          "",
          Optional.empty());
    } catch (RenderException e) {
      return refused(open, e);
    }
  }

  private static Preview refused(Connections.Open open, RenderException e) {
    return new Preview(
        open.esp().id(),
        open.esp().label(),
        "",
        "",
        "",
        Optional.of(String.valueOf(e.getMessage())));
  }

  private static Sandbox sandbox(Connections.Open open, Target target) {
    return target
        .sandbox(open.esp().id())
        .orElseThrow(() -> new IllegalStateException("no sandbox of " + open.esp().id()));
  }

  /** The email of a name. */
  public static MjmlEmail email(SyncJob job, String name) {
    List<String> known = job.emails().stream().map(MjmlEmail::name).toList();
    return job.emails().stream()
        .filter(e -> e.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new WrongInput(
                    Place.file("emails/"),
                    "there is no email '" + name + "'",
                    Names.suggestion(name, known)));
  }

  /** Keeps one person, and lets mail reach them in these sandboxes. Gives the address. */
  private static String only(Engine engine, String profile, List<String> notes) {
    String found =
        "select key, email, consent_state from "
            + Population.PROFILES
            + " where key = ? or email = lower(?)";
    List<String[]> people =
        engine.list(
            found,
            row -> new String[] {row.getString(1), row.getString(2), row.getString(3)},
            profile,
            profile);
    if (people.isEmpty()) {
      throw new WrongInput(
          Place.file("preview"),
          "there is no profile with this key or address",
          "keys there are, for instance: "
              + String.join(
                  ", ",
                  engine.list(
                      "select key from " + Population.PROFILES + " order by key limit 3",
                      row -> row.getString(1))));
    }
    String[] person = people.get(0);
    if (!person[2].equals("1")) {
      notes.add(
          "this person has not subscribed and would get no mail; the preview shows what they would see");
    }
    engine.run("delete from " + Population.PROFILES + " where key <> ?", person[0]);
    engine.run(
        "update "
            + Population.PROFILES
            + " set consent_state = 1, consent_at = timestamp '2020-01-01', consent_source = 'preview', consent_evidence = 'preview in a sandbox'");
    return person[1];
  }

  /** Compiles for one ESP and lets its sandbox render. */
  public static Preview preview(
      Connections.Open open, Target target, MjmlEmail email, String address) {
    return preview(open, target, compile(open, email), address);
  }

  /** The same of what is compiled already. */
  static Preview preview(Connections.Open open, Target target, Compiled compiled, String address) {
    Sandbox sandbox = sandbox(open, target);
    try {
      String html = sandbox.render(compiled.html().orElse(""), address);
      String text = sandbox.render(compiled.text().orElse(""), address);
      Optional<String> amp = compiled.amp().map(part -> sandbox.render(part, address));
      return new Preview(
          open.esp().id(),
          open.esp().label(),
          sandbox.render(compiled.subject().orElse(""), address),
          html,
          text,
          amp,
          amp.flatMap(part -> complaint(part, html, text)));
    } catch (RenderException e) {
      return refused(open, e);
    }
  }

  private static Optional<String> complaint(String amp, String html, String text) {
    List<String> wrong = complaints(Optional.of(amp), html, text);
    return wrong.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", wrong));
  }

  /**
   * Why a mail client would not show the AMP part, and what the parts disagree about.
   *
   * @param amp empty where there is none
   * @param text empty where there is none
   */
  static List<String> complaints(Optional<String> amp, String html, String text) {
    List<String> wrong = new ArrayList<>();
    Facts facts = Facts.ofMarkup(html);
    if (amp.isPresent()) {
      AmpDocument.issues("AMP part", amp.get()).stream()
          .filter(i -> i.severity() == Issue.Severity.ERROR)
          .forEach(i -> wrong.add("AMP part, line " + i.place().line() + ": " + i.message()));
      wrong.addAll(Facts.ofMarkup(amp.get()).differences("AMP", facts, "HTML"));
    }
    if (!text.isEmpty()) {
      wrong.addAll(Facts.ofText(text).differences("text", facts, "HTML"));
    }
    return wrong;
  }

  static Compiled compile(Connections.Open open, MjmlEmail email) {
    Compiled compiled =
        email.compile(open.esp().mergeLanguage(open.fields()), open.fields()::field);
    List<Issue> errors =
        compiled.issues().stream().filter(i -> i.severity() == Issue.Severity.ERROR).toList();
    if (!errors.isEmpty()) {
      throw new WrongInput(errors);
    }
    return compiled;
  }
}
