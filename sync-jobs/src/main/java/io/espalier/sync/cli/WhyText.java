package io.espalier.sync.cli;

import io.espalier.sync.evidence.PersonEvidence;
import java.util.ArrayList;
import java.util.List;

/** What is known of a person, as a person reads it. */
final class WhyText {
  private final List<String> lines = new ArrayList<>();

  private WhyText() {}

  static List<String> lines(PersonEvidence person) {
    WhyText text = new WhyText();
    text.head(person);
    text.values(person);
    person.segments().forEach(text::segment);
    person.esps().forEach(text::esp);
    return text.lines;
  }

  private void head(PersonEvidence person) {
    lines.add(ScoreExplainCommand.shown(person.key()) + ", " + person.address());
    if (!person.here()) {
      lines.add("not among the usable rows of the source today; what follows is what was");
    } else {
      lines.add(
          "consent: "
              + person.consent().state()
              + person.consent().since().map(at -> " since " + at).orElse("")
              + (person.consent().source().isEmpty()
                  ? ""
                  : ", said by " + person.consent().source()));
    }
    person
        .statements()
        .forEach(
            s ->
                lines.add(
                    "  "
                        + s.at()
                        + " "
                        + s.state()
                        + ", by "
                        + s.source()
                        + (s.evidence().isEmpty() ? "" : " (" + s.evidence() + ")")
                        + ", known since "
                        + s.learned()));
  }

  private void values(PersonEvidence person) {
    if (!person.values().isEmpty()) {
      lines.add("");
      TextTable table = new TextTable("attribute", "value", "from");
      person
          .values()
          .forEach(v -> table.row(v.attribute(), v.value().orElse("(missing)"), v.source()));
      lines.addAll(table.lines());
    }
  }

  private void segment(PersonEvidence.Segment segment) {
    lines.add("");
    lines.add(
        "segment "
            + segment.id()
            + ": "
            + (segment.member() ? "yes" : "no")
            + (segment.note().isEmpty() ? "" : " (" + segment.note() + ")"));
    for (PersonEvidence.Condition condition : segment.conditions()) {
      lines.add(
          "  "
              + "  ".repeat(condition.depth())
              + (condition.holds() ? "[x] " : "[ ] ")
              + condition.text()
              + condition.value().map(v -> "   (is " + v + ")").orElse(""));
    }
  }

  private void esp(PersonEvidence.AtEsp esp) {
    lines.add("");
    lines.add(
        esp.esp()
            + esp.confirmed().map(at -> ", fields confirmed " + at).orElse(", knows no fields"));
    esp.fields().ifPresent(fields -> lines.add("  fields    " + fields));
    esp.consent().ifPresent(consent -> lines.add("  consent   " + consent));
    lines.add(
        "  segments  " + (esp.segments().isEmpty() ? "none" : String.join(", ", esp.segments())));
    esp.told().forEach(t -> lines.add("  told      " + told(t)));
    esp.parked().forEach(t -> lines.add("  parked    " + told(t)));
  }

  private static String told(PersonEvidence.Told told) {
    return told.at()
        + " "
        + RunsShowCommand.words(told.kind())
        + (told.segment().isEmpty() ? "" : " " + told.segment())
        + (told.what().isEmpty() ? "" : " " + told.what())
        + ": "
        + RunsShowCommand.words(told.outcome())
        + (told.reason().isEmpty() ? "" : ", " + told.reason())
        + (told.run().isEmpty() ? "" : " (run " + told.run() + ")");
  }
}
