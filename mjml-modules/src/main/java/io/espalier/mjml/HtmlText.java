package io.espalier.mjml;

import io.espalier.template.Context;
import io.espalier.template.Template;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads rendered HTML, piece by piece, and gives what a person sees of it. */
final class HtmlText {
  private static final Pattern NAME = Pattern.compile("</?([A-Za-z][A-Za-z0-9]*)");
  private static final Pattern HIDDEN =
      Pattern.compile("(?i)style=\"[^\"]*(display:\\s*none|mso-hide:\\s*all)");
  private static final Set<String> SKIPPED = Set.of("style", "script", "head", "title", "noscript");
  private static final Set<String> BLOCKS =
      Set.of(
          "p",
          "div",
          "tr",
          "td",
          "th",
          "table",
          "h1",
          "h2",
          "h3",
          "h4",
          "h5",
          "h6",
          "ul",
          "ol",
          "li",
          "hr",
          "blockquote",
          "center");

  /** A template within a tag stands in it as one character of Unicode's private area. */
  private static final char FIRST_HELD = '\uE000';

  /** What is owed before the next words: line breaks, or a space. */
  record Gap(int breaks, boolean space) {}

  private final StringBuilder tag = new StringBuilder();
  private final List<Template> held = new ArrayList<>();
  private final Deque<List<Template>> links = new ArrayDeque<>();
  private boolean inTag;
  private boolean inComment;
  private char quote;
  private String skipped = "";
  private int skippedDepth;
  private int breaks;
  private boolean space;
  private boolean shown;

  boolean inTag() {
    return inTag;
  }

  Gap gap() {
    return new Gap(breaks, space);
  }

  void begin(Gap gap) {
    breaks = gap.breaks();
    space = gap.space();
    branchShown = false;
  }

  private boolean branchShown;
  private int longest;

  void endBranch(List<Template> out) {
    if (branchShown && space && breaks == 0) {
      out.add(new Template.Text(" ", Context.PLAIN));
    }
    longest = Math.max(longest, breaks);
  }

  /** After a choice as much is owed as after the branch, or before, that owes most. */
  void after(Gap before) {
    breaks = Math.max(before.breaks(), longest);
    longest = 0;
    space = false;
    branchShown = true;
  }

  /** Writes a space that is owed: what follows may be a choice. */
  void settleSpace(List<Template> out) {
    if (space && breaks == 0 && shown && skipped.isEmpty() && !inTag) {
      out.add(new Template.Text(" ", Context.PLAIN));
    }
    space = false;
  }

  void read(String html, List<Template> out) {
    for (int i = 0; i < html.length(); i++) {
      char c = html.charAt(i);
      if (inComment) {
        tag.append(c);
        inComment = tag.length() < 3 || !tag.substring(tag.length() - 3).equals("-->");
        if (!inComment) {
          tag.setLength(0);
        }
      } else if (inTag) {
        inTag(c, out);
      } else if (c == '<' && i + 1 < html.length() && opens(html.charAt(i + 1))) {
        tag.setLength(0);
        held.clear();
        if (html.startsWith("<!--", i)) {
          inComment = true;
        } else {
          inTag = true;
          tag.append(c);
        }
      } else {
        int end = c == '&' ? html.indexOf(';', i) : -1;
        boolean reference = end > 0 && end - i < 10;
        words(reference ? Decoded.plain(html.substring(i, end + 1)) : Character.toString(c), out);
        i = reference ? end : i;
      }
    }
  }

  private static boolean opens(char c) {
    return Character.isLetter(c) || c == '/' || c == '!';
  }

  private void inTag(char c, List<Template> out) {
    tag.append(c);
    if (quote != 0) {
      quote = c == quote ? 0 : quote;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '>') {
      inTag = false;
      tag(tag.toString(), out);
    }
  }

  /** A value, or what the ESP fills in: within a tag it waits for the tag's end. */
  void show(Template template, List<Template> out) {
    if (inComment) {
      return;
    }
    if (inTag) {
      tag.append((char) (FIRST_HELD + held.size()));
      held.add(template);
    } else if (skipped.isEmpty()) {
      owed(out);
      out.add(plain(template));
    }
  }

