package io.espalier.template;

/** Prints a tree in one language. */
public final class TemplatePrinter {
  private TemplatePrinter() {}
}
