package io.espalier.rule;

/** The first place where a text stops being a rule; never leaves {@link RuleParser}. */
final class SyntaxError extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient Span span;
  private final String mend;

  SyntaxError(Span span, String message, String mend) {
    super(message, null, false, false);
    this.span = span;
    this.mend = mend;
  }

  Issue at(Origin origin) {
    return Issue.error(origin.place(span), String.valueOf(getMessage()), mend);
  }
}
