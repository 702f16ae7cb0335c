package io.espalier.sandbox.klaviyo.django;

import java.util.ArrayList;
import java.util.List;

/** Nodes one after the other; a fault in one learns its line here. */
final class Body implements Node {
  private record Placed(Node node, int line) {}

  private final List<Placed> nodes = new ArrayList<>();

  void add(Node node, int line) {
    nodes.add(new Placed(node, line));
  }

  @Override
  public void render(Scope scope, StringBuilder out) {
    for (Placed placed : nodes) {
      try {
        placed.node.render(scope, out);
      } catch (TemplateFault fault) {
        throw fault.at(placed.line);
      }
    }
  }

  /** The same, with a frame of variables of its own. */
  void renderApart(Scope scope, StringBuilder out) {
    scope.push();
    render(scope, out);
    scope.pop();
  }

  String text(Scope scope) {
    StringBuilder out = new StringBuilder();
    render(scope, out);
    return out.toString();
  }
}
