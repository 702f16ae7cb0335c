package io.espalier.mjml;

import org.w3c.dom.Document;

/** Makes HTML of MJML that has neither conditions nor outputs in it, but tokens in their places. */
interface MjmlRenderer {

  /**
   * The HTML document.
   *
   * @throws RuntimeException where the document has a value that the renderer cannot take
   */
  String render(Document mjml);
}
