package io.espalier.sync.run;

import io.espalier.amp.AmpPaths;
import io.espalier.mjml.Compiled;
import io.espalier.mjml.MjmlEmail;
import io.espalier.rule.Issue;
import io.espalier.rule.Place;
import io.espalier.spi.Surroundings;
import io.espalier.sync.plan.Plan;
import io.espalier.sync.project.Project;
import io.espalier.sync.store.Engine;
import io.espalier.sync.store.MadeUpPeople;
import io.espalier.sync.store.Population;
import io.espalier.template.Template;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Judges what arrives of the emails with an AMP part, not what was written: made-up people, at
 * least one for each branch that somebody could be shown, are synced into fresh sandboxes, whose
 * engines render all parts; the AMP part must be one that a mail client shows, and all parts must
 * say the same.
 */
public final class Arrivals {
  private final Project project;
  private final Instant now;
  private final Set<String> refusing = new HashSet<>();

  private Arrivals(Project project, Instant now) {
    this.project = project;
    this.now = now;
  }

  /**
   * What was found.
   *
   * @param issues errors; warnings where an ESP would not take one of the people
   * @param people how many were made up
   * @param messages how many were rendered and judged, one for each person and ESP
   */
  public record Verdict(List<Issue> issues, int people, int messages) {}

  /**
   * Nothing is judged where no email has an AMP part, or no ESP is connected.
   *
   * @param clock runs the sandboxes, from {@code now} on
   */
  public static Verdict of(Project project, Instant now, Clock clock) {
    return new Arrivals(project, now).judge(clock);
  }

  private Verdict judge(Clock clock) {
    if (project.connections().isEmpty()) {
      return new Verdict(List.of(), 0, 0);
    }
    StageClock stage = new StageClock(now, clock);
    try (Engine engine = Engine.inMemory(project.store().memoryMiB());
        Target target = Target.sandboxes(Optional.empty(), stage);
        SyncJob job = SyncJob.open(project, engine, target, Surroundings.real(call -> {}))) {
      List<MjmlEmail> emails = job.emails().stream().filter(e -> e.amp().isPresent()).toList();
      List<Template> parts = new ArrayList<>();
      for (MjmlEmail email : emails) {
        parts.addAll(List.of(email.amp().orElseThrow(), email.html(), email.text()));
      }
      if (emails.isEmpty()) {
        return new Verdict(List.of(), 0, 0);
      }
      Crowd crowd = Crowd.of(project, AmpPaths.of(parts), now);
      Population population = MadeUpPeople.load(project, engine, now, crowd.people());
      Plan plan = job.plan("arrivals", now, population);
      List<Issue> issues = new ArrayList<>();
      for (Report report : job.run(plan, rows -> {})) {
        report
            .reasons()
            .forEach(
                (reason, count) -> {
                  refusing.add(report.esp());
                  issues.add(
                      Issue.warning(
                          Place.file("emails/"),
                          report.esp() + " takes not everybody: " + reason,
                          "what these people would be sent was not judged"));
                });
      }
      stage.stop();
      int messages = 0;
      Set<String> said = new HashSet<>();
      for (Connections.Open open : job.connections().all()) {
        for (MjmlEmail email : emails) {
          Compiled compiled = Previews.compile(open, email);
          for (Crowd.Member member : crowd.members()) {
            Optional<List<String>> wrong = judged(open, target, compiled, member.person().email());
            if (wrong.isEmpty()) {
              continue;
            }
            messages++;
            for (String what : wrong.get()) {
              if (said.add(email.name() + open.esp().id() + what)) {
                issues.add(issue(email, open, member.who(), what));
              }
            }
          }
        }
      }
      return new Verdict(List.copyOf(issues), crowd.members().size(), messages);
    }
  }

  private static Issue issue(MjmlEmail email, Connections.Open open, String who, String what) {
    return Issue.error(
        Place.file("emails/" + email.name() + ".mjml"),
        "what " + open.esp().label() + " makes of it for somebody " + who + ": " + what,
        "all parts must arrive, and say the same to one person");
  }

  /** What is wrong with what a person gets; empty where the ESP did not take the person. */
  private Optional<List<String>> judged(
      Connections.Open open, Target target, Compiled compiled, String address) {
    Previews.Preview preview = Previews.preview(open, target, compiled, address);
    if (preview.problem().isPresent() && preview.html().isEmpty()) {
      return refusing.contains(open.esp().id())
          ? Optional.empty()
          : Optional.of(List.of(preview.problem().get()));
    }
    return Optional.of(Previews.complaints(preview.amp(), preview.html(), preview.text()));
  }
}
