package io.espalier.sandbox;

import java.util.Map;

/** One running sandbox of one ESP, on one loopback port. */
public interface Sandbox extends AutoCloseable {

  /** The ESP's id. */
  String id();

  /**
   * How to reach it, as a ready file holds it: {@code base_url}, {@code api_key} … The names are
   * those of the connection's settings.
   */
  Map<String, String> settings();

  /**
   * Is told how a project describes the account, and takes what its vendor sells in sizes: an
   * account that holds more by its plan holds more here.
   *
   * @param connection the plain settings of the connection, by name
   */
  default void describe(Map<String, String> connection) {}

  /**
   * What a recipient would see: executes a template in this ESP's own merge language with what the
   * sandbox holds about the person, and nothing else.
   *
   * @param email the person's address, as stored
   * @throws RenderException where the ESP would refuse the template or skip the recipient
   */
  String render(String template, String email);

  /** All that the sandbox holds, as one JSON document; {@link SandboxProvider#start} takes it. */
  String snapshot();

  /** What goes wrong on the way to it; may be changed while it runs. */
  Faults faults();

  @Override
  void close();
}
