package io.espalier.sync.cli;

import io.espalier.mjml.MjmlEmail;
import io.espalier.mjml.lint.EmailLint;
import io.espalier.rule.Issue;
import io.espalier.sync.project.Project;
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

  static List<Issue> of(Project project, Collection<MjmlEmail> emails, EmailLint lint) {
    Map<String, String> modules = texts(project.modules(), "modules/");
    Map<String, String> files = texts(project.dir().resolve("emails"), "emails/");
    List<Issue> issues = new ArrayList<>();
    for (MjmlEmail email : emails) {
      String file = "emails/" + email.name() + ".mjml";
      Map<String, String> sources = new LinkedHashMap<>(modules);
      if (files.containsKey(file)) {
        sources.put(file, files.get(file));
      }
      lint.lint(email, file, sources).stream()
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
