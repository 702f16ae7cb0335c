package io.espalier.amp.valid;

/**
 * A piece of CSS.
 *
 * @param text of a name, a URL or a string: without what marks it; of the rest: as written
 * @param start its offset in the CSS
 * @param end after it
 */
record CssToken(Kind kind, String text, int start, int end) {
  enum Kind {
    IDENT,
    FUNCTION,
    AT,
    HASH,
    STRING,
    URL,
    NUMBER,
    DELIM,
    SPACE,
    COLON,
    SEMICOLON,
    COMMA,
    OPEN,
    CLOSE,
    /** Of something that could not be read, and was reported. */
    BROKEN,
    EOF
  }

  boolean is(Kind wanted) {
    return kind == wanted;
  }

  boolean is(Kind wanted, String wantedText) {
    return kind == wanted && text.equals(wantedText);
  }
}
