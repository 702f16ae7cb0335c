package io.espalier.sync.demo;

/** Rows that could not be used, and why. */
final class RejectsPart {
  private RejectsPart() {}

  static String of(Story story) {
    StringBuilder rows = new StringBuilder();
    for (Story.Reject reject : story.rejects()) {
      rows.append(
          "<tr><td class=\"n\">%s</td><td><b>%s</b><small>%s</small></td><td class=\"examples\">%s</td></tr>\n"
              .formatted(
                  Html.number(reject.rows()),
                  Html.text(reject.reason()),
                  Html.text(reject.table()),
                  Html.text(
                      String.join(", ", reject.examples())
                          + (reject.rows() > reject.examples().size() ? " …" : ""))));
    }
    return """
        <section id="rejects">
        <h2>Rows that could not be used</h2>
        <p class="note">%s rows or values of the first sync. The run says so and goes on; each row is in a file, with its reason. Where only a value was wrong, the person is synced without it.</p>
        <div class="wide"><table class="rejects"><thead><tr><th class="n" scope="col">Rows</th><th scope="col">Reason</th><th class="examples" scope="col">For instance</th></tr></thead>
        <tbody>
        %s</tbody></table></div>
        </section>"""
        .formatted(Html.number(story.rejects().stream().mapToLong(Story.Reject::rows).sum()), rows);
  }
}
