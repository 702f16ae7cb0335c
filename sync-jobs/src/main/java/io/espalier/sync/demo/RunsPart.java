package io.espalier.sync.demo;

import io.espalier.sync.run.Report;

/** The three syncs: how much was sent, in how many calls. */
final class RunsPart {
  private RunsPart() {}

  static String of(Story story) {
    StringBuilder cards = new StringBuilder();
    story.runs().forEach(run -> cards.append(card(story, run)));
    return """
        <section id="runs">
        <h2>Three syncs</h2>
        <p class="note">A write is a call that could change something at the ESP. The others look: who are we, which fields are there, is the job done.</p>
        <div class="cards">
        %s</div>
        </section>"""
        .formatted(cards);
  }

  private static String card(Story story, Story.Run run) {
    StringBuilder rows = new StringBuilder();
    for (Report report : run.reports()) {
      rows.append(
          "<tr><th scope=\"row\">%s</th><td class=\"n\">%s</td><td class=\"n\">%s</td><td class=\"n\">%s</td></tr>\n"
              .formatted(
                  Html.text(story.esps().getOrDefault(report.esp(), report.esp())),
                  Html.number(report.applied()),
                  Html.number(report.calls()),
                  Html.number(report.writes())));
    }
    return """
        <article class="card">
        <h3>%s</h3>
        <p class="big">%s<span> %s</span></p>
        <p class="note">%s; %s</p>
        <table><thead><tr><th></th><th class="n" scope="col">rows</th><th class="n" scope="col">calls</th><th class="n" scope="col">writes</th></tr></thead>
        <tbody>
        %s</tbody></table>
        </article>
        """
        .formatted(
            Html.text(run.title()),
            Html.number(run.writes()),
            run.writes() == 1 ? "write" : "writes",
            Html.text(run.before()),
            Html.seconds(run.took()),
            rows);
  }
}
