package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The editable sections of a custom-coded template: elements with {@code mc:edit="name"}. */
final class TemplateSections {
  private static final Pattern START =
      Pattern.compile(
          "<([A-Za-z][A-Za-z0-9]*)\\b[^>]*?\\smc:edit\\s*=\\s*[\"']([^\"']+)[\"'][^>]*>");
  private static final Pattern MARK =
      Pattern.compile("\\smc:[a-z]+(?:\\s*=\\s*(?:\"[^\"]*\"|'[^']*'|[^\\s>]*))?");

  private TemplateSections() {}

  /**
   * @param start where the contents begin
   * @param end where they end
   */
  private record Section(String name, int start, int end) {}

  /** Name → contents, in the order in which they stand. */
  static JsonObject of(String html) {
    JsonObject sections = new JsonObject();
    Map<String, Section> all = find(html);
    all.forEach(
        (name, section) ->
            sections.addProperty(name, html.substring(section.start(), section.end())));
    return sections;
  }

  /** The template with these contents in its sections; names that it has not are ignored. */
  static String fill(String html, JsonObject contents) {
    StringBuilder filled = new StringBuilder();
    int done = 0;
    for (Section section : find(html).values()) {
      JsonElement content = contents.get(section.name());
      if (content != null && content.isJsonPrimitive() && section.start() >= done) {
        filled.append(html, done, section.start()).append(content.getAsString());
        done = section.end();
      }
    }
    return filled.append(html.substring(done)).toString();
  }

  static String withoutMarks(String html) {
    return MARK.matcher(html).replaceAll("");
  }

  /** What the vendor makes of HTML for those who read text; roughly. */
  static String plain(String html) {
    return html.replaceAll("(?is)<(style|script|head)\\b.*?</\\1>", " ")
        .replaceAll("(?s)<!--.*?-->", " ")
        .replaceAll("<[^>]*>", " ")
        .replaceAll("[ \\t\\r\\n]+", " ")
        .strip();
  }

  private static Map<String, Section> find(String html) {
    Map<String, Section> sections = new LinkedHashMap<>();
    Matcher start = START.matcher(html);
    while (start.find()) {
      String name = start.group(2);
      int from = start.end();
      end(html, start.group(1), from)
          .ifPresent(to -> sections.put(name, new Section(name, from, to)));
    }
    return sections;
  }

  /** Where the element that is open at a place closes; empty where it never does. */
  private static Optional<Integer> end(String html, String element, int from) {
    Matcher tag = Pattern.compile("(?i)<(/?)" + Pattern.quote(element) + "\\b[^>]*>").matcher(html);
    int depth = 1;
    int at = from;
    while (tag.find(at)) {
      depth += tag.group(1).isEmpty() ? 1 : -1;
      if (depth == 0) {
        return Optional.of(tag.start());
      }
      at = tag.end();
    }
    return Optional.empty();
  }
}
