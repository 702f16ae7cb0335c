package io.espalier.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Tree → lines of YAML: {@code all}, {@code any} and {@code not} in blocks, single tests in braces.
 */
final class RuleTreeText {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");

  // What one reader of YAML or another takes for something else than a text.
  private static final Set<String> OTHERWISE =
      Set.of("true", "false", "null", "now", "today", "yes", "no", "on", "off", "y", "n");

  private RuleTreeText() {}

  /** Whether a text is read as the same text when it stands without quotes. */
  static boolean isPlain(String text) {
    return PLAIN.matcher(text).matches() && !OTHERWISE.contains(text.toLowerCase(Locale.ROOT));
  }

  static List<String> lines(RuleTree tree) {
    if (isLeaf(tree) || !(tree instanceof RuleTree.Entries entries)) {
      return List.of(flow(tree));
    }
    RuleTree.Entry only = entries.entries().get(0);
    List<String> lines = new ArrayList<>(List.of(only.key().text() + ":"));
    if (only.value() instanceof RuleTree.Items items) {
      for (RuleTree item : items.items()) {
        String indent = "  - ";
        for (String line : lines(item)) {
          lines.add(indent + line);
          indent = "    ";
        }
      }
    } else {
      lines(only.value()).forEach(line -> lines.add("  " + line));
    }
    return lines;
  }

  static boolean isLeaf(RuleTree tree) {
    if (!(tree instanceof RuleTree.Entries entries) || entries.entries().size() != 1) {
      return true;
    }
    RuleTree.Entry only = entries.entries().get(0);
    return switch (only.key().text()) {
      case "all", "any" -> false;
      case "not" -> isLeaf(only.value());
      default -> true;
    };
  }

  private static String flow(RuleTree tree) {
    if (tree instanceof RuleTree.Scalar scalar) {
      return scalar.quoted() ? quoted(scalar.text()) : scalar.text();
    } else if (tree instanceof RuleTree.Items items) {
      return items.items().stream()
          .map(RuleTreeText::flow)
          .collect(Collectors.joining(", ", "[", "]"));
    }
    return ((RuleTree.Entries) tree)
        .entries().stream()
            .map(entry -> flow(entry.key()) + ": " + flow(entry.value()))
            .collect(Collectors.joining(", ", "{", "}"));
  }

  /** A YAML text in double quotes, on one line. */
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            point -> {
              switch (point) {
                case '\\', '"' -> quoted.append('\\').appendCodePoint(point);
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                  if (isPrintable(point)) {
                    quoted.appendCodePoint(point);
                  } else {
                    quoted.append(String.format(Locale.ROOT, "\\u%04X", point));
                  }
                }
              }
            });
    return quoted.append('"').toString();
  }

  /** By YAML 1.2, 5.1, and no line break of any kind. */
  static boolean isPrintable(int point) {
    return point >= 0x20 && point <= 0x7E
        || point >= 0xA0 && point <= 0xD7FF && point != 0x2028 && point != 0x2029
        || point >= 0xE000 && point <= 0xFFFD && point != 0xFEFF
        || point >= 0x10000;
  }
}
