package io.espalier.sync.project;

import io.espalier.rule.Place;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a project is looked after: what {@code audit:}, {@code notify:}, {@code schedules:}, {@code
 * scheduler:}, {@code hooks:} and {@code targets:} in espalier.yaml say.
 *
 * @param checks table → name of a check → SQL that is true of a wrong row
 * @param places where each check is written: {@code table/name} → place
 * @param notices who is told of failures; empty where nobody is
 * @param schedules what {@code espalier serve} runs by itself
 * @param schedulerEnv the variable with the JDBC URL of a PostgreSQL database that several nodes
 *     share; empty on one node
 * @param hooks ESP → what checks the calls that it makes to us
 * @param targets name → where the rows of a table are delivered
 */
public record Operations(
    Map<String, Map<String, String>> checks,
    Map<String, Place> places,
    Optional<Notices> notices,
    List<ScheduleSpec> schedules,
    Optional<String> schedulerEnv,
    Map<String, ConnectionSpec> hooks,
    Map<String, TargetSpec> targets) {

  /**
   * Who is told. Secrets are named by the environment variables that hold them.
   *
   * @param webhookEnv the variable with the URL that receives a JSON document by POST
   */
  public record Notices(Optional<String> webhookEnv, Optional<Mail> mail) {}

  /**
   * @param tls refuse a connection that is not encrypted
   */
  public record Mail(
      String host,
      int port,
      String from,
      String to,
      Optional<String> userEnv,
      Optional<String> passwordEnv,
      boolean tls) {}

  static Operations none() {
    return new Operations(
        Map.of(), Map.of(), Optional.empty(), List.of(), Optional.empty(), Map.of(), Map.of());
  }

  public Place place(String table, String check) {
    return places.getOrDefault(table + "/" + check, Place.file("espalier.yaml"));
  }
}
