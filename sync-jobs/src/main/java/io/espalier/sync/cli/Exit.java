package io.espalier.sync.cli;

/** The exit codes, which schedulers read. */
final class Exit {
  static final int DONE = 0;

  /** Done, but some rows were rejected; or a mistake of ours. */
  static final int REJECTED = 1;

  /** The command, the project or a source is wrong; nothing was sent. */
  static final int WRONG_INPUT = 2;

  /** A guard stopped the plan before anything was sent. */
  static final int GUARD = 3;

  /** An ESP could not be reached, or refused the credentials. */
  static final int ESP = 4;

  /** Another espalier is at work on the state; nothing was done. */
  static final int BUSY = 5;

  /** A mistake of ours, as a job's end; outside it is {@link #REJECTED}. */
  static final int MISTAKE = 70;

  /** Told to stop in the middle of the work, as a job's end. */
  static final int STOPPED = 143;

  private Exit() {}
}
