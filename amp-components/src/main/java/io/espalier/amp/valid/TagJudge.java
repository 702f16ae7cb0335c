package io.espalier.amp.valid;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the form that a tag has, and what is wrong with it in that form. */
final class TagJudge {
  private static final Pattern SCRIPT =
      Pattern.compile("https://cdn\\.ampproject\\.org/(v0/([a-z0-9-]+?)-([0-9.]+|latest)\\.js)");
  private static final Set<String> PLACES =
      Set.of("DISALLOWED_TAG_ANCESTOR", "WRONG_PARENT_TAG", "MANDATORY_TAG_ANCESTOR");
  private static final Set<String> OPTION = Set.of("option", "selected", "disabled");

  /** The more telling first: which of several wrong forms was meant. */
  private static final List<String> TELLING =
      List.of(
          "INVALID_ATTR_VALUE",
          "DISALLOWED_ATTR",
          "DISALLOWED_TAG_ANCESTOR",
          "WRONG_PARENT_TAG",
          "MANDATORY_TAG_ANCESTOR",
          "MANDATORY_ATTR_MISSING");

  private final boolean strict;
  private final WholeDocument whole;

  TagJudge(boolean strict, WholeDocument whole) {
    this.strict = strict;
    this.whole = whole;
  }

  /** Reports what is wrong; empty where the tag has no form at all. */
  Optional<Problems> judge(Frame frame, Map<String, String> attributes, String type, boolean made) {
    List<TagRule> candidates = candidates(frame, attributes);
    if (candidates.isEmpty()) {
      Problems none = whole.problems();
      if (frame.tag.equals("script")) {
        none.error(frame.spot, "DISALLOWED_SCRIPT_TAG", "an email runs no JavaScript of its own");
      } else {
        none.error(frame.spot, "DISALLOWED_TAG", "<" + frame.tag + "> is not for email");
      }
      return Optional.empty();
    }
    TagRule best = candidates.get(0);
    Problems found = attempt(best, frame, attributes);
    for (TagRule other : candidates.subList(1, candidates.size())) {
      Problems tried = attempt(other, frame, attributes);
      if (better(tried, found)) {
        best = other;
        found = tried;
      }
    }
    frame.rule = Optional.of(best);
    frame.option = attributes.containsKey("option");
    whole.problems().addAll(found.list());
    whole.saw(best, frame.spot, found);
    String named = attributes.getOrDefault("template", "");
    boolean refers =
        best.attributes().getOrDefault("template", AttributeRule.ANYTHING).idOfTemplate();
    whole.names(attributes.getOrDefault("id", ""), best, refers ? named : "", frame.spot);
    return Optional.of(found);
  }

  private List<TagRule> candidates(Frame frame, Map<String, String> attributes) {
    List<TagRule> rules = Rules.get().tags().getOrDefault(frame.tag, List.of());
    if (frame.tag.equals("script")) {
      String element = attributes.getOrDefault("custom-element", "");
      String template = attributes.getOrDefault("custom-template", "");
      if (!element.isEmpty() || !template.isEmpty()) {
        return Rules.get()
            .scriptOf(element.isEmpty() ? template : element, element.isEmpty())
            .map(List::of)
            .orElse(List.of());
      }
    }
    List<TagRule> plain = new ArrayList<>();
    for (TagRule rule : rules) {
      if (rule.script().isPresent() || rule.strict().map(s -> s != strict).orElse(false)) {
        continue;
      }
      boolean dispatches = false;
      for (Map.Entry<String, AttributeRule> entry : rule.attributes().entrySet()) {
        String how = entry.getValue().dispatch();
        dispatches |= !how.isEmpty();
        String value = attributes.get(entry.getKey());
        if (!how.isEmpty()
            && value != null
            && (how.equals("name") || entry.getValue().takes(value))
            && (!how.equals("parent") || parent(frame).equals(rule.parent()))) {
          return List.of(rule);
        }
      }
      if (!dispatches) {
        plain.add(rule);
      }
    }
    return plain;
  }

