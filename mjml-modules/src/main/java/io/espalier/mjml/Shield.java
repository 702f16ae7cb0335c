package io.espalier.mjml;

import io.espalier.rule.Place;
import io.espalier.rule.Rule;
import io.espalier.template.Context;
import io.espalier.template.Template;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hides from the renderer what it would change: HTML, merge code and conditions become tokens of
 * letters and digits, and come back as a template around the rendered HTML.
 */
final class Shield {

  /** What a token stands for. */
  private sealed interface Hidden {}

  private record Piece(Template template) implements Hidden {}

  /** A branch begins, and the one before it ends; without a rule it is the otherwise branch. */
  private record Mark(int choice, boolean item, Optional<Rule> test, Place place)
      implements Hidden {}

  /** The list is there where the branches are the copies for its items. */
  private record End(int choice, Optional<String> list) implements Hidden {}

  private final String prefix;
  private final Pattern token;
  private final List<Hidden> hidden = new ArrayList<>();
  private int choices;

  /**
   * @param prefix letters that stand nowhere in the sources
   */
  Shield(String prefix) {
    this.prefix = prefix;
    this.token = Pattern.compile(prefix + "(\\d+)x");
  }

  /** Letters that stand nowhere in these texts. */
  static String prefix(List<String> texts) {
    StringBuilder prefix = new StringBuilder("zq");
    while (texts.stream().anyMatch(text -> text.contains(prefix))) {
      prefix.append("zq");
    }
    return prefix.toString();
  }

  String hide(Template template) {
    return add(new Piece(template));
  }

  int choice() {
    return choices++;
  }

  String branch(int choice, Optional<Rule> test, Place place) {
    return add(new Mark(choice, false, test, place));
  }

  /**
   * The copy of a body for the next item of a list; what follows as a branch without a rule is for
   * none.
   */
  String item(int choice, Place place) {
    return add(new Mark(choice, true, Optional.empty(), place));
  }

  String end(int choice) {
    return add(new End(choice, Optional.empty()));
  }

  /** The end of the copies for the items of a list. */
  String end(int choice, String list) {
    return add(new End(choice, Optional.of(list)));
  }

  private String add(Hidden what) {
    hidden.add(what);
    return prefix + (hidden.size() - 1) + "x";
  }

  /** A choice that is being put together. */
  private static final class Open {
    private final int choice;
    private final List<Template.Branch> branches = new ArrayList<>();
    private final List<Template> items = new ArrayList<>();
    private Template otherwise = Template.EMPTY;
    private Mark mark;
    private List<Template> parts = new ArrayList<>();

    Open(Mark first) {
      choice = first.choice();
      mark = first;
    }

    void next(Mark following) {
      finish();
      mark = following;
    }

    Template whole(End end) {
      return end.list().isPresent()
          ? new Template.Each(end.list().get(), items, otherwise, mark.place())
          : new Template.Choose(branches, otherwise);
    }

    void finish() {
      Template body = new Template.Sequence(parts);
      if (mark.test().isPresent()) {
        branches.add(new Template.Branch(mark.test().get(), body, mark.place()));
      } else if (mark.item()) {
        items.add(body);
      } else {
        otherwise = body;
      }
      parts = new ArrayList<>();
    }
  }

  /**
   * The rendered HTML with everything in its place again.
   *
   * @throws IllegalStateException where the renderer lost or moved a condition
   */
  Template restore(String html) {
    List<Template> outer = new ArrayList<>();
    Deque<Open> open = new ArrayDeque<>();
    Matcher matcher = token.matcher(html);
    int at = 0;
    int ended = 0;
    while (matcher.find()) {
      parts(open, outer).add(new Template.Text(html.substring(at, matcher.start()), Context.HTML));
      at = matcher.end();
      Hidden what = hidden.get(Integer.parseInt(matcher.group(1)));
      Open top = open.peek();
      if (what instanceof Piece piece) {
        parts(open, outer).add(piece.template());
      } else if (what instanceof Mark mark) {
        if (top != null && top.choice == mark.choice()) {
          top.next(mark);
        } else {
          open.push(new Open(mark));
        }
      } else if (top != null && what instanceof End end && top.choice == end.choice()) {
        top.finish();
        open.pop();
        ended++;
        parts(open, outer).add(top.whole(end));
      } else {
        throw new IllegalStateException("the renderer moved a condition");
      }
    }
    if (ended != choices || !open.isEmpty()) {
      throw new IllegalStateException("the renderer lost a condition");
    }
    outer.add(new Template.Text(html.substring(at), Context.HTML));
    return new Template.Sequence(outer);
  }

  private static List<Template> parts(Deque<Open> open, List<Template> outer) {
    Open top = open.peek();
    return top == null ? outer : top.parts;
  }
}
