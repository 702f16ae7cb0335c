package io.espalier.sandbox.klaviyo.django;

/** The template does not parse, or fails where it runs: nothing of it is rendered. */
public final class TemplateFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String reason;
  private final int line;

  TemplateFault(String reason) {
    this(reason, 0);
  }

  TemplateFault(String reason, int line) {
    super(line == 0 ? reason : "line " + line + ": " + reason, null, false, false);
    this.reason = reason;
    this.line = line;
  }

  /** The same fault, with the line where nothing said one before. */
  TemplateFault at(int place) {
    return line == 0 ? new TemplateFault(reason, place) : this;
  }
}
