package io.espalier.sync.store;

/** Somebody else is at work on a state: it may be tried again. */
public final class StateInUseException extends StoreException {
  private static final long serialVersionUID = 1L;

  StateInUseException(String message) {
    super(
        message,
        "wait until it has ended (--wait 15min does that), or give another folder: --state DIR",
        new IllegalStateException("in use"));
  }
}
