package io.espalier.sync.schedule;

/** How a job ended. */
public enum Ending {
  /** What waits for it may start. */
  WELL,
  /** What waits for it is left out. */
  BADLY,
  /** Told to stop in the middle of its work: due again as soon as somebody serves. */
  CUT_OFF
}
