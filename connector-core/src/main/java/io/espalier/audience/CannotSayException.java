package io.espalier.audience;

import io.espalier.rule.Issue;
import io.espalier.rule.Origin;
import io.espalier.rule.Span;

/** A part of a rule that an ESP's own definitions cannot say exactly, and why. */
public final class CannotSayException extends Exception {
  private static final long serialVersionUID = 1L;
  private final transient Span span;
  private final String mend;

  /**
   * @param span the part; {@link Span#NONE} where it is the rule as a whole
   * @param message why not, a sentence without a full stop
   * @param mend what to do; empty where the message says it all
   */
  public CannotSayException(Span span, String message, String mend) {
    super(message, null, true, false);
    this.span = span;
    this.mend = mend;
  }

  public Span span() {
    return span;
  }

  public String mend() {
    return mend;
  }

  /**
   * The same for the writer of the rule.
   *
   * @param whole where the caret goes if it is the rule as a whole
   */
  public Issue issue(Origin origin, Span whole) {
    boolean all = span.start() == span.end();
    return Issue.error(origin.place(all ? whole : span), String.valueOf(getMessage()), mend);
  }
}
