package io.espalier.sandbox.salesforcemc.ampscript;

import io.espalier.sandbox.RenderException;
import io.espalier.sandbox.salesforcemc.ampscript.Node.Expression;
import io.espalier.sandbox.salesforcemc.ampscript.Node.Statement;
import io.espalier.sandbox.salesforcemc.ampscript.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Makes the tree of a message from its tokens. */
final class Parser {
  private static final Set<String> ENDS = Set.of("elseif", "else", "endif", "next");

  private final String source;
  private final Disputed disputed;
  private final List<Token> tokens;
  private int at;

  Parser(String source, Disputed disputed) {
    this.source = source;
    this.disputed = disputed;
    tokens = new Lexer(source, disputed).tokens();
  }

  List<Statement> message() {
    List<Statement> all = statements();
    if (peek().kind() != Kind.END) {
      throw error(peek().text().toUpperCase(Locale.ROOT) + " has nothing to belong to", peek());
    }
    return all;
  }

  /** Up to a word that ends a body, or the end. */
  private List<Statement> statements() {
    List<Statement> all = new ArrayList<>();
    while (peek().kind() != Kind.END && !endsBody()) {
      all.add(statement());
    }
    return all;
  }

  private boolean endsBody() {
    return peek().kind() == Kind.WORD && ENDS.contains(peek().text().toLowerCase(Locale.ROOT));
  }

  private Statement statement() {
    Token token = peek();
    switch (token.kind()) {
      case HTML:
        at++;
        return new Node.Html(token.text());
      case STRING_TAG:
        at++;
        return new Node.StringTag(token.text());
      case INLINE_OPEN:
        at++;
        Expression value = expression();
        expect(Kind.INLINE_CLOSE, "=%%");
        return new Node.Inline(value);
      default:
        break;
    }
    if (taken("var")) {
      List<String> names = new ArrayList<>();
      do {
        names.add(name(expect(Kind.VARIABLE, "a variable")));
      } while (taken(Kind.COMMA));
      return new Node.Declare(names);
    }
    if (taken("set")) {
      String name = name(expect(Kind.VARIABLE, "a variable"));
      expect(Kind.ASSIGN, "=");
      return new Node.Assign(name, expression());
    }
    if (taken("if")) {
      return choose();
    }
    if (taken("for")) {
      return loop();
    }
    Expression value = expression();
    if (!(value instanceof Node.Call)) {
      throw error("a statement is expected", token);
    }
    return new Node.Evaluate(value);
  }

  private Statement choose() {
    List<Node.Branch> branches = new ArrayList<>();
    do {
      Expression test = expression();
      word("then");
      branches.add(new Node.Branch(test, statements()));
    } while (taken("elseif"));
    List<Statement> otherwise = taken("else") ? statements() : List.of();
    word("endif");
    return new Node.Choose(branches, otherwise);
  }

  private Statement loop() {
    String counter = name(expect(Kind.VARIABLE, "a variable"));
    expect(Kind.ASSIGN, "=");
    Expression from = expression();
    boolean down = taken("downto");
    if (!down) {
      word("to");
    }
    Expression to = expression();
    word("do");
    List<Statement> body = statements();
    Token next = peek();
    word("next");
    if (peek().kind() == Kind.VARIABLE && !name(tokens.get(at++)).equals(counter)) {
      throw error("NEXT names another variable than FOR", next);
    }
    return new Node.Loop(counter, from, to, down, body);
  }

  private Expression expression() {
    if (disputed.notIsLowest() && taken("not")) {
      return new Node.Not(expression());
    }
    return disputed.andBeforeOr() ? either() : leftToRight();
  }

  private Expression leftToRight() {
    Expression left = negation();
    while (true) {
      if (taken("and")) {
        left = new Node.Both(left, negation());
      } else if (taken("or")) {
        left = new Node.Either(left, negation());
      } else {
        return left;
      }
    }
  }

  private Expression either() {
    Expression left = both();
    while (taken("or")) {
      left = new Node.Either(left, both());
    }
    return left;
  }

  private Expression both() {
    Expression left = negation();
    while (taken("and")) {
      left = new Node.Both(left, negation());
    }
    return left;
  }

  private Expression negation() {
    if (taken("not")) {
      return new Node.Not(disputed.notIsLowest() ? expression() : negation());
    }
    return comparison();
  }

  private Expression comparison() {
    Expression left = primary();
    if (peek().kind() == Kind.OPERATOR) {
      String operator = tokens.get(at++).text();
      Expression right = primary();
      if (peek().kind() == Kind.OPERATOR) {
        throw error("comparisons cannot be chained", peek());
      }
      return new Node.Compare(left, operator, right);
    }
    return left;
  }

  private Expression primary() {
    Token token = tokens.get(at);
    at++;
    switch (token.kind()) {
      case TEXT:
        return new Node.Literal(token.text());
      case NUMBER:
        return new Node.Literal(NumberText.literal(token.text()));
      case VARIABLE:
        return new Node.Variable(name(token));
      case BRACKETED:
        return new Node.AttributeName(token.text());
      case OPEN:
        Expression inner = expression();
        expect(Kind.CLOSE, ")");
        return inner;
      case WORD:
        return word(token);
      default:
        at--;
        throw error("a value is expected", token);
    }
  }

  private Expression word(Token token) {
    String word = token.text().toLowerCase(Locale.ROOT);
    if (word.equals("true") || word.equals("false")) {
      return new Node.Literal(word.equals("true"));
    }
    if (Keywords.ALL.contains(word)) {
      throw error(token.text() + " is not a value", token);
    }
    if (!taken(Kind.OPEN)) {
      return new Node.AttributeName(token.text());
    }
    List<Expression> arguments = new ArrayList<>();
    if (!taken(Kind.CLOSE)) {
      do {
        arguments.add(expression());
      } while (taken(Kind.COMMA));
      expect(Kind.CLOSE, ")");
    }
    return new Node.Call(token.text(), arguments);
  }

  private static String name(Token variable) {
    return variable.text().toLowerCase(Locale.ROOT);
  }

  private Token peek() {
    return tokens.get(at);
  }

  private boolean taken(String word) {
    boolean is = peek().isWord(word);
    at += is ? 1 : 0;
    return is;
  }

  private boolean taken(Kind kind) {
    boolean is = peek().kind() == kind;
    at += is ? 1 : 0;
    return is;
  }

  private void word(String word) {
    if (!taken(word)) {
      throw error(word.toUpperCase(Locale.ROOT) + " is expected", peek());
    }
  }

  private Token expect(Kind kind, String what) {
    Token token = peek();
    if (token.kind() != kind) {
      throw error(what + " is expected", token);
    }
    at++;
    return token;
  }

  private RenderException error(String what, Token token) {
    return Failures.syntax(source, what, token.at());
  }
}