  private Problems attempt(TagRule rule, Frame frame, Map<String, String> attributes) {
    Problems found = new Problems();
    String name = "<" + frame.tag + ">";
    Problems.Spot at = frame.spot;
    String parent = rule.script().isPresent() ? "head" : rule.parent();
    if (!parent.isEmpty() && !parent.equals(parent(frame))) {
      found.error(
          at,
          "WRONG_PARENT_TAG",
          name + " stands in <" + parent(frame) + ">; it can stand in <" + parent + "> only");
    }
    if (!rule.ancestor().isEmpty() && !frame.isWithin(rule.ancestor())) {
      found.error(
          at, "MANDATORY_TAG_ANCESTOR", name + " can stand within <" + rule.ancestor() + "> only");
    }
    rule.never().stream()
        .filter(frame::isWithin)
        .findFirst()
        .ifPresent(
            outer ->
                found.error(
                    at, "DISALLOWED_TAG_ANCESTOR", name + " cannot stand within <" + outer + ">"));
    if (found.failed()) {
      return found;
    }
    if (rule.script().isPresent() && !script(rule, attributes, at, found)) {
      return found;
    }
    boolean template = frame.isWithin("template");
    if (!rule.layouts().isEmpty()
        && attributes.values().stream().noneMatch(v -> template && v.contains("{{"))) {
      Layouts.check(rule, attributes, at, found);
    }
    boolean option = attributes.containsKey("option") && frame.isWithinOptions();
    Map<String, String> checked = new java.util.LinkedHashMap<>(attributes);
    if (frame.tag.equals("html")) {
      checked.keySet().removeAll(Set.of("⚡4email", "amp4email"));
    }
    if (rule.script().isPresent()) {
      checked.remove("src");
    }
    Attributes.check(rule, checked, option ? OPTION : Set.of(), template, at, found);
    if (rule.deprecated()) {
      found.warning(at, "DEPRECATED_TAG", name + " is deprecated in email");
    }
    return found;
  }

  /** The URL of a component's script; false where it says it all. */
  private static boolean script(
      TagRule rule, Map<String, String> attributes, Problems.Spot at, Problems found) {
    TagRule.Script script = rule.script().orElseThrow();
    String src = attributes.getOrDefault("src", "");
    Matcher url = SCRIPT.matcher(src);
    String name = "the script of " + script.extension();
    if (!src.startsWith("https://cdn.ampproject.org/")) {
      found.error(at, "DISALLOWED_AMP_DOMAIN", name + " must come from https://cdn.ampproject.org");
      found.error(at, "INVALID_EXTENSION_PATH", name + " has another path: '" + src + "'");
      return false;
    }
    if (!url.matches()) {
      found.error(at, "INVALID_EXTENSION_PATH", name + " has another path: '" + src + "'");
      return false;
    }
    if (!url.group(2).equals(script.extension())) {
      found.error(at, "INVALID_ATTR_VALUE", "'src' of " + name + " cannot be '" + src + "'");
      return true;
    }
    String version = url.group(3);
    if (!script.versions().contains(version)) {
      found.error(
          at,
          "INVALID_EXTENSION_VERSION",
          name + " has no version " + version + "; take " + String.join(" or ", script.versions()));
      return false;
    }
    if (script.old().contains(version)) {
      found.warning(
          at, "WARNING_EXTENSION_DEPRECATED_VERSION", name + ": version " + version + " is old");
    }
    return true;
  }

  private static boolean better(Problems one, Problems other) {
    long errors = one.list().stream().filter(AmpProblem::error).count();
    long others = other.list().stream().filter(AmpProblem::error).count();
    if (misplaced(one) != misplaced(other)) {
      return misplaced(other);
    }
    return errors != others ? errors < others : telling(one) < telling(other);
  }

  /** True where the form is for another place: then it was hardly meant. */
  private static boolean misplaced(Problems problems) {
    return problems.list().stream().anyMatch(p -> p.error() && PLACES.contains(p.code()));
  }

  private static int telling(Problems problems) {
    return problems.list().stream()
        .mapToInt(p -> TELLING.contains(p.code()) ? TELLING.indexOf(p.code()) : 0)
        .min()
        .orElse(0);
  }

  private static String parent(Frame frame) {
    return frame.outer == null ? "" : frame.outer.tag.toLowerCase(Locale.ROOT);
  }
}
