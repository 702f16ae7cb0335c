package io.espalier.template;

/** Where an output stands: the hole owns the escaping, never the caller. */
public enum Context {
  /** Between tags. */
  HTML,
  /** Inside a double-quoted attribute. */
  ATTRIBUTE,
  /** A part of a URL inside a double-quoted attribute. */
  URL,
  /** Inside a JSON string. */
  JSON,
  /** Plain text: subject, preheader setting, text part. */
  PLAIN
}
