package io.espalier.sandbox;

/** The ESP would not render this template for this person, and says why in its own words. */
public final class RenderException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RenderException(String message) {
    super(message);
  }
}
