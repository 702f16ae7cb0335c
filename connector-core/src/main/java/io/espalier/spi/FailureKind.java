package io.espalier.spi;

/** What happens next. HTTP numbers never leave the http package and a vendor's errors file. */
public enum FailureKind {
  /** Wait as told, then go on. */
  RATE_LIMITED,
  /** Back off, then try again; bounded. */
  TRANSIENT,
  /** Stop, and name the setting. */
  AUTH,
  /** Dead-letter the row, go on with the others. */
  INVALID,
  /** The field, segment or person that the row speaks of is gone: define it again. */
  MISSING_TARGET,
  /** The ESP cannot do this at all: a declared lack. */
  UNSUPPORTED,
  /** The answer makes no sense: stop. */
  PROTOCOL
}
