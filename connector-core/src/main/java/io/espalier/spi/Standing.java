package io.espalier.spi;

/**
 * How something that we defined stands at an ESP now.
 *
 * @param name what it is called there; where it was altered, what it is there; empty where it is
 *     gone
 */
public record Standing(State state, String name) {
  /** The three ways in which it can stand. */
  public enum State {
    THERE,
    GONE,
    /** Of another type than we need: a field of text where we have numbers. */
    ALTERED
  }

  public static final Standing GONE = new Standing(State.GONE, "");

  public static Standing there(String name) {
    return new Standing(State.THERE, name);
  }

  public static Standing altered(String type) {
    return new Standing(State.ALTERED, type);
  }
}
