package io.espalier.mjml;

import io.espalier.model.Schema;
import io.espalier.rule.Issue;
import io.espalier.rule.Parsed;
import io.espalier.template.Field;
import io.espalier.template.Lowering;
import io.espalier.template.MergeLanguage;
import io.espalier.template.Requirements;
import io.espalier.template.Template;
import io.espalier.template.TemplatePrinter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * An email as its author wrote it, checked and rendered, in no ESP's language yet.
 *
 * @param name the file's, without its ending
 * @param subject plain text; of {@code mj-title}
 * @param preheader plain text; of {@code mj-preview}; {@link Template#EMPTY} without one
 * @param html the whole document
 */
public record MjmlEmail(
    String name, Template subject, Template preheader, Template html, Schema schema) {

  /**
   * Reads an email and the modules that it uses.
   *
   * @param modules the folder of {@code <es-use module="…"/>}; need not exist
   * @param displayName the file as the user would name it, for issues
   */
  public static Parsed<MjmlEmail> read(Path file, Path modules, String displayName, Schema schema) {
    return new EmailReader(modules, schema, new Mjml4jRenderer("en")).read(file, displayName);
  }

  /**
   * What must be synced to this ESP beyond the declared attributes, and which of those are read.
   *
   * @param fields the declared attributes' fields there
   */
  public Requirements requirements(
      MergeLanguage language, Function<String, Optional<Field>> fields) {
    return Lowering.requirements(List.of(html, subject, preheader), language, schema, fields);
  }

  /**
   * The email in this language.
   *
   * @param fields the declared attributes' fields there, and those of the {@link #requirements}
   */
  public Compiled compile(MergeLanguage language, Function<String, Optional<Field>> fields) {
    TemplatePrinter printer = new TemplatePrinter(language, schema, fields);
    List<Issue> issues = new ArrayList<>();
    Set<String> explanation = new LinkedHashSet<>();
    List<Optional<String>> texts = new ArrayList<>();
    for (Template template : List.of(html, subject, preheader)) {
      TemplatePrinter.Printed printed = printer.print(template);
      printed.issues().stream().filter(i -> !issues.contains(i)).forEach(issues::add);
      explanation.addAll(printed.requirements().explanation());
      texts.add(printed.text());
    }
    return new Compiled(
        name,
        language.id(),
        texts.get(0),
        texts.get(1),
        texts.get(2),
        issues,
        List.copyOf(explanation));
  }
}
