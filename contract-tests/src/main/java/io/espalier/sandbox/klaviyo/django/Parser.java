package io.espalier.sandbox.klaviyo.django;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Turns tokens into nodes. */
final class Parser {
  private final Deque<Token> tokens;
  private final List<Token> open = new ArrayList<>();
  // A tag that ended the body read last.
  private Token end = new Token(Token.Kind.BLOCK, "", 0);

  private Parser(List<Token> tokens) {
    this.tokens = new ArrayDeque<>(tokens);
  }

  static Node parse(String source) {
    Parser parser = new Parser(Lexer.tokens(source));
    return parser.bodyUntil(Set.of());
  }

  /** The nodes up to one of these tags, which {@link #end} gives then. */
  Body bodyUntil(Set<String> ends) {
    Body body = new Body();
    while (!tokens.isEmpty()) {
      Token token = tokens.pop();
      switch (token.kind()) {
        case TEXT -> body.add((scope, out) -> out.append(token.content()), token.line());
        case COMMENT -> {}
        case VARIABLE -> body.add(output(token), token.line());
        case BLOCK -> {
          if (ends.contains(token.command())) {
            end = token;
            return body;
          }
          body.add(block(token, ends), token.line());
        }
      }
    }
    if (!ends.isEmpty()) {
      Token unclosed = open.get(open.size() - 1);
      throw new TemplateFault(
          "Unclosed tag '"
              + unclosed.command()
              + "'. Looking for one of: "
              + String.join(", ", new TreeSet<>(ends))
              + ".",
          unclosed.line());
    }
    return body;
  }

  Token end() {
    return end;
  }

  /** Throws away everything up to this tag. */
  void skipUntil(String closing) {
    while (!tokens.isEmpty()) {
      Token token = tokens.pop();
      if (token.kind() == Token.Kind.BLOCK && token.content().equals(closing)) {
        return;
      }
    }
    Token unclosed = open.get(open.size() - 1);
    throw new TemplateFault(
        "Unclosed tag '" + unclosed.command() + "'. Looking for one of: " + closing + ".",
        unclosed.line());
  }

  private static Node output(Token token) {
    if (token.content().isEmpty()) {
      throw new TemplateFault("Empty variable tag", token.line());
    }
    FilterExpression expression;
    try {
      expression = FilterExpression.parse(token.content());
    } catch (TemplateFault fault) {
      throw fault.at(token.line());
    }
    return (scope, out) -> out.append(Escaping.printed(expression.resolve(scope), scope));
  }

  private Node block(Token token, Set<String> ends) {
    if (token.content().isEmpty()) {
      throw new TemplateFault("Empty block tag", token.line());
    }
    Tag tag = Tags.named(token.command());
    if (tag == null) {
      throw new TemplateFault(
          "Invalid block tag: '"
              + token.command()
              + "'"
              + (ends.isEmpty()
                  ? "."
                  : ", expected " + String.join(" or ", new TreeSet<>(ends)) + "."),
          token.line());
    }
    open.add(token);
    try {
      Node node = tag.node(this, Words.of(token.content()));
      open.remove(open.size() - 1);
      return node;
    } catch (TemplateFault fault) {
      throw fault.at(token.line());
    }
  }
}
