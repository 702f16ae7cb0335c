package io.espalier.template;

/** Where an output stands: the hole owns the escaping, never the caller. */
public enum Context {
  /** Between tags. */
  HTML,
  /** Inside a double-quoted attribute. */
  ATTRIBUTE,
  /** A part of a URL's query inside a double-quoted attribute: a space may be a plus. */
  URL,
  /**
   * A part of a URL before or behind its query, or of one that is shown: a plus is a plus there.
   */
  PATH,
  /** Inside a JSON string. */
  JSON,
  /** Plain text: subject, preheader setting, text part. */
  PLAIN
}
