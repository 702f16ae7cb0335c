package io.espalier.amp.valid;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What can be said only when all of a document was seen. */
final class WholeDocument {
  private record Need(Problems.Spot spot, String tag, String wanted) {}

  private final Problems problems;
  private final Map<String, Integer> seen = new HashMap<>();
  private final Set<String> satisfied = new HashSet<>();
  private final Map<String, String> required = new LinkedHashMap<>();
  private final Map<String, TagRule.Script> scripts = new LinkedHashMap<>();
  private final Set<String> used = new HashSet<>();
  private final List<Need> needs = new ArrayList<>();
  private final Set<String> templates = new HashSet<>();
  private final List<Need> references = new ArrayList<>();

  WholeDocument(Problems problems) {
    this.problems = problems;
  }

  Problems problems() {
    return problems;
  }

  /**
   * @param found what is wrong with the tag itself
   */
  void saw(TagRule rule, Problems.Spot spot, Problems found) {
    boolean misplaced = found.list().stream().anyMatch(p -> p.code().equals("WRONG_PARENT_TAG"));
    int before = seen.merge(rule.name(), misplaced ? 0 : 1, Integer::sum) - 1;
    boolean once = !misplaced && (rule.unique() || rule.script().isPresent());
    if (before > 0 && once) {
      String message = "<" + rule.tag() + "> stands here a second time (" + rule.name() + ")";
      if (rule.script().map(TagRule.Script::twiceIsFine).orElse(false)) {
        problems.warning(spot, "DUPLICATE_UNIQUE_TAG_WARNING", message);
      } else {
        problems.error(spot, "DUPLICATE_UNIQUE_TAG", message);
      }
    }
    if (!found.failed() && !rule.satisfies().isEmpty()) {
      satisfied.add(rule.satisfies());
    }
    if (!rule.requires().isEmpty()) {
      required.putIfAbsent(rule.requires(), rule.tag());
    }
    boolean named = found.list().stream().noneMatch(p -> p.code().startsWith("DISALLOWED_AMP"));
    if (named) {
      rule.script().ifPresent(script -> scripts.putIfAbsent(script.extension(), script));
    }
    if (!rule.extension().isEmpty()) {
      used.add(rule.extension());
      needs.add(new Need(spot, rule.tag(), rule.extension()));
    }
  }

  /** A template's id, and a reference to one; both may be empty. */
  void names(String id, TagRule rule, String reference, Problems.Spot spot) {
    if (!id.isEmpty() && rule.extension().equals("amp-mustache")) {
      templates.add(id);
    }
    if (!reference.isEmpty()) {
      references.add(new Need(spot, rule.tag(), reference));
    }
  }

  void finish(Problems.Spot end, int bytes, int sheetBytes, int inlineBytes) {
    for (Need need : needs) {
      if (!scripts.containsKey(need.wanted())) {
        problems.error(
            need.spot(),
            "MISSING_REQUIRED_EXTENSION",
            "<" + need.tag() + "> needs the script of " + need.wanted());
      }
    }
    for (Need reference : references) {
      if (!templates.contains(reference.wanted())) {
        problems.error(
            reference.spot(),
            "VALUE_SET_MISMATCH",
            "no template has the id '" + reference.wanted() + "'");
      }
    }
    for (List<TagRule> rules : Rules.get().tags().values()) {
      for (TagRule rule : rules) {
        if (rule.mandatory() && !seen.containsKey(rule.name())) {
          problems.error(end, "MANDATORY_TAG_MISSING", "'" + rule.name() + "' is missing");
        }
      }
    }
    required.forEach(
        (condition, tag) -> {
          if (!satisfied.contains(condition)) {
            problems.error(
                end, "TAG_REQUIRED_BY_MISSING", "<" + tag + "> needs '" + condition + "'");
          }
        });
    scripts.forEach(
        (extension, script) -> {
          if (!used.contains(extension) && !script.unusedIsFine()) {
            problems.error(
                end,
                "EXTENSION_UNUSED",
                "the script of " + extension + " is not used; take it out");
          }
        });
    Rules rules = Rules.get();
    if (sheetBytes <= rules.cssBytes() && sheetBytes + inlineBytes > rules.cssBytes()) {
      problems.error(
          end,
          "STYLESHEET_AND_INLINE_STYLE_TOO_LONG",
          size(
              "the style sheet with all inline styles",
              sheetBytes + inlineBytes,
              rules.cssBytes()));
    }
    if (bytes > rules.documentBytes()) {
      problems.error(
          end, "DOCUMENT_SIZE_LIMIT_EXCEEDED", size("the document", bytes, rules.documentBytes()));
    }
  }

  static String size(String what, int bytes, int limit) {
    return String.format(Locale.ROOT, "%s has %,d bytes, more than %,d", what, bytes, limit);
  }
}
