package io.espalier.sync.demo;

import io.espalier.sync.run.Previews;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/** The words of a rendered email, to compare what two ESPs say. */
final class Words {
  /** Each ESP puts its own address and links into the footer. */
  private static final String FOOTER = "You read this because";

  private Words() {}

  /** The subject and what can be seen, without the footer; runs of spaces are one. */
  static String of(Previews.Preview preview) {
    Document document = Jsoup.parse(preview.html());
    document.select("style, script, title, [style*=display:none]").remove();
    String text = document.body().text().replace('\u00a0', ' ');
    int end = text.indexOf(FOOTER);
    return preview.subject() + "\n" + (end < 0 ? text : text.substring(0, end)).strip();
  }
}
