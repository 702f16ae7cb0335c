package io.espalier.sync.cli;

import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/** What a person reads of an HTML document, a line for each block. */
final class VisibleText {
  private VisibleText() {}

  static String of(String html) {
    Document document = Jsoup.parse(html);
    document.select("br").after("\n");
    document.select("style, script, title, [style*=display:none]").remove();
    return document
        .body()
        .wholeText()
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining("\n"));
  }
}
