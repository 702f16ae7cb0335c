package io.espalier.http;

import io.espalier.spi.EspException;
import io.espalier.spi.FailureKind;
import java.util.Optional;
import java.util.function.Supplier;
import okhttp3.Headers;

/**
 * Makes something that must not be made twice by calls that are {@link Once}. Where nobody knows
 * whether the call arrived, the thing is looked for, and only if it is not there the call is made
 * again.
 */
public final class Creation {
  private static final int ATTEMPTS = 3;

  private Creation() {}

  /**
   * Returns what was made, or was found after all, or why neither can be said.
   *
   * @param make one call
   * @param find looks afresh, past anything that is remembered
   */
  public static <T> Answer<T> of(Supplier<Answer<T>> make, Supplier<Optional<T>> find) {
    Answer<T> answer = made(make);
    for (int attempt = 2; isOpen(answer) && attempt <= ATTEMPTS; attempt++) {
      Optional<T> there = find.get();
      answer = there.map(Creation::found).orElseGet(() -> made(make));
    }
    return answer;
  }

  /** A connection that broke off is an answer that tells nothing. */
  private static <T> Answer<T> made(Supplier<Answer<T>> make) {
    try {
      return make.get();
    } catch (EspException e) {
      if (e.failure().kind() != FailureKind.TRANSIENT) {
        throw e;
      }
      return new Answer<>(0, null, Headers.of(), Optional.of(e.failure()), "");
    }
  }

  private static boolean isOpen(Answer<?> answer) {
    return answer.failure().filter(f -> f.kind() == FailureKind.TRANSIENT).isPresent();
  }

  private static <T> Answer<T> found(T thing) {
    return new Answer<>(200, thing, Headers.of(), Optional.empty(), "");
  }
}
