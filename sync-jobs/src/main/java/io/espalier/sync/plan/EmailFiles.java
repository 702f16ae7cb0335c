package io.espalier.sync.plan;

import io.espalier.amp.AmpBody;
import io.espalier.amp.AmpBranches;
import io.espalier.mjml.AmpFile;
import io.espalier.mjml.LiveParts;
import io.espalier.mjml.MjmlEmail;
import io.espalier.rule.Issue;
import io.espalier.rule.Parsed;
import io.espalier.sync.project.Project;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;

/** Reads a project's emails: MJML, its live blocks, and an AMP part that was written by hand. */
final class EmailFiles {
  private final Project project;
  private final Optional<ProjectLive> live;

  EmailFiles(Project project) {
    this.project = project;
    this.live = project.live().map(ProjectLive::new);
  }

  /**
   * Empty where something is wrong.
   *
   * @param issues receives all that there is to say
   */
  Optional<MjmlEmail> read(Path file, Collection<Issue> issues) {
    LiveParts parts = live.isPresent() ? live.get() : LiveParts.NONE;
    Parsed<MjmlEmail> email =
        MjmlEmail.read(
            file,
            project.modules(),
            "emails/" + file.getFileName(),
            project.schema(),
            project.zone(),
            parts);
    issues.addAll(email.issues());
    if (email.value().isEmpty()) {
      return Optional.empty();
    }
    String name = email.value().get().name() + ".amp";
    Path written = file.resolveSibling(name);
    if (!Files.isRegularFile(written)) {
      check(email.value().get(), "emails/" + file.getFileName(), issues);
      return email.value();
    }
    Parsed<AmpFile.Written> amp =
        AmpFile.read(written, project.modules(), "emails/" + name, project.schema(), parts);
    issues.addAll(amp.issues());
    Optional<MjmlEmail> whole =
        amp.value()
            .map(
                a ->
                    email
                        .value()
                        .get()
                        .withAmp(
                            live.isPresent()
                                ? live.get().document(a.body(), a.css())
                                : AmpBody.document(a.body(), "en", a.css())));
    whole.ifPresent(e -> check(e, "emails/" + name, issues));
    return whole;
  }

  /** Every branch must arrive as AMP, and say what the HTML says. */
  private static void check(MjmlEmail email, String name, Collection<Issue> issues) {
    email.amp().ifPresent(amp -> issues.addAll(AmpBranches.check(name, amp, email.html())));
  }
}
