package io.espalier.klaviyo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.http.Answer;
import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;

class KlaviyoBatchesTest {
  private final List<List<Integer>> taken = new ArrayList<>();
  private final Map<Integer, Outcome> outcomes = new HashMap<>();
  private int calls;

  /** A Klaviyo that takes all or nothing and names bad rows, or does not. */
  private Answer<String> klaviyo(List<Integer> rows, Predicate<Integer> bad, boolean names) {
    calls++;
    List<Integer> found =
        IntStream.range(0, rows.size()).filter(i -> bad.test(rows.get(i))).boxed().toList();
    if (found.isEmpty()) {
      taken.add(List.copyOf(rows));
      return new Answer<>(202, "ok", Headers.of(), Optional.empty(), "");
    }
    String raw =
        "{\"errors\":["
            + String.join(
                ",",
                found.stream()
                    .map(
                        i ->
                            "{\"detail\":\"bad\",\"source\":{\"pointer\":\""
                                + (names
                                    ? "/data/attributes/profiles/data/" + i + "/attributes/email"
                                    : "/data")
                                + "\"}}")
                    .toList())
            + "]}";
    return new Answer<>(
        400, null, Headers.of(), Optional.of(Failure.of(FailureKind.INVALID, "bad")), raw);
  }

  private void send(int size, Predicate<Integer> bad, boolean names) {
    new KlaviyoBatches<Integer, String>(
            rows -> klaviyo(rows, bad, names),
            answer -> Outcome.APPLIED,
            (row, outcome) -> assertEquals(null, outcomes.put(row, outcome)))
        .send(IntStream.range(0, size).boxed().toList());
  }

  @Property(tries = 100)
  void exactlyTheBadRowsAreRejectedWhetherNamedOrNot(
      @ForAll @IntRange(min = 1, max = 300) int size,
      @ForAll @Size(max = 4) Set<@IntRange(max = 299) Integer> bad,
      @ForAll boolean names) {
    taken.clear();
    outcomes.clear();

    send(size, bad::contains, names);

    assertEquals(size, outcomes.size());
    outcomes.forEach(
        (row, outcome) -> assertEquals(bad.contains(row), outcome instanceof Outcome.Rejected));
    assertTrue(taken.stream().flatMap(List::stream).noneMatch(bad::contains));
  }

  @Test
  void namedRowsCostOneMoreCall() {
    send(10_000, row -> row % 100 == 7, true);
    assertEquals(2, calls);
  }

  @Test
  void batchThatIsAllBadDoesNotCostACallARow() {
    send(10_000, row -> true, false);
    assertTrue(calls < 130, () -> "calls: " + calls);
    assertTrue(
        outcomes.values().stream()
            .allMatch(o -> o instanceof Outcome.Rejected || o instanceof Outcome.Unknown));
  }

  @Test
  void failureOfTheCallIsNoFailureOfItsRows() {
    KlaviyoBatches<Integer, String> batches =
        new KlaviyoBatches<>(
            rows ->
                new Answer<>(
                    503,
                    null,
                    Headers.of(),
                    Optional.of(Failure.of(FailureKind.TRANSIENT, "down")),
                    ""),
            answer -> Outcome.APPLIED,
            outcomes::put);
    assertEquals(
        "down", assertThrows(EspException.class, () -> batches.send(List.of(1, 2))).getMessage());
    assertTrue(outcomes.isEmpty());
  }
}
