package io.espalier.amp.live;

import io.espalier.model.Value;
import io.espalier.model.ValueType;
import io.espalier.rule.Comparison;
import io.espalier.rule.Operand;
import io.espalier.rule.Place;
import io.espalier.rule.Rule;
import io.espalier.rule.Span;
import io.espalier.template.Context;
import io.espalier.template.Mustache;
import io.espalier.template.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Live blocks as templates: AMP and HTML from one declaration, so that they cannot say different
 * things. In both of them, and in the text that is made of the HTML, the same person reads the same
 * title, sentence and link.
 */
public final class LiveModules {
  /**
   * Width of the picture that stands for a block, in CSS pixels: its words are to be read on a
   * phone.
   */
  public static final int IMAGE_WIDTH = 360;

  private final String server;
  private final String accent;

  /**
   * @param server the live server's public address, https, without a slash at its end
   * @param accent a CSS color of links and prices
   */
  public LiveModules(String server, String accent) {
    this.server = server;
    this.accent = accent;
  }

  /** The block for an AMP document's body. */
  public Template amp(LiveBlock block, String email) {
    Parts parts = new Parts();
    parts.html("<div class=\"es-live\">");
    if (!block.title().isEmpty()) {
      parts.html("<h2 class=\"es-title\">" + Rewriting.escaped(block.title()) + "</h2>");
    }
    switch (block.kind()) {
      case FORM -> form(parts, block, email, () -> AmpForms.questions(parts, block));
      case SELECTOR ->
          form(parts, block, email, () -> list(parts, block, email, AmpItems.of(block)));
      default -> list(parts, block, email, AmpItems.of(block));
    }
    parts.html("</div>");
    return parts.whole();
  }

  private void list(Parts parts, LiveBlock block, String email, String mustache) {
    parts.html("<amp-list src=\"" + server + LiveNames.viewPath(email) + "?t=");
    parts.token(LiveNames.viewToken(email));
    // One address for all of an email's lists: it is fetched once.
    parts.html(
        "\" items=\"blocks."
            + block.name()
            + "\" single-item layout=\"fixed-height\" height=\""
            + block.height()
            + "\" width=\"auto\" binding=\"no\" aria-live=\"off\">\n<div placeholder class=\"es-say\" role=\"status\">");
    parts.say(block, Context.HTML);
    parts.html("</div>\n<div fallback class=\"es-say\"><p>");
    parts.say(block, Context.HTML);
    parts.html("</p>");
    link(parts, block, email, "");
    parts.html("</div>\n<template type=\"amp-mustache\">");
    parts.mustache(mustache);
    parts.html("</template>\n</amp-list>\n");
  }

  private void form(Parts parts, LiveBlock block, String email, Runnable content) {
    parts.html(
        "<form method=\"post\" action-xhr=\""
            + server
            + LiveNames.formPath(email, block.name())
            + "?t=");
    parts.token(LiveNames.formToken(email, block.name()));
    parts.html("\">\n<p class=\"es-say\">");
    parts.say(block, Context.HTML);
    parts.html(" ");
    link(parts, block, email, "");
    parts.html("</p>\n");
    content.run();
    LiveBlock.Form form = block.form().orElseThrow();
    parts.html(
        "<input type=\"submit\" class=\"es-button\" value=\""
            + Rewriting.escaped(form.submit())
            + "\">\n<div submitting role=\"status\"><p>One moment …</p></div>\n"
            + "<div submit-success role=\"status\"><template type=\"amp-mustache\">");
    parts.mustache("<p>{{message}}</p>");
    parts.html(
        "</template></div>\n<div submit-error role=\"alert\"><template type=\"amp-mustache\">");
    parts.mustache("<p>{{message}}{{^message}}That did not work.{{/message}}</p>");
    parts.html("</template></div>\n</form>\n");
  }

  /** The block for an HTML email: a picture that is drawn when it is looked at, or a link. */
  public Template html(LiveBlock block, String email) {
    Parts parts = new Parts();
    if (!block.title().isEmpty()) {
      parts.html(
          "<h2 style=\"margin:0 0 8px;font-size:18px;line-height:1.3;\">"
              + Rewriting.escaped(block.title())
              + "</h2>");
    }
    if (block.asks()) {
      parts.html("<p style=\"margin:0 0 8px;\">");
      parts.say(block, Context.HTML);
      parts.html("</p>");
    } else {
      parts.html(
          "<a href=\""
              + Rewriting.escaped(block.link())
              + "\"><img src=\""
              + server
              + LiveNames.imagePath(email, block.name())
              + "?t=");
      parts.token(LiveNames.viewToken(email));
      parts.html("\" width=\"" + IMAGE_WIDTH + "\" height=\"" + block.height() + "\" alt=\"");
      parts.say(block, Context.ATTRIBUTE);
      parts.html(
          "\" style=\"display:block;border:0;width:100%;max-width:"
              + IMAGE_WIDTH
              + "px;height:auto;\"></a>");
    }
    parts.html("<p style=\"margin:8px 0 0;\">");
    link(parts, block, email, "color:" + accent + ";");
    parts.html("</p>");
    return parts.whole();
  }

