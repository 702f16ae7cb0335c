package io.espalier.sandbox;

/** Decides what goes wrong. Called under a lock, once a request, in the order of arrival. */
@FunctionalInterface
public interface Mood {
  /** Nothing goes wrong. */
  Mood CALM = (call, time) -> Fault.NONE;

  /**
   * Decides about a request.
   *
   * @param call method and path, without query; a part with a digit, which may be an id, is {@code
   *     *}; versions such as {@code v1} and {@code 3.0} stay
   * @param time how often this call came since the mood began, this time included
   */
  Fault about(String call, int time);

  /**
   * Whether a job is never done.
   *
   * @param call that started it, as in {@link #about}
   */
  default boolean stalls(String call) {
    return false;
  }
}
