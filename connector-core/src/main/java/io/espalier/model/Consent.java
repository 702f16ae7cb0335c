package io.espalier.model;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one person allows on one channel, with its evidence.
 *
 * @param channel {@code email} today
 * @param since when the state was reached; null where unknown
 * @param source where it was given, e.g. {@code checkout}; null where unknown
 * @param evidence what proves it; null where there is none, and then {@code state} is never {@link
 *     State#SUBSCRIBED}
 */
public record Consent(
    String channel,
    State state,
    @Nullable Instant since,
    @Nullable String source,
    @Nullable String evidence) {

  /** In the order in which two facts about one person are settled: the later one wins. */
  public enum State {
    UNKNOWN,
    SUBSCRIBED,
    PENDING,
    SUPPRESSED,
    UNSUBSCRIBED,
    COMPLAINED,
    ERASED;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<State> of(String word) {
      for (State state : values()) {
        if (state.word().equals(word)) {
          return Optional.of(state);
        }
      }
      return Optional.empty();
    }

    /** True for a state in which nothing about the person may be sent to an ESP but the state. */
    public boolean isOptedOut() {
      return this == SUPPRESSED || this == UNSUBSCRIBED || this == COMPLAINED || this == ERASED;
    }
  }

  public static final String EMAIL = "email";

  /** The one purpose for which consent is recorded today. */
  public static final String MARKETING = "marketing";

  public Consent {
    if (state == State.SUBSCRIBED && (since == null || evidence == null || evidence.isBlank())) {
      throw new IllegalArgumentException("'subscribed' needs a time and its evidence");
    }
  }

  /** Nothing is known: the person is synced but never mailable. */
  public static Consent unknown(String channel) {
    return new Consent(channel, State.UNKNOWN, null, null, null);
  }
}
