package io.espalier.mjml.lint;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/** One rendering, as text and as a tree; what Outlook alone reads is a comment in the tree. */
record Page(String html, Document document) {

  static Page of(String html) {
    return new Page(html, Jsoup.parse(html));
  }
}
