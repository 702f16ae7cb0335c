package io.espalier.template;

import io.espalier.model.Schema;
import io.espalier.rule.Issue;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Prints a tree in one language. */
public final class TemplatePrinter {
  private final MergeLanguage language;
  private final Schema schema;
  private final Function<String, Optional<Field>> fields;

  /**
   * @param fields attribute name → its field in this ESP: the declared ones that go there, and the
   *     derived ones of {@link Lowering#requirements}
   */
  public TemplatePrinter(
      MergeLanguage language, Schema schema, Function<String, Optional<Field>> fields) {
    this.language = language;
    this.schema = schema;
    this.fields = fields;
  }

  /**
   * @param text empty where there is an error among the issues
   * @param requirements what the text reads
   */
  public record Printed(Optional<String> text, Requirements requirements, List<Issue> issues) {}

  /** One document, e.g. an HTML body or a subject line. */
  public Printed print(Template template) {
    Lowering lowering = new Lowering(language, schema, fields, true);
    Code code = template.accept(lowering);
    List<Issue> issues = List.copyOf(lowering.issues());
    if (issues.stream().anyMatch(i -> i.severity() == Issue.Severity.ERROR)) {
      return new Printed(Optional.empty(), lowering.requirements(), issues);
    }
    Set<Field> read = new LinkedHashSet<>();
    String prologue = prologue(code, read);
    StringBuilder text = new StringBuilder();
    if (!has(code, Code.Word.PROLOGUE)) {
      text.append(prologue);
    }
    write(code, prologue, text);
    return new Printed(Optional.of(text.toString()), lowering.requirements(), issues);
  }

  private String prologue(Code code, Set<Field> read) {
    collect(code, read);
    return read.isEmpty() ? "" : language.prologue(List.copyOf(read));
  }

  private static void collect(Code code, Set<Field> read) {
    if (code instanceof Code.Value value) {
      read.add(value.field());
    } else if (code instanceof Code.If choice) {
      read.addAll(choice.reads());
      collect(choice.then(), read);
      collect(choice.otherwise(), read);
    } else if (code instanceof Code.All all) {
      all.parts().forEach(part -> collect(part, read));
    }
  }

  private static boolean has(Code code, Code.Word word) {
    return code == word || (code instanceof Code.All all && all.parts().contains(word));
  }

  private void write(Code code, String prologue, StringBuilder text) {
    if (code instanceof Code.Copy copy) {
      text.append(language.copy(copy.copy(), copy.context()));
    } else if (code instanceof Code.Value value) {
      text.append(language.output(value.field(), value.fallback(), value.context()));
    } else if (code instanceof Code.If choice) {
      write(choice, prologue, text);
    } else if (code instanceof Code.All all) {
      all.parts().forEach(part -> write(part, prologue, text));
    } else if (code instanceof Code.Word word) {
      text.append(
          switch (word) {
            case PROLOGUE -> prologue;
            case ADDRESS -> language.postalAddress();
            case UNSUBSCRIBE -> language.unsubscribeUrl();
          });
    }
  }

  private void write(Code.If choice, String prologue, StringBuilder text) {
    text.append(language.open(choice.condition()));
    write(choice.then(), prologue, text);
    Code otherwise = choice.otherwise();
    while (otherwise instanceof Code.If next) {
      text.append(language.orElse(next.condition()));
      write(next.then(), prologue, text);
      otherwise = next.otherwise();
    }
    if (otherwise != Code.EMPTY) {
      text.append(language.otherwise());
      write(otherwise, prologue, text);
    }
    text.append(language.end());
  }
}
