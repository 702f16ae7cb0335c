package io.espalier.sandbox;

/**
 * Told of every request that any sandbox receives, after it was answered; found by {@link
 * java.util.ServiceLoader}. Called from several threads at once.
 */
public interface RequestCheck {

  /**
   * Looks at a request.
   *
   * @param esp as {@link Interior#label} has it
   * @param status of the answer
   */
  void about(String esp, Exchange exchange, int status);
}
