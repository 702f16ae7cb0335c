package io.espalier.sandbox.mailchimp.merge;

/**
 * A piece of a template.
 *
 * @param source as it stands in the template
 * @param argument what follows the keyword; a plain tag whole; the text itself
 */
record Token(Kind kind, String source, String argument) {
  enum Kind {
    TEXT,
    TAG,
    IF,
    IFNOT,
    ELSEIF,
    ELSE,
    END_IF,
    INTERESTED,
    END_INTERESTED
  }
}
