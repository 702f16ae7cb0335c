package io.espalier.sync.demo;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.espalier.amp.live.MustacheText;
import java.util.List;
import java.util.Optional;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;

/**
 * An AMP part as plain HTML, with what the live server answered in it: drawn by us, for AMP's own
 * scripts are not loaded here. Lists and mustache are worked out; what a person would have to tap
 * is shown as it stands before that.
 */
final class AmpPicture {
  private AmpPicture() {}

  /**
   * @param answer of the live server; empty where it gave none, and the fallbacks show
   */
  static String of(String amp, Optional<JsonObject> answer) {
    Document document = Jsoup.parse(amp);
    document.outputSettings().prettyPrint(false);
    document.select("script, style[amp4email-boilerplate]").remove();
    for (Element list : document.select("amp-list")) {
      Optional<JsonElement> data = answer.flatMap(a -> path(a, list.attr("items")));
      Element box = new Element("div");
      Element template = list.selectFirst("template");
      if (data.isPresent() && template != null) {
        box.html(MustacheText.render(source(template), data.get()));
      } else {
        Optional.ofNullable(list.selectFirst("[fallback]")).ifPresent(f -> box.html(f.html()));
      }
      list.replaceWith(box);
    }
    document.select("[submitting], [submit-success], [submit-error], template").remove();
    for (Element image : document.select("amp-img")) {
      image.replaceWith(new Element("span").text(image.attr("alt")));
    }
    for (Element timeago : document.select("amp-timeago")) {
      timeago.tagName("span");
    }
    document.select("form").removeAttr("action-xhr");
    return document.outerHtml();
  }

  /** The template's text; a parser may have put its nodes apart, but changed none. */
  private static String source(Element template) {
    StringBuilder source = new StringBuilder();
    template.childNodes().stream().map(Node::outerHtml).forEach(source::append);
    return source.toString();
  }

  private static Optional<JsonElement> path(JsonObject answer, String items) {
    JsonElement at = answer;
    for (String part : List.of(items.split("\\.", -1))) {
      at = at instanceof JsonObject object ? object.get(part) : null;
    }
    return Optional.ofNullable(at);
  }

  /** The address that an AMP part's lists ask; empty where it has none. */
  static Optional<String> asks(String amp) {
    return Optional.ofNullable(Jsoup.parse(amp).selectFirst("amp-list")).map(l -> l.attr("src"));
  }
}
