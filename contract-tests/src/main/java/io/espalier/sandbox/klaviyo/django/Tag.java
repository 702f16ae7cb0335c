package io.espalier.sandbox.klaviyo.django;

import java.util.List;

/** Makes the node of one block tag. */
interface Tag {
  /**
   * The node, with all up to the closing tag.
   *
   * @param words the tag's, its name first
   */
  Node node(Parser parser, List<String> words);
}
