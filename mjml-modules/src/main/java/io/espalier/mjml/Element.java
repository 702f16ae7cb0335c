package io.espalier.mjml;

import java.util.List;

/**
 * An element of MJML, or one of ours among them.
 *
 * @param children elements only; none in an ending tag
 * @param contentStart of what stands between its tags
 * @param contentEnd of what stands between its tags
 * @param scope the names that mean something here
 */
record Element(Tag tag, List<Element> children, int contentStart, int contentEnd, Scope scope) {

  String name() {
    return tag.name();
  }

  Source source() {
    return tag.source();
  }

  /** With other children, in another scope. */
  Element with(List<Element> others, Scope where) {
    return new Element(tag, others, contentStart, contentEnd, where);
  }
}
