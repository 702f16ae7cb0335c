package io.espalier.mjml;

import io.espalier.model.Schema;
import io.espalier.rule.Parsed;
import io.espalier.template.Context;
import io.espalier.template.Template;
import java.util.Optional;

/** Plain text with outputs and conditions in it, as a subject line has them. */
public final class PlainCopy {
  private PlainCopy() {}

  /**
   * @param file where the text stands, for issues
   */
  public static Parsed<Template> parse(String text, String file, Schema schema) {
    Reading reading = new Reading(schema);
    Source source = new Source(file, text);
    Template parsed =
        FragmentParser.parse(source, 0, text.length(), Context.PLAIN, reading, Scope.NONE);
    return new Parsed<>(
        reading.failed() ? Optional.empty() : Optional.of(parsed), reading.issues());
  }
}
