package io.espalier.sandbox.klaviyo.django;

/** The template is right, but this one recipient gets no message. */
public final class RecipientSkipped extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RecipientSkipped(String reason) {
    super(reason, null, false, false);
  }
}
