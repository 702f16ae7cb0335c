package io.espalier.amp.live;

import io.espalier.amp.live.LiveBlock.Slot;

/**
 * What the mail client's mustache makes of the server's answer. Each template has one root, and
 * values are whole attributes: a validator refuses a URL that is put together.
 */
final class AmpItems {
  private AmpItems() {}

  static String of(LiveBlock block) {
    String content =
        switch (block.kind()) {
          case LIST -> "<div role=\"list\">{{#items}}" + row(block, "") + "{{/items}}</div>";
          case CART ->
              "<div role=\"list\">{{#items}}"
                  + row(block, "{{quantity}} × ")
                  + "{{/items}}</div>{{#total}}<p class=\"es-total\">Total <b>{{total}}</b></p>{{/total}}";
          case CAROUSEL ->
              "{{#filled}}<amp-carousel layout=\"fixed-height\" height=\"260\" width=\"auto\" type=\"slides\" role=\"region\" aria-label=\"{{label}}\">{{#items}}"
                  + card(block)
                  + "{{/items}}</amp-carousel>{{/filled}}";
          case ACCORDION ->
              "<amp-accordion animate>{{#items}}<section><h3 class=\"es-head\">{{title}}</h3><div>"
                  + row(block, "")
                  + "</div></section>{{/items}}</amp-accordion>";
          case SELECTOR ->
              "<amp-selector layout=\"container\" name=\"choice\" role=\"listbox\" aria-label=\"{{label}}\">{{#items}}<div class=\"es-option\" option=\"{{key}}\" role=\"option\">{{title}}"
                  + (has(block, Slot.PRICE) ? " <b>{{price}}</b>" : "")
                  + (has(block, Slot.NOTE) ? " <span class=\"es-note\">{{note}}</span>" : "")
                  + "</div>{{/items}}</amp-selector>";
          case COUNTDOWN ->
              "<p class=\"es-say\">{{#until}}{{until_text}} (<amp-timeago layout=\"fixed\" width=\"150\" height=\"20\" datetime=\"{{until}}\" locale=\"en\">{{until_text}}</amp-timeago>){{/until}}</p>";
          case FORM -> "";
        };
    String nothing =
        block.kind() == LiveBlock.Kind.COUNTDOWN ? "" : "{{^filled}}<p>{{empty}}</p>{{/filled}}";
    return "<div tabindex=\"-1\">"
        + content
        + nothing
        + "<p class=\"es-asof\">As of {{asof}}</p></div>";
  }

  private static String row(LiveBlock block, String before) {
    String tag = has(block, Slot.LINK) ? "a" : "div";
    return "<"
        + tag
        + " class=\"es-item\" role=\"listitem\""
        + (has(block, Slot.LINK) ? " href=\"{{link}}\"" : "")
        + ">"
        + image(block, 64)
        + "<span class=\"es-name\">"
        + before
        + "{{title}}"
        + (has(block, Slot.NOTE) ? " <span class=\"es-note\">{{note}}</span>" : "")
        + "</span>"
        + (has(block, Slot.PRICE) ? "<span class=\"es-price\">{{price}}</span>" : "")
        + "</"
        + tag
        + ">";
  }

  private static String card(LiveBlock block) {
    return "<div class=\"es-card\">"
        + image(block, 120)
        + "<p>{{title}}"
        + (has(block, Slot.PRICE) ? " <b>{{price}}</b>" : "")
        + "</p>"
        + (has(block, Slot.NOTE) ? "<p class=\"es-note\">{{note}}</p>" : "")
        + (has(block, Slot.LINK) ? "<a href=\"{{link}}\">{{title}}</a>" : "")
        + "</div>";
  }

  /** Beside its own title a picture says nothing more. */
  private static String image(LiveBlock block, int size) {
    return has(block, Slot.IMAGE)
        ? "<amp-img src=\"{{image}}\" width=\"%d\" height=\"%d\" alt=\"\"></amp-img>"
            .formatted(size, size)
        : "";
  }

  private static boolean has(LiveBlock block, Slot slot) {
    return block.columns().containsKey(slot);
  }
}
