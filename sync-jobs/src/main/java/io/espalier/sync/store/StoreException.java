package io.espalier.sync.store;

/** The profile store could not do something. */
public class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String mend;

  StoreException(String message, String mend, Throwable cause) {
    super(message, cause);
    this.mend = mend;
  }

  /** The statement goes into the cause's trail, never into the message: it may be long. */
  StoreException(String message, String mend, Throwable cause, String sql) {
    this(message, mend, cause);
    if (!sql.isEmpty()) {
      addSuppressed(new IllegalStateException("in: " + sql));
    }
  }

  /** What to do; may be empty. */
  public String mend() {
    return mend;
  }
}
