package io.espalier.sandbox.salesforcemc;

/** What somebody has asked to go wrong next, inside the account. */
final class Trouble {
  /** Rows of asynchronous batches that will be reported as deadlocked. */
  int deadlocks;

  /** Asynchronous batches that will end in an error of their own, with no row done. */
  int failingJobs;

  /** Synchronous saves that will find their data extension locked. */
  int locks;

  /** Takes one of them, if there is one. */
  boolean deadlock() {
    return deadlocks > 0 && deadlocks-- > 0;
  }

  boolean failingJob() {
    return failingJobs > 0 && failingJobs-- > 0;
  }

  boolean lock() {
    return locks > 0 && locks-- > 0;
  }
}
