package io.espalier.sync.demo;

import io.espalier.sync.plan.Plan;

/** The first and the last plan, ESP by ESP. */
final class PlanPart {
  private PlanPart() {}

  static String of(Story story) {
    return """
        <section id="plan">
        <h2>The plans</h2>
        <p class="note">A plan is made, printed and kept before anything is sent; a sync executes exactly that.</p>
        <h3>Before the first sync</h3>
        <div class="cards">
        %s</div>
        <h3>Before the third</h3>
        <div class="cards">
        %s</div>
        </section>"""
        .formatted(cards(story.runs().get(0).plan()), cards(story.runs().get(2).plan()));
  }

  private static String cards(Plan plan) {
    StringBuilder cards = new StringBuilder();
    plan.parts().forEach(part -> cards.append(card(part)));
    return cards.toString();
  }

  private static String card(Plan.Part part) {
    StringBuilder rows = new StringBuilder();
    row(rows, "fields to make", part.fields().size());
    row(rows, "segments to make", part.defines());
    row(rows, "new profiles", part.created());
    row(rows, "changed profiles", part.changed());
    row(rows, "consents", part.consents());
    row(rows, "people who join a segment", part.joins());
    row(rows, "people who leave one", part.leaves());
    row(rows, "people withheld: they opted out", part.withheld());
    row(rows, "calls, about", part.calls());
    String fields =
        part.fields().isEmpty()
            ? ""
            : "<details><summary>The fields</summary><p class=\"fields\">%s</p></details>"
                .formatted(
                    part.fields().stream()
                        .map(f -> "<code>" + Html.text(f) + "</code>")
                        .collect(java.util.stream.Collectors.joining(" ")));
    return """
        <article class="card">
        <h4>%s</h4>
        <table class="plain"><tbody>
        %s<tr><th scope="row">least time at its quota</th><td class="n">%s</td></tr>
        </tbody></table>
        %s
        </article>
        """
        .formatted(Html.text(part.label()), rows, time(part.seconds()), fields);
  }

  private static void row(StringBuilder rows, String name, long number) {
    if (number > 0) {
      rows.append(
          "<tr><th scope=\"row\">%s</th><td class=\"n\">%s</td></tr>\n"
              .formatted(name, Html.number(number)));
    }
  }

  private static String time(long seconds) {
    return seconds < 90 ? seconds + " s" : Math.round(seconds / 60.0) + " min";
  }
}
