package io.espalier.sync.project;

import io.espalier.rule.Origin;
import io.espalier.rule.Place;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * A text inside a YAML file that has a language of its own: a rule, a model's SQL. Knows where each
 * of its characters stands in the file.
 */
final class YamlText implements Origin {
  private final YamlFile file;
  private final ScalarNode node;

  YamlText(YamlFile file, ScalarNode node) {
    this.file = file;
    this.node = node;
  }

  String text() {
    return node.getValue();
  }

  Place whole() {
    return file.place(node);
  }

  @Override
  public Place place(int start, int end) {
    int line = node.getStartMark().map(m -> m.getLine()).orElse(0);
    int column = node.getStartMark().map(m -> m.getColumn()).orElse(0);
    String text = node.getValue();
    int from = Math.min(start, text.length());
    ScalarStyle style = node.getScalarStyle();
    if (style == ScalarStyle.LITERAL) {
      return inBlock(line + 1, text, from, end);
    }
    if (style == ScalarStyle.FOLDED) {
      return file.place(node);
    }
    int quote = style == ScalarStyle.PLAIN ? 0 : 1;
    String source = file.line(line);
    String written = source.substring(Math.min(source.length(), column + quote));
    // Escapes or line folds inside a quoted scalar shift the columns: then the whole is meant.
    if (!written.startsWith(text)) {
      return file.place(node);
    }
    return file.place(line, column + quote + from, end - from);
  }

  private Place inBlock(int first, String text, int from, int end) {
    int lineStart = text.lastIndexOf('\n', from - 1) + 1;
    int lineEnd = text.indexOf('\n', from);
    int number = (int) text.substring(0, from).chars().filter(c -> c == '\n').count();
    String content = text.substring(lineStart, lineEnd < 0 ? text.length() : lineEnd);
    int line = first + number;
    // At the end of a block the last line feed makes an empty line: point behind the last word.
    if (content.isEmpty() && number > 0) {
      return inBlock(first, text, lineStart - 1, lineStart);
    }
    int indent = Math.max(0, file.line(line).indexOf(content));
    int stop = Math.min(end, lineStart + content.length());
    return file.place(line, indent + from - lineStart, stop - from);
  }
}
