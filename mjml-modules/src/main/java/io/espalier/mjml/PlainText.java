package io.espalier.mjml;

import io.espalier.template.Context;
import io.espalier.template.Template;
import java.util.ArrayList;
import java.util.List;

/**
 * The text part of an email, out of its HTML: the same words and choices, each link's address
 * behind it in brackets, a picture's alt text in its place, and nothing that is hidden.
 */
final class PlainText {
  private final HtmlText html = new HtmlText();
  private List<Template> out = new ArrayList<>();

  private PlainText() {}

  static Template of(Template html) {
    PlainText text = new PlainText();
    text.add(html);
    return new Template.Sequence(text.out);
  }

  private void add(Template node) {
    if (node instanceof Template.Sequence sequence) {
      sequence.parts().forEach(this::add);
    } else if (node instanceof Template.Text text) {
      if (text.context() == Context.HTML || html.inTag()) {
        html.read(text.copy(), out);
      } else {
        html.show(new Template.Text(Decoded.plain(text.copy()), Context.PLAIN), out);
      }
    } else if (node instanceof Template.Choose choose) {
      choose(choose);
    } else if (node instanceof Template.Each each) {
      HtmlText.Gap before = html.gap();
      List<Template> bodies = new ArrayList<>();
      HtmlText.Gap gap = before;
      for (Template body : each.bodies()) {
        bodies.add(branch(body, gap));
        gap = html.gap();
      }
      Template empty = branch(each.empty(), before);
      html.after(before);
      out.add(new Template.Each(each.attribute(), bodies, empty, each.place()));
    } else if (node instanceof Template.Prologue) {
      // Each part of a message has its own.
      return;
    } else {
      html.show(node, out);
    }
  }

  private void choose(Template.Choose choose) {
    html.settleSpace(out);
    HtmlText.Gap before = html.gap();
    List<Template.Branch> branches =
        choose.branches().stream()
            .map(b -> new Template.Branch(b.test(), branch(b.body(), before), b.place()))
            .toList();
    Template otherwise = branch(choose.otherwise(), before);
    html.after(before);
    out.add(new Template.Choose(branches, otherwise));
  }

  /** Each branch begins with the gap that was open before the choice. */
  private Template branch(Template body, HtmlText.Gap before) {
    List<Template> outer = out;
    out = new ArrayList<>();
    html.begin(before);
    add(body);
    html.endBranch(out);
    Template branch = new Template.Sequence(out);
    out = outer;
    return branch;
  }
}
