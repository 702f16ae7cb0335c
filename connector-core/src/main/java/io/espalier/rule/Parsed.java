package io.espalier.rule;

import java.util.List;
import java.util.Optional;

/**
 * What a parser made of a text.
 *
 * @param value empty exactly where an issue is an error
 * @param issues all that is wrong, in the order of the text
 */
public record Parsed<T>(Optional<T> value, List<Issue> issues) {
  public Parsed {
    issues = List.copyOf(issues);
  }
}
