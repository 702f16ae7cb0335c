package io.espalier.sandbox.klaviyo.django;

/** A part of a parsed template. */
interface Node {
  void render(Scope scope, StringBuilder out);
}
