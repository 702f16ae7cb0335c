package io.espalier.rule;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the readers of a {@link RuleTree} share: where it stands, and what is wrong with it. */
final class TreeScope {
  private final Origin origin;
  private final List<Issue> issues = new ArrayList<>();

  TreeScope(Origin origin) {
    this.origin = origin;
  }

  List<Issue> issues() {
    return List.copyOf(issues);
  }

  boolean failed() {
    return issues.stream().anyMatch(issue -> issue.severity() == Issue.Severity.ERROR);
  }

  <T> Optional<T> error(Span span, String message, String mend) {
    issues.add(Issue.error(origin.place(span), message, mend));
    return Optional.empty();
  }

  /** What a parser made of a scalar's text; its spans are brought to the document. */
  <T> Optional<T> embedded(RuleTree.Scalar scalar, Embedded<T> parser) {
    Origin shifted =
        (start, end) -> {
          Span span = scalar.span();
          // Escapes and folds move the columns of a quoted text: then the whole is meant.
          boolean plain = !scalar.quoted() && span.end() - span.start() == scalar.text().length();
          return plain
              ? origin.place(span.start() + start, span.start() + end)
              : origin.place(span);
        };
    Parsed<T> parsed = parser.parse(scalar.text(), shifted);
    issues.addAll(parsed.issues());
    return parsed.value();
  }

  @FunctionalInterface
  interface Embedded<T> {
    Parsed<T> parse(String text, Origin origin);
  }

  /** The entries by key; a key given twice is told. */
  Map<String, RuleTree> byKey(RuleTree.Entries tree) {
    Map<String, RuleTree> byKey = new LinkedHashMap<>();
    for (RuleTree.Entry entry : tree.entries()) {
      if (byKey.putIfAbsent(entry.key().text(), entry.value()) != null) {
        error(entry.key().span(), "'" + entry.key().text() + "' is given twice", "remove one");
      }
    }
    return byKey;
  }

  /** Tells every key that is none of these; gives whether there was none. */
  boolean refuseOthers(RuleTree.Entries tree, Collection<String> known) {
    boolean whole = true;
    for (RuleTree.Entry entry : tree.entries()) {
      String key = entry.key().text();
      if (!known.contains(key)) {
        error(entry.key().span(), "unknown key '" + key + "'", Names.suggestion(key, known));
        whole = false;
      }
    }
    return whole;
  }

  Optional<RuleTree.Scalar> scalar(RuleTree tree, String wanted) {
    if (tree instanceof RuleTree.Scalar scalar && !isNull(scalar)) {
      return Optional.of(scalar);
    }
    return error(tree.span(), "expected " + wanted, "");
  }

  static boolean isNull(RuleTree.Scalar scalar) {
    String text = scalar.text();
    return !scalar.quoted() && (text.isEmpty() || text.equals("~") || text.equals("null"));
  }
}
