package io.espalier.salesforcemc;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** An element of a SOAP answer, or none: asking none for anything gives nothing. */
final class SoapNode {
  static final SoapNode NONE = new SoapNode(null);

  private final @Nullable Element element;

  SoapNode(@Nullable Element element) {
    this.element = element;
  }

  boolean exists() {
    return element != null;
  }

  /** A row that was done. */
  boolean isOk() {
    return text("StatusCode").equals("OK");
  }

  SoapNode child(String name) {
    List<SoapNode> all = children(name);
    return all.isEmpty() ? NONE : all.get(0);
  }

  /** The first child, whatever its name. */
  SoapNode first() {
    List<SoapNode> all = children("");
    return all.isEmpty() ? NONE : all.get(0);
  }

  /** The children of that name; every child for an empty one. */
  List<SoapNode> children(String name) {
    List<SoapNode> found = new ArrayList<>();
    if (element == null) {
      return found;
    }
    for (Node n = element.getFirstChild(); n != null; n = n.getNextSibling()) {
      if (n instanceof Element e && (name.isEmpty() || e.getLocalName().equals(name))) {
        found.add(new SoapNode(e));
      }
    }
    return found;
  }

  /** The text at a path of names; empty where there is none. */
  String text(String... path) {
    SoapNode node = this;
    for (String name : path) {
      node = node.child(name);
    }
    return node.element == null ? "" : node.element.getTextContent().strip();
  }
}
