package io.espalier.amp.valid;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What is found while a document is read. */
final class Problems {
  private final List<AmpProblem> found = new ArrayList<>();

  void error(Spot spot, String code, String message) {
    found.add(new AmpProblem(spot.line(), spot.column(), true, code, message));
  }

  void warning(Spot spot, String code, String message) {
    found.add(new AmpProblem(spot.line(), spot.column(), false, code, message));
  }

  void addAll(List<AmpProblem> others) {
    found.addAll(others);
  }

  List<AmpProblem> list() {
    return found;
  }

  boolean failed() {
    return found.stream().anyMatch(AmpProblem::error);
  }

  List<AmpProblem> sorted() {
    return found.stream()
        .sorted(Comparator.comparingInt(AmpProblem::line).thenComparingInt(AmpProblem::column))
        .toList();
  }

  /**
   * @param line from 1
   * @param column from 0
   */
  record Spot(int line, int column) {}
}
