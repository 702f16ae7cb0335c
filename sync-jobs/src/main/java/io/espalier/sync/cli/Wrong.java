package io.espalier.sync.cli;

/** A command that cannot be carried out as it was given. */
final class Wrong extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String mend;

  Wrong(String message, String mend) {
    super(message);
    this.mend = mend;
  }

  String mend() {
    return mend;
  }
}
