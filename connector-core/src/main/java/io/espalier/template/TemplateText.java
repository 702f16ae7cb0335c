package io.espalier.template;

import io.espalier.rule.RulePrinter;

/** A template in one line, the same for templates that say the same, wherever they were written. */
final class TemplateText implements Template.Visitor<StringBuilder> {
  private final StringBuilder text = new StringBuilder();

  private TemplateText() {}

  static String print(Template template) {
    return template.accept(new TemplateText()).toString();
  }

  @Override
  public StringBuilder text(Template.Text node) {
    return text.append(node.copy().replace("{", "{{"));
  }

  @Override
  public StringBuilder output(Template.Output node) {
    text.append("{ ").append(node.attribute());
    node.filters().forEach(f -> text.append(" | ").append(f));
    node.fallback().ifPresent(f -> text.append(" | default: \"").append(f).append('"'));
    return text.append(" }");
  }

  @Override
  public StringBuilder choose(Template.Choose node) {
    for (Template.Branch branch : node.branches()) {
      text.append("{ if ").append(RulePrinter.print(branch.test())).append(" }");
      branch.body().accept(this);
    }
    text.append("{ else }");
    return node.otherwise().accept(this).append("{ end }");
  }

  @Override
  public StringBuilder each(Template.Each node) {
    text.append("{ each ").append(node.attribute()).append(" }");
    for (Template body : node.bodies()) {
      body.accept(this).append("{ next }");
    }
    return node.empty().accept(this).append("{ end }");
  }

  @Override
  public StringBuilder sequence(Template.Sequence node) {
    node.parts().forEach(part -> part.accept(this));
    return text;
  }

  @Override
  public StringBuilder prologue(Template.Prologue node) {
    return text;
  }

  @Override
  public StringBuilder unsubscribe(Template.Unsubscribe node) {
    return text.append("{ unsubscribe }");
  }

  @Override
  public StringBuilder address(Template.Address node) {
    return text.append("{ address }");
  }

  @Override
  public StringBuilder link(Template.Link node) {
    return text.append("{ ").append(node.page()).append(" }");
  }

  @Override
  public StringBuilder coupon(Template.Coupon node) {
    return text.append("{ coupon ").append(node.pool()).append(" }");
  }
}
