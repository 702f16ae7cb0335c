package io.espalier.salesforcemc;

import io.espalier.template.Context;
import io.espalier.template.TemplateEvaluator;
import java.util.List;

/** Escaping, which AMPscript has no function for: by nested Replace there, by the same here. */
final class AmpscriptOutput {
  private record Swap(String from, String to) {}

  /** The brace is for the template language that SFMC and AMP share. */
  private static final List<Swap> HTML =
      List.of(
          new Swap("&", "&amp;"),
          new Swap("<", "&lt;"),
          new Swap(">", "&gt;"),
          new Swap("\"", "&quot;"),
          new Swap("'", "&#39;"),
          new Swap("{", "&#123;"));

  private static final List<Swap> JSON =
      List.of(
          new Swap("\\", "\\\\"),
          new Swap("\"", "\\\""),
          new Swap("<", "\\u003c"),
          new Swap("{", "\\u007b"),
          new Swap("\n", "\\n"),
          new Swap("\r", "\\r"),
          new Swap("\t", "\\t"));

  private AmpscriptOutput() {}

  /** An expression that shows a variable, harmless in this context. */
  static String escaped(String variable, Context context) {
    return switch (context) {
      case HTML, ATTRIBUTE -> replaced(variable, HTML);
      case JSON -> replaced(variable, JSON);
      // The form with one argument leaves alone what is no URL.
      // Of what it leaves, a star and a tilde are said as everywhere else.
      case URL, PATH -> "Replace(Replace(URLEncode(" + variable + ",1,1),'*','%2A'),'%7E','~')";
      case PLAIN -> variable;
    };
  }

  private static String replaced(String expression, List<Swap> swaps) {
    String nested = expression;
    for (Swap swap : swaps) {
      nested =
          "Replace(" + nested + "," + from(swap) + "," + AmpscriptText.literal(swap.to()) + ")";
    }
    return nested;
  }

  private static String from(Swap swap) {
    return swap.from().charAt(0) < ' '
        ? "Char(" + (int) swap.from().charAt(0) + ")"
        : AmpscriptText.literal(swap.from());
  }

  /** A text of the author's, escaped now as its field would be then. */
  static String escapedHere(String text, Context context) {
    return switch (context) {
      case HTML, ATTRIBUTE -> swapped(text, HTML);
      case JSON -> swapped(text, JSON);
      case URL, PATH -> TemplateEvaluator.encoded(text);
      case PLAIN -> text;
    };
  }

  private static String swapped(String text, List<Swap> swaps) {
    String swapped = text;
    for (Swap swap : swaps) {
      swapped = swapped.replace(swap.from(), swap.to());
    }
    return swapped;
  }
}
