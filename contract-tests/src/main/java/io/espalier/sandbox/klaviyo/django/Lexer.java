package io.espalier.sandbox.klaviyo.django;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a template into text and tags. A tag ends on its own line or is no tag at all; inside {@code
 * verbatim} everything is text.
 */
final class Lexer {
  private static final Pattern TAG =
      Pattern.compile("\\{%[^\\n]*?%\\}|\\{\\{[^\\n]*?\\}\\}|\\{#[^\\n]*?#\\}");

  private final List<Token> tokens = new ArrayList<>();
  private int line = 1;
  private String verbatim = "";

  private Lexer() {}

  static List<Token> tokens(String source) {
    Lexer lexer = new Lexer();
    Matcher tags = TAG.matcher(source);
    int from = 0;
    while (tags.find()) {
      lexer.text(source.substring(from, tags.start()));
      lexer.tag(tags.group());
      from = tags.end();
    }
    lexer.text(source.substring(from));
    return lexer.tokens;
  }

  private void text(String text) {
    if (!text.isEmpty()) {
      tokens.add(new Token(Token.Kind.TEXT, text, line));
      line += (int) text.chars().filter(c -> c == '\n').count();
    }
  }

  private void tag(String tag) {
    String content = tag.substring(2, tag.length() - 2).strip();
    boolean block = tag.startsWith("{%");
    if (!verbatim.isEmpty() && !(block && content.equals(verbatim))) {
      text(tag);
      return;
    }
    verbatim = "";
    if (block) {
      if (content.equals("verbatim") || content.startsWith("verbatim ")) {
        verbatim = "end" + content;
      }
      tokens.add(new Token(Token.Kind.BLOCK, content, line));
    } else if (tag.startsWith("{{")) {
      tokens.add(new Token(Token.Kind.VARIABLE, content, line));
    } else {
      tokens.add(new Token(Token.Kind.COMMENT, content, line));
    }
  }
}
