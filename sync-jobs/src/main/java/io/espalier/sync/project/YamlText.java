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
      return folded(line + 1, 0, text, from, end);
    }
    int quote = style == ScalarStyle.PLAIN ? 0 : 1;
    String source = file.line(line);
    String written = source.substring(Math.min(source.length(), column + quote));
    // Escapes or line folds inside a quoted scalar shift the columns: then the whole is meant.
    if (!written.startsWith(text)) {
      return style == ScalarStyle.PLAIN ? folded(line, column, text, from, end) : file.place(node);
    }
    return file.place(line, column + quote + from, end - from);
  }

  /**
   * Folding joins the lines of a scalar with a space, so the text's lines are looked for in the
   * file's, one after another.
   *
   * @param column where the scalar begins in its first line
   */
  private Place folded(int first, int column, String text, int from, int end) {
    int at = 0;
    for (int line = first; at < text.length() && line < file.lineCount(); line++) {
      String source = file.line(line);
      String written = source.substring(line == first ? column : 0).strip();
      int stop = at + written.length();
      if (!text.startsWith(written, at)) {
        return file.place(node);
      }
      int next = stop;
      while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
        next++;
      }
      if (from < next || next == text.length()) {
        int indent = source.indexOf(written, line == first ? column : 0);
        return file.place(
            line, indent + Math.min(from - at, written.length()), Math.min(end, stop) - from);
      }
      at = next;
    }
    return file.place(node);
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
