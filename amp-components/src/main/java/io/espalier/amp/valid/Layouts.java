package io.espalier.amp.valid;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The sizes of AMP components: which layout they say or imply, and what it asks for. */
final class Layouts {
  private static final Pattern LENGTH =
      Pattern.compile("\\d+(?:\\.\\d+)?(px|em|rem|vh|vw|vmin|vmax)?");
  private static final List<String> KNOWN =
      List.of(
          "container",
          "fill",
          "fixed",
          "fixed-height",
          "flex-item",
          "fluid",
          "intrinsic",
          "nodisplay",
          "responsive");

  private Layouts() {}

  static void check(
      TagRule rule, Map<String, String> attributes, Problems.Spot at, Problems problems) {
    String said = attributes.getOrDefault("layout", "").toLowerCase(Locale.ROOT);
    String width = attributes.getOrDefault("width", "");
    String height = attributes.getOrDefault("height", "");
    if (!said.isEmpty() && !KNOWN.contains(said)) {
      invalid(rule, "layout", said, at, problems);
      return;
    }
    if (!width.isEmpty() && !width.equals("auto") && !LENGTH.matcher(width).matches()) {
      invalid(rule, "width", width, at, problems);
      return;
    }
    boolean words = height.equals("auto") || height.equals("fluid");
    if (!height.isEmpty() && !words && !LENGTH.matcher(height).matches()) {
      invalid(rule, "height", height, at, problems);
      return;
    }
    boolean stretches = attributes.containsKey("sizes") || attributes.containsKey("heights");
    String layout = said.isEmpty() ? implied(width, height, stretches) : said;
    if (!rule.layouts().contains(upper(layout))) {
      unsupported(rule, said, layout, at, problems);
      return;
    }
    sizes(rule, layout, width, height, at, problems);
    if (attributes.containsKey("heights") && !layout.equals("responsive")) {
      problems.error(
          at,
          said.isEmpty()
              ? "ATTR_DISALLOWED_BY_IMPLIED_LAYOUT"
              : "ATTR_DISALLOWED_BY_SPECIFIED_LAYOUT",
          "'heights' is for layout=responsive only");
    }
  }

  private static void unsupported(
      TagRule rule, String said, String layout, Problems.Spot at, Problems problems) {
    if (!said.isEmpty()) {
      problems.error(
          at, "SPECIFIED_LAYOUT_INVALID", "<" + rule.tag() + "> cannot have layout=" + layout);
    } else if (layout.equals("container") && rule.layouts().size() > 1) {
      problems.error(
          at, "MISSING_LAYOUT_ATTRIBUTES", "<" + rule.tag() + "> needs a width and a height");
    } else {
      problems.error(
          at, "IMPLIED_LAYOUT_INVALID", "<" + rule.tag() + "> cannot have layout=" + layout);
    }
  }

  private static void sizes(
      TagRule rule,
      String layout,
      String width,
      String height,
      Problems.Spot at,
      Problems problems) {
    boolean both = List.of("fixed", "intrinsic", "responsive").contains(layout);
    if ((both || layout.equals("fixed-height")) && height.isEmpty()) {
      missing(rule, "height", at, problems);
    }
    if (layout.equals("fixed-height") && !width.isEmpty() && !width.equals("auto")) {
      problems.error(
          at,
          "ATTR_VALUE_REQUIRED_BY_LAYOUT",
          "with layout=fixed-height the width must be auto, or left out");
    }
    if (both && width.isEmpty()) {
      missing(rule, "width", at, problems);
    } else if (both && width.equals("auto")) {
      invalid(rule, "width", width, at, problems);
    }
    boolean ratio = layout.equals("intrinsic") || layout.equals("responsive");
    if (ratio && !unit(width).equals(unit(height)) && !width.isEmpty() && !height.isEmpty()) {
      problems.error(
          at,
          "INCONSISTENT_UNITS_FOR_WIDTH_AND_HEIGHT",
          "width and height of <" + rule.tag() + "> have different units");
    }
  }

  private static String implied(String width, String height, boolean stretches) {
    if (width.isEmpty() && height.isEmpty()) {
      return "container";
    }
    if (height.equals("fluid")) {
      return "fluid";
    }
    if (!height.isEmpty() && (width.isEmpty() || width.equals("auto"))) {
      return "fixed-height";
    }
    return !height.isEmpty() && stretches ? "responsive" : "fixed";
  }

  private static String unit(String length) {
    Matcher matcher = LENGTH.matcher(length);
    return matcher.matches() && matcher.group(1) != null ? matcher.group(1) : "px";
  }

  private static String upper(String layout) {
    return layout.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  private static void missing(TagRule rule, String name, Problems.Spot at, Problems problems) {
    problems.error(at, "MANDATORY_ATTR_MISSING", "<" + rule.tag() + "> has no '" + name + "'");
  }

  private static void invalid(
      TagRule rule, String name, String value, Problems.Spot at, Problems problems) {
    problems.error(
        at,
        "INVALID_ATTR_VALUE",
        "'" + name + "' of <" + rule.tag() + "> cannot be '" + value + "'");
  }
}
