package io.espalier.mjml;

import io.espalier.model.Schema;
import io.espalier.rule.Issue;
import io.espalier.rule.Parsed;
import io.espalier.template.Field;
import io.espalier.template.Lowering;
import io.espalier.template.MergeLanguage;
import io.espalier.template.Mustache;
import io.espalier.template.Requirements;
import io.espalier.template.Template;
import io.espalier.template.TemplatePrinter;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
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
 * @param text the same as plain text
 * @param amp the whole AMP document; empty where the email has no live block
 * @param zone the project's: in it a day begins
 * @param block true for {@code <mjml kind="block">}: no email by itself, but a part that marketers
 *     put into theirs in an ESP
 */
public record MjmlEmail(
    String name,
    Template subject,
    Template preheader,
    Template html,
    Template text,
    Optional<Template> amp,
    Schema schema,
    ZoneId zone,
    boolean block) {

  /** As below, with days in UTC. */
  public static Parsed<MjmlEmail> read(Path file, Path modules, String displayName, Schema schema) {
    return read(file, modules, displayName, schema, ZoneOffset.UTC);
  }

  /**
   * Reads an email and the modules that it uses.
   *
   * @param modules the folder of {@code <es-use module="…"/>}; need not exist
   * @param displayName the file as the user would name it, for issues
   * @param zone the project's
   */
  public static Parsed<MjmlEmail> read(
      Path file, Path modules, String displayName, Schema schema, ZoneId zone) {
    return read(file, modules, displayName, schema, zone, LiveParts.NONE);
  }

  /** The same, with live blocks. */
  public static Parsed<MjmlEmail> read(
      Path file, Path modules, String displayName, Schema schema, ZoneId zone, LiveParts live) {
    return new EmailReader(modules, schema, new Mjml4jRenderer("en"), live, zone)
        .read(file, displayName);
  }

  /** The same email with this AMP part. */
  public MjmlEmail withAmp(Template document) {
    return new MjmlEmail(
        name, subject, preheader, html, text, Optional.of(document), schema, zone, block);
  }

  /**
   * What must be synced to this ESP beyond the declared attributes, and which of those are read.
   *
   * @param fields the declared attributes' fields there
   */
  public Requirements requirements(
      MergeLanguage language, Function<String, Optional<Field>> fields) {
    List<Template> parts = new ArrayList<>(List.of(html, text));
    ampFor(language).ifPresent(parts::add);
    return Lowering.requirements(parts, List.of(subject), language, schema, fields, zone);
  }

  /**
   * The email in this language.
   *
   * <p>The preheader is in the HTML anyway; as a line of its own it is empty where the language
   * cannot say it in a line.
   *
   * @param fields the declared attributes' fields there, and those of the {@link #requirements}
   */
  public Compiled compile(MergeLanguage language, Function<String, Optional<Field>> fields) {
    TemplatePrinter printer = new TemplatePrinter(language, schema, fields, zone);
    List<Issue> issues = new ArrayList<>();
    Set<String> explanation = new LinkedHashSet<>();
    List<Optional<String>> texts = new ArrayList<>();
    boolean alone = language.choosesInLines() || !printer.isChoice(preheader);
    for (TemplatePrinter.Printed printed :
        List.of(
            printer.print(html),
            printer.print(text),
            printer.printLine(subject),
            printer.printLine(alone ? preheader : Template.EMPTY))) {
      printed.issues().stream().filter(i -> !issues.contains(i)).forEach(issues::add);
      explanation.addAll(printed.requirements().explanation());
      texts.add(printed.text());
    }
    Optional<String> mail = Optional.empty();
    if (ampFor(language).isPresent()) {
      TemplatePrinter.Printed printed = printer.print(ampFor(language).get());
      printed.issues().stream().filter(i -> !issues.contains(i)).forEach(issues::add);
      mail =
          printed.text().map(text -> language.ampGuard() + Mustache.show(text, language::mustache));
    }
    return new Compiled(
        name,
        language.id(),
        texts.get(0),
        texts.get(1),
        texts.get(2),
        texts.get(3),
        mail,
        issues,
        List.copyOf(explanation));
  }

  /** The AMP part, for an ESP that takes one. */
  private Optional<Template> ampFor(MergeLanguage language) {
    return language.ampPart() == MergeLanguage.AmpPart.NONE ? Optional.empty() : amp;
  }
}
