package io.espalier.mjml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Range;
import org.jsoup.parser.Parser;
import org.jsoup.select.Selector.SelectorParseException;

/**
 * {@code <mj-style inline="inline">}: its rules written into the {@code style} of the elements that
 * they are about, as the official renderer does with juice 10 (documentation.mjml.io, November
 * 2026). What an element says itself wins, unless a rule says {@code !important}; of two rules the
 * more specific, then the later. Rules within {@code @media} and for states stay out. All other
 * text is kept letter by letter.
 */
public final class InlineStyles {
  private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/");
  private static final Pattern AT_RULE =
      Pattern.compile("(?s)@[^;{}]*(;|\\{([^{}]*\\{[^{}]*\\})*[^{}]*\\})");
  private static final Pattern RULE = Pattern.compile("(?s)([^{}]+)\\{([^{}]*)\\}");
  private static final Pattern STATE =
      Pattern.compile(":(?!first-child|last-child|nth-child|nth-of-type|not|only-child)");
  private static final Pattern ID = Pattern.compile("#[\\w-]+");
  private static final Pattern CLASS = Pattern.compile("\\.[\\w-]+|\\[[^\\]]*\\]|:[\\w-]+");
  private static final Pattern TYPE = Pattern.compile("(^|[\\s>+~])[a-zA-Z][\\w-]*");
  private static final Pattern STYLE = Pattern.compile("(?s)(\\sstyle=\")([^\"]*)\"");

  private InlineStyles() {}

  private record Said(String value, boolean important) {}

  private record Rule(String selector, Map<String, Said> says, int weight) {}

  /**
   * @param html rendered; tokens in it stay
   * @param css of all such elements, in their order
   */
  public static String written(String html, String css) {
    List<Rule> rules = rules(css);
    if (rules.isEmpty()) {
      return html;
    }
    Document document = Parser.htmlParser().setTrackPosition(true).parseInput(html, "");
    Map<Element, Map<String, Said>> found = new LinkedHashMap<>();
    for (Rule rule : rules) {
      for (Element element : selected(document, rule.selector())) {
        Map<String, Said> there = found.computeIfAbsent(element, e -> new LinkedHashMap<>());
        rule.says().forEach((name, said) -> there.merge(name, said, InlineStyles::stronger));
      }
    }
    NavigableMap<Integer, String> edits = new TreeMap<>();
    int[] ends = new int[html.length() + 1];
    found.forEach(
        (element, says) -> {
          Range range = element.sourceRange();
          if (range.isTracked() && range.endPos() > range.startPos()) {
            String tag = html.substring(range.startPos(), range.endPos());
            edits.put(range.startPos(), tag(tag, says));
            ends[range.startPos()] = range.endPos();
          }
        });
    StringBuilder text = new StringBuilder(html.length() + 1_000);
    int at = 0;
    for (Map.Entry<Integer, String> edit : edits.entrySet()) {
      text.append(html, at, edit.getKey()).append(edit.getValue());
      at = ends[edit.getKey()];
    }
    return text.append(html, at, html.length()).toString();
  }

  private static List<Element> selected(Document document, String selector) {
    try {
      return document.select(selector);
    } catch (SelectorParseException e) {
      return List.of();
    }
  }

  private static Said stronger(Said before, Said later) {
    return before.important() && !later.important() ? before : later;
  }

  /** The tag with what it says itself over what the rules say. */
  private static String tag(String tag, Map<String, Said> says) {
    Matcher own = STYLE.matcher(tag);
    boolean styled = own.find();
    Map<String, Said> all = new LinkedHashMap<>(says);
    if (styled) {
      declarations(own.group(2))
          .forEach((name, said) -> all.merge(name, said, InlineStyles::stronger));
    }
    StringBuilder style = new StringBuilder();
    all.forEach(
        (name, said) ->
            style.append(name).append(':').append(said.value().replace('"', '\'')).append(';'));
    if (styled) {
      return tag.substring(0, own.start(2)) + style + tag.substring(own.end(2));
    }
    int end = tag.endsWith("/>") ? tag.length() - 2 : tag.length() - 1;
    return tag.substring(0, end).stripTrailing() + " style=\"" + style + "\"" + tag.substring(end);
  }

  /** The lightest first; of the same weight in their order. */
  private static List<Rule> rules(String css) {
    String plain = AT_RULE.matcher(COMMENT.matcher(css).replaceAll("")).replaceAll("");
    List<Rule> rules = new ArrayList<>();
    Matcher rule = RULE.matcher(plain);
    while (rule.find()) {
      Map<String, Said> says = declarations(rule.group(2));
      for (String selector : rule.group(1).split(",", -1)) {
        String one = selector.strip();
        if (!one.isEmpty() && !says.isEmpty() && !STATE.matcher(one).find()) {
          rules.add(new Rule(one, says, weight(one)));
        }
      }
    }
    rules.sort(Comparator.comparingInt(Rule::weight));
    return rules;
  }

  private static int weight(String selector) {
    return count(ID, selector) * 10_000 + count(CLASS, selector) * 100 + count(TYPE, selector);
  }

  private static int count(Pattern pattern, String text) {
    return (int) pattern.matcher(text).results().count();
  }

  private static Map<String, Said> declarations(String block) {
    Map<String, Said> says = new LinkedHashMap<>();
    for (String one : block.split(";(?![^(]*\\))", -1)) {
      int colon = one.indexOf(':');
      if (colon > 0) {
        String value = one.substring(colon + 1).strip();
        boolean important = value.toLowerCase(Locale.ROOT).endsWith("!important");
        String said =
            important ? value.substring(0, value.length() - "!important".length()).strip() : value;
        if (!said.isEmpty()) {
          says.put(
              one.substring(0, colon).strip().toLowerCase(Locale.ROOT), new Said(said, important));
        }
      }
    }
    return says;
  }
}
