package io.espalier.rule;

/**
 * A place in a user's file.
 *
 * @param file as the user would name it, e.g. {@code segments/lapsed.yaml}
 * @param line from 1; 0 where the whole file is meant
 * @param column from 1, in characters
 * @param length characters to underline; at least 1
 * @param source the text of that line, for the caret; empty where there is none
 */
public record Place(String file, int line, int column, int length, String source) {
  public static Place file(String file) {
    return new Place(file, 0, 0, 1, "");
  }

  @Override
  public String toString() {
    return line == 0 ? file : file + ":" + line + ":" + column;
  }
}
