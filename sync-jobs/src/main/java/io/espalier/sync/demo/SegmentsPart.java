package io.espalier.sync.demo;

import java.util.Locale;

/** Segments, with what each ESP holds side by side. */
final class SegmentsPart {
  private SegmentsPart() {}

  static String of(Story story) {
    long most = story.segments().stream().mapToLong(Story.Count::expected).max().orElse(1);
    StringBuilder head =
        new StringBuilder(
            "<th scope=\"col\">Segment</th><th class=\"n\" scope=\"col\">Planned</th>");
    story
        .esps()
        .values()
        .forEach(
            label ->
                head.append("<th class=\"n\" scope=\"col\">")
                    .append(Html.text(label))
                    .append("</th>"));
    StringBuilder rows = new StringBuilder();
    for (Story.Count count : story.segments()) {
      rows.append(row(story, count, most));
    }
    return """
        <section id="segments">
        <h2>Segments</h2>
        <p class="note">The numbers below an ESP's name were counted by asking that ESP, after the third sync, for every member of its list, tag or data extension. A tick means: not only as many, the very same people.</p>
        <table class="segments">
        <thead><tr>%s<th><span class="hidden">Same people</span></th></tr></thead>
        <tbody>
        %s</tbody>
        </table>
        </section>"""
        .formatted(head, rows);
  }

  private static String row(Story story, Story.Count count, long most) {
    StringBuilder held = new StringBuilder();
    story
        .esps()
        .forEach(
            (esp, label) ->
                held.append("<td class=\"n\" data-label=\"")
                    .append(Html.text(label))
                    .append("\">")
                    .append(Html.number(count.held().getOrDefault(esp, 0L)))
                    .append("</td>"));
    return """
        <tr><th scope="row"><strong>%s</strong><small>%s</small><i class="bar" style="width:%s%%"></i></th><td class="n" data-label="Planned">%s</td>%s<td class="%s" title="%s"></td></tr>
        """
        .formatted(
            Html.text(count.name()),
            Html.text(count.description()),
            String.format(Locale.ROOT, "%.1f", 100.0 * count.expected() / Math.max(1, most)),
            Html.number(count.expected()),
            held,
            count.agrees() ? "yes" : "no",
            count.agrees() ? "the same people" : "different");
  }
}
