package io.espalier.template;

import io.espalier.model.Schema;
import io.espalier.rule.Issue;
import java.time.ZoneId;
import java.time.ZoneOffset;
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
  private final ZoneId zone;

  /**
   * @param fields attribute name → its field in this ESP: the declared ones that go there, and the
   *     derived ones of {@link Lowering#requirements}
   */
  public TemplatePrinter(
      MergeLanguage language, Schema schema, Function<String, Optional<Field>> fields) {
    this(language, schema, fields, ZoneOffset.UTC);
  }

  /**
   * @param fields as above
   * @param zone the project's: in it a day begins
   */
  public TemplatePrinter(
      MergeLanguage language,
      Schema schema,
      Function<String, Optional<Field>> fields,
      ZoneId zone) {
    this.language = language;
    this.schema = schema;
    this.fields = fields;
    this.zone = zone;
  }

  /**
   * @param text empty where there is an error among the issues
   * @param requirements what the text reads
   */
  public record Printed(Optional<String> text, Requirements requirements, List<Issue> issues) {}

  /** One document, e.g. an HTML body. */
  public Printed print(Template template) {
    Lowering lowering = new Lowering(language, schema, fields, zone, true);
    return print(template.accept(lowering), lowering);
  }

  /** One line, e.g. a subject: in some languages it may say less than a body. */
  public Printed printLine(Template line) {
    Lowering lowering = new Lowering(language, schema, fields, zone, true);
    return print(lowering.line(line), lowering);
  }

  /** True where it says different things to different people by more than a plain value. */
  public boolean isChoice(Template template) {
    return Reads.of(template).chooses();
  }

  private Printed print(Code code, Lowering lowering) {
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
    boolean clock = collect(code, read);
    return read.isEmpty() && !clock ? "" : language.prologue(List.copyOf(read), clock);
  }

  /** Gives whether the time of sending is asked for. */
  private static boolean collect(Code code, Set<Field> read) {
    if (code instanceof Code.Value value) {
      read.add(value.field());
    } else if (code instanceof Code.If choice) {
      read.addAll(choice.reads());
      boolean then = collect(choice.then(), read);
      return collect(choice.otherwise(), read) || then || choice.clock();
    } else if (code instanceof Code.All all) {
      boolean clock = false;
      for (Code part : all.parts()) {
        clock |= collect(part, read);
      }
      return clock;
    }
    return false;
  }

  private static boolean has(Code code, Code.Word word) {
    return code == word || (code instanceof Code.All all && all.parts().contains(word));
  }

  private void write(Code code, String prologue, StringBuilder text) {
    if (code instanceof Code.Copy copy) {
      text.append(language.copy(copy.copy(), copy.context()));
    } else if (code instanceof Code.Value value) {
      text.append(language.output(value.field(), value.fallback(), value.context()));
    } else if (code instanceof Code.Printed printed) {
      text.append(printed.text());
    } else if (code instanceof Code.If choice) {
      write(choice, prologue, text);
    } else if (code instanceof Code.All all) {
      all.parts().forEach(part -> write(part, prologue, text));
    } else if (code instanceof Code.Word word) {
      text.append(
          switch (word) {
            case PROLOGUE -> prologue;
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
