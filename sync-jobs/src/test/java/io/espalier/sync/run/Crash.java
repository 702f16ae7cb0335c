package io.espalier.sync.run;

/** Stands for the end of the process in the middle of a run. */
final class Crash extends RuntimeException {
  private static final long serialVersionUID = 1L;
}