  private void link(Parts parts, LiveBlock block, String email, String style) {
    if (block.hosted()) {
      parts.html("<a href=\"" + server + LiveNames.pagePath(email, block.name()) + "?t=");
      parts.token(LiveNames.formToken(email, block.name()));
    } else {
      parts.html("<a href=\"" + Rewriting.escaped(block.link()));
    }
    parts.html(style.isEmpty() ? "\">" : "\" style=\"" + style + "\">");
    parts.html(Rewriting.escaped(block.linkText()) + "</a>");
  }

  /** The rules that the blocks' classes need, in strict CSS. */
  public String css() {
    return """
        .es-live { margin: 0 0 16px; color: #2b2b2b; }
        .es-title { margin: 0 0 8px; font-size: 18px; line-height: 1.3; }
        .es-say { margin: 0 0 8px; font-size: 15px; line-height: 1.5; }
        .es-say p { margin: 0 0 8px; }
        .es-item { display: flex; align-items: center; padding: 10px 0; border-bottom: 1px solid #e4e4e0; text-decoration: none; color: #2b2b2b; }
        .es-item amp-img { margin-right: 14px; }
        .es-name { flex: 1; font-size: 15px; line-height: 1.4; }
        .es-note { display: block; font-size: 13px; color: #5f5f5a; }
        .es-price { font-size: 16px; font-weight: bold; color: ACCENT; white-space: nowrap; padding-left: 12px; }
        .es-asof { margin: 6px 0 0; font-size: 13px; color: #5f5f5a; }
        .es-card { padding: 14px; border: 1px solid #e4e4e0; text-align: center; }
        .es-total { text-align: right; font-size: 16px; padding: 8px 0; }
        .es-field { display: block; margin: 0 0 12px; font-size: 15px; }
        .es-field span { display: block; margin: 0 0 4px; }
        .es-option { padding: 10px 12px; margin: 0 0 8px; border: 1px solid #bdbdb6; font-size: 15px; }
        amp-selector [option][selected] { outline: 2px solid ACCENT; cursor: pointer; }
        .es-button { padding: 12px 22px; border: 0; font-size: 15px; color: #ffffff; background-color: ACCENT; }
        .es-head { padding: 10px 0; margin: 0; font-size: 15px; background-color: #ffffff; border: 0; }
        """
        .replace("ACCENT", accent);
  }

  /** A template that is being put together. */
  static final class Parts {
    private static final Place HERE = Place.file("live.yaml");
    private final List<Template> parts = new ArrayList<>();

    void html(String copy) {
      parts.add(new Template.Text(copy, Context.HTML));
    }

    void mustache(String copy) {
      parts.add(new Template.Text(Mustache.hide(copy), Context.HTML));
    }

    void say(LiveBlock block, Context context) {
      parts.add(Rewriting.into(block.say(), context));
    }

    /** Its letters need no escaping, and a person without one asks without. */
    void token(String attribute) {
      parts.add(
          new Template.Output(
              attribute, ValueType.TEXT, List.of(), Optional.empty(), Context.URL, HERE));
    }

    /** A person's value as an attribute's. */
    void value(String attribute, ValueType type) {
      parts.add(
          new Template.Output(
              attribute, type, List.of(), Optional.empty(), Context.ATTRIBUTE, HERE));
    }

    /** This copy, where the person has this value. */
    void where(String attribute, Value value, String copy) {
      Rule same =
          new Rule.Compare(
              new Operand.Attribute(attribute, Span.NONE),
              Comparison.EQUAL,
              new Operand.Literal(value, Span.NONE),
              false,
              Span.NONE);
      parts.add(
          new Template.Choose(
              List.of(new Template.Branch(same, new Template.Text(copy, Context.HTML), HERE)),
              Template.EMPTY));
    }

    Template whole() {
      return new Template.Sequence(parts);
    }
  }
}
