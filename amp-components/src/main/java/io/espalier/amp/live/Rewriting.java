package io.espalier.amp.live;

import io.espalier.template.Context;
import io.espalier.template.Template;
import java.util.ArrayList;
import java.util.List;

/** Plain text with outputs, made fit for another context. */
final class Rewriting implements Template.Visitor<Template> {
  private final Context context;

  private Rewriting(Context context) {
    this.context = context;
  }

  static Template into(Template plain, Context context) {
    return plain.accept(new Rewriting(context));
  }

  /** Plain text as HTML, fit for an attribute too. */
  static String escaped(String plain) {
    return plain
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  @Override
  public Template text(Template.Text node) {
    boolean markup = context == Context.HTML || context == Context.ATTRIBUTE;
    return new Template.Text(markup ? escaped(node.copy()) : node.copy(), context);
  }

  @Override
  public Template output(Template.Output node) {
    return new Template.Output(
        node.attribute(), node.type(), node.filters(), node.fallback(), context, node.place());
  }

  @Override
  public Template choose(Template.Choose node) {
    List<Template.Branch> branches = new ArrayList<>();
    node.branches()
        .forEach(
            b -> branches.add(new Template.Branch(b.test(), b.body().accept(this), b.place())));
    return new Template.Choose(branches, node.otherwise().accept(this));
  }

  @Override
  public Template sequence(Template.Sequence node) {
    return new Template.Sequence(node.parts().stream().map(part -> part.accept(this)).toList());
  }

  @Override
  public Template prologue(Template.Prologue node) {
    return node;
  }

  @Override
  public Template unsubscribe(Template.Unsubscribe node) {
    return node;
  }

  @Override
  public Template address(Template.Address node) {
    return new Template.Address(context == Context.PLAIN ? Context.PLAIN : Context.HTML);
  }

  @Override
  public Template each(Template.Each node) {
    List<Template> bodies = node.bodies().stream().map(body -> body.accept(this)).toList();
    return new Template.Each(node.attribute(), bodies, node.empty().accept(this), node.place());
  }

  @Override
  public Template link(Template.Link node) {
    return node;
  }

  @Override
  public Template coupon(Template.Coupon node) {
    return new Template.Coupon(node.pool(), node.fallback(), context, node.place());
  }
}
