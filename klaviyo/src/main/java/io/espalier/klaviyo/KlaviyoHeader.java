package io.espalier.klaviyo;

import io.espalier.spi.Content;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A comment of Klaviyo's language before published HTML: the version, by which an edit shows, and
 * the subject, for which a template has no field. It prints nothing.
 *
 * @param version of the content, as it was published
 */
record KlaviyoHeader(String version, String subject) {
  private static final Pattern SHAPE =
      Pattern.compile(
          "\\{% comment %}espalier ([0-9a-f]{64})(?: subject: ([^\\n]*))?\\n\\{% endcomment %}");

  static KlaviyoHeader of(Content content) {
    return new KlaviyoHeader(content.version(), content.subject());
  }

  /** What a template's HTML says. */
  record Read(Optional<String> version, String subject, String html) {}

  /** The HTML with the header before it. */
  String on(String html) {
    return "{% comment %}espalier "
        + version
        + (subject.isEmpty() ? "" : " subject: " + escaped(subject))
        // No tag spans lines: whatever the subject opens and does not close ends here.
        + "\n{% endcomment %}"
        + html;
  }

  static Read read(String html) {
    Matcher header = SHAPE.matcher(html);
    if (!header.lookingAt()) {
      return new Read(Optional.empty(), "", html);
    }
    String subject = header.group(2) == null ? "" : header.group(2);
    return new Read(Optional.of(header.group(1)), unescaped(subject), html.substring(header.end()));
  }

  /**
   * Readable, so that a marketer can copy it; only what would end the comment, or hide its end, is
   * written otherwise.
   */
  private static String escaped(String subject) {
    return subject
        .replace("\\", "\\\\")
        .replace("\r", "\\r")
        .replace("\n", "\\n")
        .replace("endcomment", "\\endcomment")
        .replace("verbatim", "\\verbatim");
  }

  private static String unescaped(String escaped) {
    StringBuilder subject = new StringBuilder();
    for (int i = 0; i < escaped.length(); i++) {
      char c = escaped.charAt(i);
      if (c != '\\' || i + 1 == escaped.length()) {
        subject.append(c);
        continue;
      }
      char next = escaped.charAt(++i);
      subject.append(next == 'n' ? '\n' : next == 'r' ? '\r' : next);
    }
    return subject.toString();
  }
}
