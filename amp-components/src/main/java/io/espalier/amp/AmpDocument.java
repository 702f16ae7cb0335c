package io.espalier.amp;

import io.espalier.amp.valid.AmpValidator;
import io.espalier.rule.Issue;
import io.espalier.rule.Place;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

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

  /**
   * What a validator has against the document, and a warning where older clients may refuse it. It
   * says nothing of what merge code will put into it: validate what arrives, too.
   */
  public List<Issue> issues() {
    return issues(name, html());
  }

  /**
   * The same of a document that is written already, e.g. of one that an ESP rendered.
   *
   * @param name for the issues
   */
  public static List<Issue> issues(String name, String html) {
    List<Issue> issues = new ArrayList<>();
    new AmpValidator().validate(html).forEach(problem -> issues.add(problem.issue(name, html)));
    int bytes = html.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > WARN_BYTES && bytes <= MAX_BYTES) {
      String message =
          String.format(
              Locale.ROOT, "the document has %,d bytes, more than %,d", bytes, WARN_BYTES);
      String mend = "some clients show the HTML part instead";
      issues.add(Issue.warning(Place.file(name), message, mend));
    }
    return issues;
  }
}
