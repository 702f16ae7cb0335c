package io.espalier.sync.cli;

import io.espalier.mjml.MjmlEmail;
import io.espalier.mjml.lint.EmailLint;
import io.espalier.rule.Issue;
import io.espalier.rule.Rule;
import io.espalier.sync.project.Project;
import io.espalier.template.TemplateEvaluator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Lints the emails of a project, with their files at hand. */
final class EmailLints {
  private EmailLints() {}

  /** The texts of an email and of the project's modules, by the names that a user knows. */
  static Map<String, String> sources(Project project, MjmlEmail email) {
    Map<String, String> sources = texts(project.modules(), "modules/");
    String file = "emails/" + email.name() + ".mjml";
    String text = texts(project.dir().resolve("emails"), "emails/").get(file);
    if (text != null) {
      sources.put(file, text);
    }
    return sources;
  }

  /** All that emails and segments ask of people. */
  static List<Rule> rules(Project project, Collection<MjmlEmail> emails) {
    List<Rule> rules = new ArrayList<>();
    project.segments().values().forEach(segment -> rules.add(segment.rule()));
    for (MjmlEmail email : emails) {
      rules.addAll(TemplateEvaluator.rules(email.subject()));
      rules.addAll(TemplateEvaluator.rules(email.html()));
    }
    return rules;
  }

  static List<Issue> of(Project project, Collection<MjmlEmail> emails, EmailLint lint) {
    List<Issue> issues = new ArrayList<>();
    for (MjmlEmail email : emails) {
      String file = "emails/" + email.name() + ".mjml";
      lint.lint(email, file, sources(project, email)).stream()
          .filter(issue -> !issues.contains(issue))
          .forEach(issues::add);
    }
    return issues;
  }

  private static Map<String, String> texts(Path folder, String prefix) {
    Map<String, String> texts = new LinkedHashMap<>();
    if (!Files.isDirectory(folder)) {
      return texts;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".mjml")).sorted().toList()) {
        try {
          texts.put(prefix + file.getFileName(), Files.readString(file));
        } catch (MalformedInputException e) {
          // Nobody uses it, or reading the email would have said so.
          continue;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return texts;
  }
}
