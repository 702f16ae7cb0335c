package io.espalier.sync.cli;

import io.espalier.sync.run.Previews;
import io.espalier.sync.run.Showing;
import java.util.List;

/** One page of what people see, with the branches that they get and why. */
final class ShowingPage {
  private static final String STYLE =
      """
      :root { color-scheme: light dark; --line: #d5dbd7; --ink: #1d2421; --soft: #59645e; --back: #f4f6f5; --card: #fff }
      @media (prefers-color-scheme: dark) { :root { --line: #36403b; --ink: #e8edea; --soft: #a3afa8; --back: #121614; --card: #1b211e } }
      body { margin: 0 auto; max-width: 1800px; padding: 24px; font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--back) }
      h1 { margin: 0 0 4px } h2 { margin: 40px 0 8px } h3 { margin: 0 0 4px; font-size: 16px }
      p { margin: 0 0 8px; color: var(--soft) } code { font-size: 13px; overflow-wrap: anywhere }
      article { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 16px; margin: 0 0 20px }
      table { border-collapse: collapse; margin: 8px 0 12px; font-size: 13px } th { text-align: left; font-weight: 600 } td, th { padding: 3px 14px 3px 0; vertical-align: top; border-bottom: 1px solid var(--line) }
      .esps { display: flex; gap: 14px; overflow-x: auto } .esps > div { flex: 1 0 360px; min-width: 0 }
      .subject { color: var(--ink); font-weight: 600; min-height: 1.5em } .problem { color: #b3261e }
      iframe { width: 100%; height: 620px; border: 1px solid var(--line); border-radius: 6px; background: #fff }
      """;

  private ShowingPage() {}

  static String of(String project, List<Showing.Row> rows, List<Showing.Unseen> unseen) {
    StringBuilder page = new StringBuilder();
    page.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
        .append("<meta name=\"viewport\" content=\"width=device-width\"><title>")
        .append(text(project))
        .append(": previews</title><style>\n")
        .append(STYLE)
        .append("</style></head><body><h1>")
        .append(text(project))
        .append("</h1><p>")
        .append(rows.size())
        .append(
            " times an email for a person; each branch of each condition is seen by one.</p>\n");
    String email = "";
    for (Showing.Row row : rows) {
      if (!row.email().equals(email)) {
        email = row.email();
        page.append("<h2>").append(text(email)).append("</h2>\n");
        unseen(email, unseen, page);
      }
      row(row, page);
    }
    return page.append("</body></html>\n").toString();
  }

  private static void unseen(String email, List<Showing.Unseen> unseen, StringBuilder page) {
    for (Showing.Unseen one : unseen) {
      if (one.email().equals(email)) {
        page.append("<p class=\"problem\">Nobody was found, nor made up, who gets <code>")
            .append(text(one.test()))
            .append("</code> at ")
            .append(text(one.place().toString()))
            .append("</p>\n");
      }
    }
  }

  private static void row(Showing.Row row, StringBuilder page) {
    page.append("<article><h3>").append(text(row.person())).append("</h3>");
    if (!row.about().isEmpty()) {
      page.append("<p>Made up: ").append(text(row.about())).append("</p>");
    }
    if (!row.taken().isEmpty()) {
      page.append("<table><tr><th>branch</th><th>taken</th><th>because</th></tr>");
      for (Showing.Step step : row.taken()) {
        page.append("<tr><td>")
            .append(text(step.place().toString()))
            .append("</td><td><code>")
            .append(text(step.test()))
            .append("</code></td><td>")
            .append(text(step.reason()))
            .append("</td></tr>");
      }
      page.append("</table>");
    }
    page.append("<div class=\"esps\">");
    for (Previews.Preview seen : row.seen()) {
      page.append("<div><p>")
          .append(text(seen.label()))
          .append("</p><p class=\"subject\">")
          .append(text(seen.subject()))
          .append("</p>");
      seen.problem()
          .ifPresent(why -> page.append("<p class=\"problem\">").append(text(why)).append("</p>"));
      if (!seen.html().isEmpty()) {
        page.append("<iframe loading=\"lazy\" sandbox title=\"")
            .append(text(row.email() + " for " + row.person() + ", " + seen.label()))
            .append("\" srcdoc=\"")
            .append(text(seen.html()))
            .append("\"></iframe>");
      }
      page.append("</div>");
    }
    page.append("</div></article>\n");
  }

  private static String text(String plain) {
    return plain
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
