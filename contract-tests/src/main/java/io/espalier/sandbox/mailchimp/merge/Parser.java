package io.espalier.sandbox.mailchimp.merge;

import io.espalier.sandbox.RenderException;
import io.espalier.sandbox.mailchimp.merge.Token.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Builds the tree. The vendor never refuses a template for its blocks: one without an end runs to
 * the end of the content, and a stray joint prints as it stands.
 */
final class Parser {
  private static final Set<Kind> IF_JOINTS = EnumSet.of(Kind.ELSEIF, Kind.ELSE, Kind.END_IF);
  private static final Set<Kind> IFNOT_JOINTS = EnumSet.of(Kind.ELSE, Kind.END_IF);
  private static final Set<Kind> IF_END = EnumSet.of(Kind.END_IF);
  private static final Set<Kind> INTERESTED_JOINTS = EnumSet.of(Kind.ELSE, Kind.END_INTERESTED);
  private static final Set<Kind> INTERESTED_END = EnumSet.of(Kind.END_INTERESTED);

  private final List<Token> tokens;
  private final Disputed disputed;
  private int next;
  private int depth;

  private Parser(List<Token> tokens, Disputed disputed) {
    this.tokens = tokens;
    this.disputed = disputed;
  }

  static List<Node> parse(String template, Disputed disputed) {
    return new Parser(Lexer.tokens(template), disputed).until(EnumSet.noneOf(Kind.class));
  }

  /** Reads up to a joint of the block that is open, and leaves the joint. */
  private List<Node> until(Set<Kind> joints) {
    List<Node> nodes = new ArrayList<>();
    while (next < tokens.size() && !joints.contains(tokens.get(next).kind())) {
      Token token = tokens.get(next++);
      nodes.add(
          switch (token.kind()) {
            case TEXT, ELSEIF, ELSE, END_IF, END_INTERESTED -> new Node.Text(token.source());
            case TAG -> new Node.Output(token.argument(), token.source());
            case IF -> block(Condition.read(token.argument(), disputed), IF_JOINTS, IF_END);
            case IFNOT ->
                block(new Condition.Present(token.argument(), true), IFNOT_JOINTS, IF_END);
            case INTERESTED ->
                block(Condition.interested(token.argument()), INTERESTED_JOINTS, INTERESTED_END);
          });
    }
    return nodes;
  }

  private Node block(Condition condition, Set<Kind> joints, Set<Kind> end) {
    if (++depth > disputed.deepestNesting()) {
      throw new RenderException(
          "conditional blocks are nested deeper than " + disputed.deepestNesting());
    }
    List<Node.Branch> branches = new ArrayList<>();
    branches.add(new Node.Branch(condition, until(joints)));
    while (at(Kind.ELSEIF)) {
      Condition another = Condition.read(tokens.get(next++).argument(), disputed);
      branches.add(new Node.Branch(another, until(joints)));
    }
    List<Node> otherwise = List.of();
    if (at(Kind.ELSE)) {
      next++;
      otherwise = until(end);
    }
    next++;
    depth--;
    return new Node.Choose(branches, otherwise);
  }

  private boolean at(Kind kind) {
    return next < tokens.size() && tokens.get(next).kind() == kind;
  }
}
