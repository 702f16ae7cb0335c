package io.espalier.amp.valid;

import java.util.List;
import java.util.TreeSet;

/** Verdicts in the AMP project's terms. */
final class Verdicts {
  private Verdicts() {}

  /** {@code line:column CODE}, with a W before a warning's code; each once. */
  static TreeSet<String> ours(String html) {
    TreeSet<String> verdicts = new TreeSet<>();
    List<AmpProblem> problems = new AmpValidator().validate(html);
    problems.forEach(p -> verdicts.add(line(p.line(), p.column(), p.error(), p.code())));
    return verdicts;
  }

  static String line(int line, int column, boolean error, String code) {
    return line + ":" + column + " " + (error ? "" : "W ") + code;
  }
}
