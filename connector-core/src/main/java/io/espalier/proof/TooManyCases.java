package io.espalier.proof;

/** A proof would take more cases apart than is reasonable: nothing is known. */
public final class TooManyCases extends RuntimeException {
  private static final long serialVersionUID = 1;

  TooManyCases() {
    super("too many cases to be proved");
  }
}
