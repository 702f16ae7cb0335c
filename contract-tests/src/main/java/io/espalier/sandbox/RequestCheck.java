package io.espalier.sandbox;

/**
 * Told of every request that any sandbox receives, before it is answered; found by {@link
 * java.util.ServiceLoader}. Called from several threads at once.
 */
public interface RequestCheck {

  /**
   * Looks at a request.
   *
   * @param esp as {@link Interior#label} has it
   */
  void about(String esp, Exchange exchange);
}
