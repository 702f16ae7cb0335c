package io.espalier.sync.demo;

import java.util.List;

/** Every HTTP call of the three syncs and of reading back, by endpoint. */
final class CallsPart {
  private CallsPart() {}

  static String of(Story story) {
    StringBuilder esps = new StringBuilder();
    story
        .esps()
        .forEach(
            (esp, label) -> esps.append(esp(label, story.calls().getOrDefault(esp, List.of()))));
    return """
        <section id="calls">
        <h2>The calls</h2>
        <p class="note">Each ESP's own API, as its sandbox heard it: three syncs and the reading back.</p>
        %s</section>"""
        .formatted(esps);
  }

  private static String esp(String label, List<Endpoints.Row> rows) {
    StringBuilder body = new StringBuilder();
    for (Endpoints.Row row : rows) {
      body.append(
          "<tr><td><b class=\"method\">%s</b> <code>%s</code></td><td class=\"n\">%s</td><td class=\"n\">%s</td><td class=\"n\">%s</td></tr>\n"
              .formatted(
                  Html.text(row.method()),
                  Html.text(row.path()),
                  Html.number(row.calls()),
                  row.writes() == 0 ? "" : Html.number(row.writes()),
                  row.bytes() == 0 ? "" : Html.bytes(row.bytes())));
    }
    return """
        <details><summary><b>%s</b> <span>%s to %s, %s</span></summary>
        <div class="wide"><table class="calls"><thead><tr><th scope="col">Endpoint</th><th class="n" scope="col">calls</th><th class="n" scope="col">writes</th><th class="n" scope="col">sent</th></tr></thead>
        <tbody>
        %s</tbody></table></div></details>
        """
        .formatted(
            Html.text(label),
            Html.count(rows.stream().mapToLong(Endpoints.Row::calls).sum(), "call"),
            Html.count(rows.size(), "endpoint"),
            Html.count(rows.stream().mapToLong(Endpoints.Row::writes).sum(), "write"),
            body);
  }
}