  private static Template plain(Template template) {
    if (template instanceof Template.Output o) {
      boolean encoded = o.context() == Context.URL || o.context() == Context.PATH;
      Context context = encoded ? o.context() : Context.PLAIN;
      return new Template.Output(
          o.attribute(), o.type(), o.filters(), o.fallback(), context, o.place());
    } else if (template instanceof Template.Address) {
      return new Template.Address(Context.PLAIN);
    } else if (template instanceof Template.Coupon c) {
      return new Template.Coupon(c.pool(), c.fallback(), Context.PLAIN, c.place());
    } else if (template instanceof Template.Text t) {
      return new Template.Text(t.copy(), Context.PLAIN);
    }
    return template;
  }

  private void words(String text, List<Template> out) {
    if (!skipped.isEmpty() || text.isEmpty()) {
      return;
    }
    if (text.isBlank() || text.equals("\u00a0") || text.equals("\u200c")) {
      space = true;
      return;
    }
    owed(out);
    int last = out.size() - 1;
    if (last >= 0 && out.get(last) instanceof Template.Text t && t.context() == Context.PLAIN) {
      out.set(last, new Template.Text(t.copy() + text, Context.PLAIN));
    } else {
      out.add(new Template.Text(text, Context.PLAIN));
    }
  }

  private void owed(List<Template> out) {
    if (shown && breaks > 0) {
      out.add(new Template.Text("\n".repeat(Math.min(2, breaks)), Context.PLAIN));
    } else if (shown && space) {
      out.add(new Template.Text(" ", Context.PLAIN));
    }
    breaks = 0;
    space = false;
    shown = true;
    branchShown = true;
  }

  private void tag(String text, List<Template> out) {
    Matcher matcher = NAME.matcher(text);
    if (!matcher.lookingAt()) {
      return;
    }
    String name = matcher.group(1).toLowerCase(Locale.ROOT);
    boolean closing = text.startsWith("</");
    if (!skipped.isEmpty()) {
      if (name.equals(skipped) && !text.endsWith("/>")) {
        skippedDepth += closing ? -1 : 1;
        skipped = skippedDepth == 0 ? "" : skipped;
      }
    } else if (!closing && (SKIPPED.contains(name) || HIDDEN.matcher(text).find())) {
      if (!text.endsWith("/>") && !name.equals("img") && !name.equals("br")) {
        skipped = name;
        skippedDepth = 1;
      }
    } else if (name.equals("br")) {
      breaks++;
    } else if (name.equals("a")) {
      link(text, closing, out);
    } else if (name.equals("img")) {
      attribute(text, "alt").forEach(part -> show(part, out));
    } else if (BLOCKS.contains(name)) {
      breaks =
          Math.max(
              breaks, name.equals("p") || name.startsWith("h") || name.equals("table") ? 2 : 1);
      space = false;
    }
  }

  private void link(String text, boolean closing, List<Template> out) {
    if (!closing) {
      links.push(attribute(text, "href"));
    } else if (!links.isEmpty()) {
      List<Template> target = links.pop();
      if (!target.isEmpty() && !isFragment(target)) {
        space = true;
        words("(", out);
        target.forEach(part -> out.add(plain(part)));
        words(")", out);
      }
    }
  }

  private static boolean isFragment(List<Template> target) {
    return target.get(0) instanceof Template.Text t && t.copy().startsWith("#");
  }

  /** The parts of an attribute in double quotes. */
  private List<Template> attribute(String text, String name) {
    Matcher matcher =
        Pattern.compile("(?is)[\\s\"']" + name + "\\s*=\\s*\"([^\"]*)\"").matcher(text);
    List<Template> parts = new ArrayList<>();
    if (!matcher.find()) {
      return parts;
    }
    String value = matcher.group(1);
    int from = 0;
    for (int i = 0; i <= value.length(); i++) {
      boolean end = i == value.length();
      int number = end ? -1 : value.charAt(i) - FIRST_HELD;
      if (end || (number >= 0 && number < held.size())) {
        if (from < i) {
          parts.add(new Template.Text(Decoded.plain(value.substring(from, i)), Context.PLAIN));
        }
        if (!end) {
          parts.add(held.get(number));
        }
        from = i + 1;
      }
    }
    return parts;
  }
}
