package io.espalier.sync.demo;

import java.util.Arrays;
import java.util.List;

/** How a customer behaves; it shapes what they bought, looked at and clicked. */
enum Persona {
  NEWCOMER(8),
  REGULAR(15),
  LAPSED(25),
  /** Looks at jackets and has bought none. */
  LOOKER(13),
  /** Reads the newsletter and has bought nothing. */
  READER(12),
  OCCASIONAL(27);

  private final int weight;

  Persona(int weight) {
    this.weight = weight;
  }

  static Persona any(Chance chance) {
    List<Integer> weights = Arrays.stream(values()).map(p -> p.weight).toList();
    return values()[chance.weighted(weights)];
  }
}
