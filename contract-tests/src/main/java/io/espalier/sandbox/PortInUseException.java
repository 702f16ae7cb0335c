package io.espalier.sandbox;

/** A port that was asked for is taken. */
public final class PortInUseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int port;

  public PortInUseException(int port, Throwable cause) {
    super("port " + port + " on 127.0.0.1 is in use", cause);
    this.port = port;
  }

  public int port() {
    return port;
  }
}
