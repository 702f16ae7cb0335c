package io.espalier.http;

import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Surroundings;
import io.github.resilience4j.core.IntervalFunction;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import okhttp3.Headers;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;
import retrofit2.Invocation;
import retrofit2.Response;

/** Which failures are tried again, after what pause, and how often. */
final class Repeats {
  static final int ATTEMPTS = 5;

  /** A longer Retry-After is not waited for: the run ends and the next one goes on. */
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

  private final String esp;
  private final Surroundings surroundings;
  private final VendorErrors errors;
  private final IntervalFunction backoff =
      IntervalFunction.ofExponentialBackoff(Duration.ofMillis(500), 2.0, Duration.ofSeconds(60));

  Repeats(String esp, Surroundings surroundings, VendorErrors errors) {
    this.esp = esp;
    this.surroundings = surroundings;
    this.errors = errors;
  }

  <T> Answer<T> execute(Call<T> call) {
    Call<T> attempt = call;
    for (int number = 1; ; number++) {
      Failure failure;
      Optional<Duration> told = Optional.empty();
      @Nullable Throwable cause = null;
      @Nullable Answer<T> answer = null;
      try {
        answer = answer(attempt.execute());
        if (answer.failure().isEmpty()) {
          return answer;
        }
        failure = answer.failure().get();
        told = retryAfter(answer.headers());
      } catch (WholeBodies.UnreadableException e) {
        cause = e;
        failure =
            Failure.of(
                FailureKind.PROTOCOL,
                esp + " answered with success and something unreadable" + e.getMessage());
      } catch (IOException e) {
        cause = e;
        failure = unreachable(call, e);
      }
      boolean again = number < ATTEMPTS && mayRepeat(call, failure, cause);
      if (!again || told.filter(wait -> wait.compareTo(LONGEST_WAIT) > 0).isPresent()) {
        if (answer != null) {
          return answer;
        }
        throw cause == null ? new EspException(failure) : new EspException(failure, cause);
      }
      pause(told.orElse(jittered(number)));
      attempt = call.clone();
    }
  }

  private <T> Answer<T> answer(Response<T> response) throws IOException {
    if (response.isSuccessful()) {
      return new Answer<>(
          response.code(), response.body(), response.headers(), Optional.empty(), "");
    }
    try (ResponseBody body = response.errorBody()) {
      String raw = body == null ? "" : body.string();
      return new Answer<>(
          response.code(),
          null,
          response.headers(),
          Optional.of(errors.read(response.code(), response.headers(), raw)),
          raw);
    }
  }

  private static boolean mayRepeat(Call<?> call, Failure failure, @Nullable Throwable cause) {
    if (failure.kind() == FailureKind.RATE_LIMITED) {
      return true;
    }
    return failure.kind() == FailureKind.TRANSIENT && (neverSent(cause) || !isOnce(call));
  }

  private static boolean neverSent(@Nullable Throwable cause) {
    return cause instanceof ConnectException || cause instanceof UnknownHostException;
  }

  private static boolean isOnce(Call<?> call) {
    Invocation invocation = call.request().tag(Invocation.class);
    return invocation != null && invocation.method().isAnnotationPresent(Once.class);
  }

  private Failure unreachable(Call<?> call, IOException cause) {
    String host = call.request().url().host();
    String where =
        neverSent(cause)
            ? esp + " cannot be reached at " + host + ":" + call.request().url().port()
            : "the connection to " + esp + " broke off";
    return new Failure(FailureKind.TRANSIENT, where, "check the network, then run again");
  }

  /** Seconds, or the HTTP date of the moment. Source: RFC 9110, 10.2.3. */
  private Optional<Duration> retryAfter(Headers headers) {
    String value = headers.get("Retry-After");
    if (value != null && value.strip().matches("[0-9]{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(value.strip())));
    }
    @Nullable Instant date = headers.getInstant("Retry-After");
    if (date == null) {
      return Optional.empty();
    }
    Duration wait = Duration.between(surroundings.clock().instant(), date);
    return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
  }

  /** Half of the pause is certain and half is chance, so that many do not return at once. */
  private Duration jittered(int attempt) {
    long millis = backoff.apply(attempt);
    // Generators are not made for several threads.
    synchronized (surroundings.random()) {
      return Duration.ofMillis(millis / 2 + surroundings.random().nextLong(millis / 2 + 1));
    }
  }

  private void pause(Duration duration) {
    try {
      surroundings.sleeper().sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EspException(Failure.of(FailureKind.TRANSIENT, "interrupted while waiting"), e);
    }
  }
}
