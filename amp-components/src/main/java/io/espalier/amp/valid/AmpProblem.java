package io.espalier.amp.valid;

import io.espalier.rule.Issue;
import io.espalier.rule.Origin;
import io.espalier.rule.Place;

/**
 * One thing that a validator has against a document.
 *
 * @param line from 1
 * @param column from 0, in characters, as the AMP project counts
 * @param error false for a warning, which refuses nothing
 * @param code the AMP project's name of the rule, e.g. {@code DISALLOWED_ATTR}
 * @param message what is wrong, a sentence without a full stop
 */
public record AmpProblem(int line, int column, boolean error, String code, String message) {

  /**
   * The same as an issue of a file.
   *
   * @param name of the file
   * @param document the text that was checked
   */
  public Issue issue(String name, String document) {
    int offset = 0;
    for (int i = 1; i < line; i++) {
      int next = document.indexOf('\n', offset);
      if (next < 0) {
        break;
      }
      offset = next + 1;
    }
    int from = Math.min(document.length(), offset + column);
    Place place = Origin.of(name, document).place(from, from + 1);
    String said = place.source();
    if (said.length() > 200) {
      place = new Place(name, place.line(), place.column(), 1, "");
    }
    return error
        ? Issue.error(place, message, "AMP rule " + code)
        : Issue.warning(place, message, "AMP rule " + code);
  }

  @Override
  public String toString() {
    return line + ":" + column + " " + (error ? "" : "warning ") + code + ": " + message;
  }
}
