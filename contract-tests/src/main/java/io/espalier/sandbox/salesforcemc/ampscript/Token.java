package io.espalier.sandbox.salesforcemc.ampscript;

import java.util.Locale;

/**
 * One token of a message.
 *
 * @param at where it begins, in characters
 */
record Token(Kind kind, String text, int at) {
  enum Kind {
    /** Text outside of code, as it stands. */
    HTML,
    /** {@code %%name%%} in text: the name. */
    STRING_TAG,
    INLINE_OPEN,
    INLINE_CLOSE,
    WORD,
    VARIABLE,
    BRACKETED,
    NUMBER,
    TEXT,
    OPERATOR,
    ASSIGN,
    OPEN,
    CLOSE,
    COMMA,
    END
  }

  boolean isWord(String word) {
    return kind == Kind.WORD && text.toLowerCase(Locale.ROOT).equals(word);
  }
}
