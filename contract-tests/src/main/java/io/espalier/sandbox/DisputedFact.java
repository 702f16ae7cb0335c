package io.espalier.sandbox;

import java.util.Locale;

/**
 * A point on which a vendor's documents are silent or contradict each other. A sandbox takes the
 * likelier side, or the one that catches more mistakes, and the other where a {@link Switches} says
 * so. Each ESP lists its own as an enum.
 */
public interface DisputedFact {

  /** The enum constant, e.g. {@code ZERO_IS_PRESENT}. */
  String name();

  /** What the sandbox does where the switch is on; a whole sentence without a full stop. */
  String on();

  /** What it does where the switch is off. */
  String off();

  /** The position that is taken where nobody chose. */
  boolean usual();

  /** As it is written on the command line: {@code zero-is-present}. */
  default String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
