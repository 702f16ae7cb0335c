package io.espalier.sandbox.mailchimp.merge;

import java.util.List;

/** A parsed template. */
sealed interface Node {

  record Text(String text) implements Node {}

  /**
   * A tag that prints.
   *
   * @param source what prints where nobody knows the tag
   */
  record Output(String name, String source) implements Node {}

  /** The first branch whose condition holds, else the last part. */
  record Choose(List<Branch> branches, List<Node> otherwise) implements Node {}

  record Branch(Condition condition, List<Node> body) {}
}
