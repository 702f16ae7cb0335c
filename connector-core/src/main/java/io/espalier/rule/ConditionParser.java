package io.espalier.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The part of the parser that reads conditions written like functions, and {@code in_list}. */
final class ConditionParser {
  private final TokenStream tokens;
  private final OperandParser operands;

  ConditionParser(TokenStream tokens, OperandParser operands) {
    this.tokens = tokens;
    this.operands = operands;
  }

  /** Stands on {@code in_list}. */
  Rule inList() {
    Token list = tokens.takeList();
    if (list.text().isBlank()) {
      throw new SyntaxError(list.span(), "an empty text names no list", "");
    }
    return new Rule.InList(list.text(), list.span());
  }

  /** Stands on one of {@link Words#CONDITIONS}. */
  Rule condition() {
    Token word = tokens.skip();
    tokens.expect("(", "'('");
    return switch (word.text()) {
      case "consent" -> consent(word);
      case "sequence" -> sequence(word);
      default -> anniversary(word);
    };
  }

  private Rule consent(Token word) {
    Token channel = name("a channel: consent(email, marketing)");
    tokens.expect(",", "',' and a purpose: consent(email, marketing)");
    Token purpose = name("a purpose: consent(email, marketing)");
    tokens.expect(")", "')'");
    return new Rule.Consented(channel.text(), purpose.text(), tokens.since(word.start()));
  }

  private Token name(String expected) {
    if (tokens.now().kind() != Token.Kind.WORD || Words.RESERVED.contains(tokens.now().text())) {
      throw tokens.unexpected(expected, "");
    }
    return tokens.skip();
  }

  private Rule sequence(Token word) {
    List<Rule.Step> steps = new ArrayList<>(List.of(step(false, false)));
    Window window = new Window.All();
    boolean windowed = false;
    while (!windowed && tokens.take(",")) {
      if (tokens.take("then")) {
        steps.add(step(tokens.take("not"), true));
      } else if (steps.size() == 1) {
        throw tokens.unexpected("'then' and the next event", "e.g. sequence(view, then order)");
      } else {
        window = operands.window();
        windowed = true;
      }
    }
    if (steps.size() == 1) {
      throw tokens.unexpected(
          "',' and 'then' and the next event", "e.g. sequence(view, then order)");
    }
    tokens.expect(")", windowed ? "')'" : "', then' and an event, ',' and a window, or ')'");
    return new Rule.Sequence(steps, window, tokens.since(word.start()));
  }

  private Rule.Step step(boolean negated, boolean later) {
    Token event = name("an event such as order");
    Optional<Rule> where = tokens.take("where") ? Optional.of(operands.where()) : Optional.empty();
    Optional<Duration> within =
        later && tokens.take("within") ? Optional.of(operands.duration()) : Optional.empty();
    return new Rule.Step(negated, event.text(), where, within, event.span());
  }

  private Rule anniversary(Token word) {
    Operand operand = operands.operand();
    tokens.expect(",", "',' and days ahead such as 0d..7d");
    Window.Ago days = days();
    tokens.expect(")", "')'");
    return new Rule.Anniversary(operand, days.from(), days.to(), tokens.since(word.start()));
  }

  /** {@code 0d..7d}; {@code 7d} is the same. */
  Window.Ago days() {
    if (tokens.now().kind() != Token.Kind.DURATION) {
      throw tokens.unexpected("days ahead such as 0d..7d", "");
    }
    Duration first = operands.duration();
    return tokens.take("..")
        ? new Window.Ago(first, operands.duration())
        : new Window.Ago(new Duration(0, Duration.Unit.DAY), first);
  }
}
