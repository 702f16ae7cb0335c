package io.espalier.mjml;

import ch.digitalfondue.mjml4j.Mjml4j;
import org.w3c.dom.Document;

/** mjml4j 1.2.2: pure Java, about a thousand documents a second. */
final class Mjml4jRenderer implements MjmlRenderer {
  private final String language;

  /**
   * @param language of the copy, e.g. {@code en}
   */
  Mjml4jRenderer(String language) {
    this.language = language;
  }

  @Override
  public String render(Document mjml) {
    return Mjml4j.render(mjml, new Mjml4j.Configuration(language));
  }
}
