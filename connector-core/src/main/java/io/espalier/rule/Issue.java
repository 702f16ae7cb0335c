package io.espalier.rule;

/**
 * One thing that is wrong in what a user wrote. Issues are collected, never thrown one by one.
 *
 * @param message what is wrong, a sentence without a full stop
 * @param mend what to do; empty where the message says it all
 */
public record Issue(Severity severity, Place place, String message, String mend) {

  public enum Severity {
    ERROR,
    WARNING
  }

  public static Issue error(Place place, String message, String mend) {
    return new Issue(Severity.ERROR, place, message, mend);
  }

  public static Issue warning(Place place, String message, String mend) {
    return new Issue(Severity.WARNING, place, message, mend);
  }

  /**
   * As printed for a person, several lines without a last line feed:
   *
   * <pre>
   * segments/lapsed.yaml:7:3: error: unknown attribute 'contry'
   *   contry == "France"
   *   ^^^^^^
   *   did you mean 'country'?
   * </pre>
   */
  public String display() {
    StringBuilder text = new StringBuilder();
    text.append(place).append(": ").append(severity == Severity.ERROR ? "error" : "warning");
    text.append(": ").append(message);
    if (place.line() > 0 && !place.source().isEmpty()) {
      String source = place.source();
      int indent = source.length() - source.stripLeading().length();
      int from = Math.max(0, place.column() - 1 - indent);
      text.append("\n  ").append(source.strip());
      text.append("\n  ").append(" ".repeat(from)).append("^".repeat(Math.max(1, place.length())));
    }
    if (!mend.isEmpty()) {
      text.append("\n  ").append(mend);
    }
    return text.toString();
  }
}
