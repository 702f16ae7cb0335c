package io.espalier.amp;

import io.espalier.rule.Issue;
import io.espalier.rule.Names;
import io.espalier.rule.Place;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One AMP4EMAIL document: the required markup around a body, with the scripts of the components
 * that the body uses and no other.
 *
 * @param name of the file, for issues
 * @param language of the copy, e.g. {@code en}
 * @param css without a {@code style} tag; may be empty
 * @param body what stands between the body's tags
 */
public record AmpDocument(String name, String language, String css, String body) {
  /** Above this a validator refuses the document: rules revision 1188. */
  public static final int MAX_BYTES = 200_000;

  /** Above this older clients may refuse it: Gmail's earlier limit. */
  public static final int WARN_BYTES = 100_000;

  /** The style sheet and all inline styles together: rules revision 1188. */
  public static final int MAX_CSS_BYTES = 75_000;

  /** One inline style: rules revision 1188. */
  public static final int MAX_INLINE_BYTES = 1_000;

  private static final Pattern INLINE =
      Pattern.compile("\\sstyle\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)')", Pattern.CASE_INSENSITIVE);
  private static final Pattern TAG = Pattern.compile("<(amp-[a-z0-9-]+)", Pattern.CASE_INSENSITIVE);

  /** The whole document; check the {@link #issues} first. */
  public String html() {
    StringBuilder html = new StringBuilder();
    html.append("<!doctype html>\n<html ⚡4email data-css-strict lang=\"");
    html.append(language.replace("&", "&amp;").replace("\"", "&quot;")).append("\">\n<head>\n");
    html.append("<meta charset=\"utf-8\">\n");
    html.append("<script async src=\"https://cdn.ampproject.org/v0.js\"></script>\n");
    AmpComponent.usedIn(body).forEach(used -> html.append(used.script()).append('\n'));
    html.append("<style amp4email-boilerplate>body{visibility:hidden}</style>\n");
    if (!css.isBlank()) {
      html.append("<style amp-custom>").append(css).append("</style>\n");
    }
    return html.append("</head>\n<body>\n").append(body).append("\n</body>\n</html>\n").toString();
  }

  /** What a validator would refuse, as far as sizes and components go. */
  public List<Issue> issues() {
    List<Issue> issues = new ArrayList<>();
    int bytes = bytes(html());
    if (bytes > MAX_BYTES) {
      error(issues, size("the document", bytes, MAX_BYTES), "take out what it can do without");
    } else if (bytes > WARN_BYTES) {
      String message = size("the document", bytes, WARN_BYTES);
      issues.add(
          Issue.warning(Place.file(name), message, "some clients show the HTML part instead"));
    }
    checkCss(issues);
    Set<String> unknown = new TreeSet<>();
    for (Matcher tag = TAG.matcher(body); tag.find(); ) {
      unknown.add(tag.group(1).toLowerCase(Locale.ROOT));
    }
    Set<String> known = new TreeSet<>(AmpComponent.WITHOUT_SCRIPT);
    for (AmpComponent component : AmpComponent.values()) {
      known.add(component.tag());
    }
    unknown.removeAll(known);
    unknown.forEach(
        tag -> error(issues, "<" + tag + "> is not for email", Names.suggestion(tag, known)));
    return issues;
  }

  private void checkCss(List<Issue> issues) {
    int total = bytes(css);
    for (Matcher inline = INLINE.matcher(body); inline.find(); ) {
      String style = inline.group(1) == null ? inline.group(2) : inline.group(1);
      int bytes = bytes(style);
      total += bytes;
      if (bytes > MAX_INLINE_BYTES) {
        error(issues, size("an inline style", bytes, MAX_INLINE_BYTES), "use a class");
      }
    }
    if (total > MAX_CSS_BYTES) {
      error(issues, size("the CSS", total, MAX_CSS_BYTES), "inline styles count too");
    }
    if (css.contains("!important")
        || INLINE.matcher(body).results().anyMatch(m -> m.group().contains("!important"))) {
      error(issues, "'!important' is not allowed", "write a more exact selector");
    }
    if (css.toLowerCase(Locale.ROOT).contains("</style")) {
      error(issues, "the CSS closes its own element", "take '</style' out");
    }
  }

  private void error(List<Issue> issues, String message, String mend) {
    issues.add(Issue.error(Place.file(name), message, mend));
  }

  private static String size(String what, int bytes, int limit) {
    return String.format(Locale.ROOT, "%s has %,d bytes, more than %,d", what, bytes, limit);
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
