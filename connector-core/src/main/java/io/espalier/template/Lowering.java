package io.espalier.template;

/** Splits what a language says itself from what is computed here and synced. */
public final class Lowering {
  private Lowering() {}
}
