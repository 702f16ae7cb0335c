package io.espalier.sync.project;

import io.espalier.model.EmailAddress;
import io.espalier.rule.Names;
import io.espalier.rule.Place;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads {@code audit:}, {@code notify:}, {@code schedules:}, {@code scheduler:}, {@code targets:}.
 */
final class OperationsReader {
  private static final int SUBMISSION = 587;

  private OperationsReader() {}

  /**
   * @param tables the names of all sources and models
   * @param zone the project's
   * @param hooks as {@link ConnectionsReader#hooks} read them
   */
  static Operations read(
      YamlMap map, Set<String> tables, ZoneId zone, Map<String, ConnectionSpec> hooks) {
    Map<String, Map<String, String>> checks = new LinkedHashMap<>();
    Map<String, Place> places = new LinkedHashMap<>();
    map.map("audit")
        .ifPresent(
            audit -> {
              for (String table : audit.keys()) {
                if (!tables.contains(table)) {
                  audit.keyError(
                      table,
                      "there is no source or model '" + table + "'",
                      Names.suggestion(table, tables));
                }
                audit.map(table).ifPresent(own -> checks(table, own, checks, places));
              }
            });
    Optional<String> shared =
        map.map("scheduler")
            .flatMap(
                scheduler -> {
                  Optional<String> variable =
                      scheduler.required("url_env", "the variable with a PostgreSQL JDBC URL");
                  scheduler.refuseOthers();
                  return variable;
                });
    return new Operations(
        checks,
        places,
        map.map("notify").map(OperationsReader::notices),
        SchedulesReader.read(map, zone),
        shared,
        hooks,
        TargetsReader.read(map, tables));
  }

  private static void checks(
      String table,
      YamlMap map,
      Map<String, Map<String, String>> checks,
      Map<String, Place> places) {
    for (String name : map.keys()) {
      map.required(name, "write SQL that is true of a wrong row, e.g. \"quantity < 0\"")
          .ifPresent(
              sql -> {
                checks.computeIfAbsent(table, t -> new LinkedHashMap<>()).put(name, sql);
                places.put(table + "/" + name, map.place(name));
              });
    }
  }

  private static Operations.Notices notices(YamlMap map) {
    Optional<String> webhook = map.text("webhook_env");
    if (map.has("webhook")) {
      map.conceal("webhook");
      map.error(
          "webhook",
          "a webhook's address is a secret, and never written into a file",
          "use webhook_env: NAME_OF_A_VARIABLE");
    }
    Optional<Operations.Mail> mail = map.map("email").flatMap(OperationsReader::mail);
    map.refuseOthers();
    return new Operations.Notices(webhook, mail);
  }

  private static Optional<Operations.Mail> mail(YamlMap map) {
    Optional<String> host = map.required("host", "the SMTP server, e.g. smtp.example.net");
    int port = map.whole("port").orElse(SUBMISSION);
    Optional<String> from = address(map, "from");
    Optional<String> to = address(map, "to");
    Optional<String> user = map.text("user_env");
    Optional<String> password = map.text("password_env");
    boolean tls = map.flag("tls").orElse(true);
    if (map.has("password")) {
      map.conceal("password");
      map.error(
          "password",
          "a secret is never written into a file",
          "use password_env: NAME_OF_A_VARIABLE");
    }
    map.refuseOthers();
    return host.isEmpty() || from.isEmpty() || to.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Operations.Mail(host.get(), port, from.get(), to.get(), user, password, tls));
  }

  private static Optional<String> address(YamlMap map, String key) {
    Optional<String> text = map.required(key, "e.g. " + key + ": crm@example.com");
    if (text.isPresent() && EmailAddress.of(text.get()).isEmpty()) {
      map.error(key, "'" + key + "' is no address", "e.g. " + key + ": crm@example.com");
      return Optional.empty();
    }
    return text;
  }
}
