package io.espalier.spi;

import java.util.List;

/**
 * What we answer an ESP, and what it told.
 *
 * @param status of HTTP; a success only once what was told is on disk
 * @param why for the log: why it was refused, or what was done that people wait for; empty where
 *     there is nothing to say; holds no address and no secret
 */
public record HookAnswer(int status, String why, List<Told> told) {
  public HookAnswer {
    told = List.copyOf(told);
  }

  /**
   * One thing that happened.
   *
   * @param id by which it is known again when it is told twice
   */
  public record Told(String id, ConsentFact fact) {}

  public static HookAnswer taken(List<Told> told) {
    return new HookAnswer(200, "", told);
  }

  /**
   * A believed call of which a part cannot be read: what can be is kept, and the ESP is told that
   * it was not all, so that it tells it again.
   */
  public static HookAnswer partly(List<Told> told, String why) {
    return new HookAnswer(400, why, told);
  }

  public static HookAnswer refused(int status, String why) {
    return new HookAnswer(status, why, List.of());
  }
}
