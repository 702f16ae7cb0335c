package io.espalier.amp;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * What a part of an email states about the world: every number (prices, points, days, sizes), every
 * marked value, and every page that it leads to. Two parts of one email that state different things
 * to one person are an error: nobody chooses which of them is shown.
 */
public final class Facts {
  /** Around a value that stands for a person's own while branches are compared. */
  public static final char MARK = '\u2063';

  private static final Pattern NUMBER = Pattern.compile("\\d+(?:[.,:]\\d+)*%?");
  private static final Pattern MARKED = Pattern.compile(MARK + "([^" + MARK + "]+)" + MARK);
  private static final Pattern URL = Pattern.compile("https?://[^\\s\"'<>)]+");

  private final Set<String> said;
  private final Set<String> pages;

  private Facts(Set<String> said, Set<String> pages) {
    this.said = said;
    this.pages = pages;
  }

  /** Of an HTML or AMP part; of what the mail client has still to fetch, nothing is known. */
  public static Facts ofMarkup(String html) {
    Document document = Jsoup.parse(html);
    document.select("style, script, title, head, template, [style*=display:none]").remove();
    // What a form asks is no fact.
    document.select("label, fieldset, select, input").remove();
    // States that only one of them can have: they say again what stands beside them.
    document
        .select("[placeholder]:not(input), [submitting], [submit-success], [submit-error]")
        .remove();
    Set<String> pages = new LinkedHashSet<>();
    StringBuilder text = new StringBuilder(document.body().wholeText());
    for (Element element : document.body().getAllElements()) {
      text.append('\n').append(element.attr("alt"));
      if (element.normalName().equals("a")) {
        page(element.attr("href"), pages);
      }
    }
    return new Facts(said(text.toString()), pages);
  }

  /** Of a text part. */
  public static Facts ofText(String text) {
    Set<String> pages = new LinkedHashSet<>();
    Matcher url = URL.matcher(text);
    while (url.find()) {
      page(url.group(), pages);
    }
    return new Facts(said(URL.matcher(text).replaceAll(" ")), pages);
  }

  /**
   * What one says and the other does not; empty where they say the same.
   *
   * @param name of this part, e.g. {@code AMP}
   * @param otherName of the other
   */
  public List<String> differences(String name, Facts other, String otherName) {
    List<String> differences = new ArrayList<>();
    missing(said, other.said).forEach(f -> differences.add(only(name, otherName, "says " + f)));
    missing(other.said, said).forEach(f -> differences.add(only(otherName, name, "says " + f)));
    missing(pages, other.pages).forEach(p -> differences.add(only(name, otherName, "links " + p)));
    missing(other.pages, pages).forEach(p -> differences.add(only(otherName, name, "links " + p)));
    return differences;
  }

  private static String only(String name, String otherName, String what) {
    return "the " + name + " part " + what + ", the " + otherName + " part does not";
  }

  private static List<String> missing(Set<String> here, Set<String> there) {
    return here.stream().filter(fact -> !there.contains(fact)).toList();
  }

  private static Set<String> said(String text) {
    Set<String> said = new LinkedHashSet<>();
    Matcher marked = MARKED.matcher(text);
    StringBuilder rest = new StringBuilder();
    while (marked.find()) {
      said.add("'" + marked.group(1) + "'");
      marked.appendReplacement(rest, " ");
    }
    marked.appendTail(rest);
    Matcher number = NUMBER.matcher(rest);
    while (number.find()) {
      said.add("'" + number.group() + "'");
    }
    return said;
  }

  /** The page without what follows a click: its parameters are each part's own. */
  private static void page(String href, Set<String> pages) {
    String page = href.replaceFirst("[?#].*", "").replaceFirst("/$", "");
    String lower = page.toLowerCase(Locale.ROOT);
    if (lower.startsWith("http") && !lower.contains("unsub")) {
      pages.add(page);
    }
  }
}
