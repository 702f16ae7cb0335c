package io.espalier.amp;

import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The components that AMP4EMAIL allows and that need a script, in the version that it takes
 * (validator rules, revision 1188, read in November 2026). {@code amp-img}, {@code amp-layout} and
 * {@code amp-state} need none of their own.
 */
enum AmpComponent {
  ACCORDION("amp-accordion", "0.1", "<amp-accordion[\\s>]"),
  ANIM("amp-anim", "0.1", "<amp-anim[\\s>]"),
  AUTOCOMPLETE("amp-autocomplete", "0.1", "<amp-autocomplete[\\s>]"),
  BIND("amp-bind", "0.1", "<amp-(?:state|bind-macro)[\\s>]|\\sdata-amp-bind-|\\s\\[\\w+]\\s*="),
  CAROUSEL("amp-carousel", "0.2", "<amp-carousel[\\s>]"),
  FIT_TEXT("amp-fit-text", "0.1", "<amp-fit-text[\\s>]"),
  FORM("amp-form", "0.1", "<form[\\s>]"),
  LIST("amp-list", "0.1", "<amp-list[\\s>]"),
  MUSTACHE("amp-mustache", "0.2", "(?:type|template)=[\"']?amp-mustache"),
  SELECTOR("amp-selector", "0.1", "<amp-selector[\\s>]"),
  SIDEBAR("amp-sidebar", "0.1", "<amp-sidebar[\\s>]"),
  TIMEAGO("amp-timeago", "0.1", "<amp-timeago[\\s>]");

  private final String tag;
  private final String version;
  private final Pattern use;

  AmpComponent(String tag, String version, String use) {
    this.tag = tag;
    this.version = version;
    this.use = Pattern.compile(use, Pattern.CASE_INSENSITIVE);
  }

  /** Those that a body uses: a script that is missing or not used is an error in a validator. */
  static Set<AmpComponent> usedIn(String body) {
    Set<AmpComponent> used = EnumSet.noneOf(AmpComponent.class);
    for (AmpComponent component : values()) {
      if (component.use.matcher(body).find()) {
        used.add(component);
      }
    }
    return used;
  }

  String script() {
    String kind = this == MUSTACHE ? "custom-template" : "custom-element";
    return "<script async "
        + kind
        + "=\""
        + tag
        + "\" src=\"https://cdn.ampproject.org/v0/"
        + tag
        + "-"
        + version
        + ".js\"></script>";
  }
}
