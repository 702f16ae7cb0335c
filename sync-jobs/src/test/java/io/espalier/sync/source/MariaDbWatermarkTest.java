package io.espalier.sync.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract on a MariaDB of this machine's own, started for it; skipped where there is none. */
final class MariaDbWatermarkTest extends WatermarkContract {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir static Path data;

  private static @Nullable Process server;
  private static int port;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    Optional<Path> daemon = program("mariadbd");
    Optional<Path> maker = program("mariadb-install-db");
    Assumptions.assumeTrue(
        daemon.isPresent() && maker.isPresent(), "no mariadbd on this machine: skipped");
    Path files = data.resolve("files");
    Process made =
        process(
            maker.orElseThrow().toString(),
            "--datadir=" + files,
            "--auth-root-authentication-method=normal",
            "--skip-test-db");
    Assumptions.assumeTrue(
        made.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) && made.exitValue() == 0,
        "mariadb-install-db makes no database here: skipped");
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    server =
        process(
            daemon.orElseThrow().toString(),
            "--no-defaults",
            "--datadir=" + files,
            "--socket=" + data.resolve("socket"),
            "--pid-file=" + data.resolve("pid"),
            "--bind-address=127.0.0.1",
            "--port=" + port,
            "--skip-grant-tables",
            "--skip-networking=0",
            // Another zone than ours, as a customer's server has one.
            "--default-time-zone=+03:00");
    Assumptions.assumeTrue(answers(), "mariadbd does not start here: skipped");
  }

  private static Optional<Path> program(String name) {
    return Stream.of("/usr/sbin", "/usr/bin", "/usr/local/bin", "/opt/homebrew/bin")
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static Process process(String... words) throws IOException {
    List<String> all = new ArrayList<>(List.of(words));
    if ("root".equals(System.getProperty("user.name"))) {
      all.add("--user=root");
    }
    return new ProcessBuilder(all)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static boolean answers() throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      try (var connection = DriverManager.getConnection(root());
          var statement = connection.createStatement()) {
        statement.execute("create database if not exists shop character set utf8mb4");
        return true;
      } catch (SQLException e) {
        if (server == null || server.waitFor(100, TimeUnit.MILLISECONDS)) {
          return false;
        }
      }
    }
    return false;
  }

  private static String root() {
    return "jdbc:mariadb://127.0.0.1:" + port + "/?user=root";
  }

  @AfterAll
  static void stop() throws InterruptedException {
    if (server != null) {
      server.destroy();
      server.waitFor(30, TimeUnit.SECONDS);
    }
  }

  @Override
  String url() {
    return "jdbc:mariadb://127.0.0.1:" + port + "/shop?user=root";
  }

  @Override
  String written() {
    return url();
  }

  @Override
  String timeType() {
    return "datetime(6)";
  }

  @Test
  void onlyWhatIsNewerComesAgain() throws SQLException {
    read(", lookback: 0, deleted: gone");
    run(
        "update people set name = 'Bob', at = '2024-02-01 00:00:00.000001' where id = 2",
        "update people set name = 'unseen' where id = 1");

    // Of the first nobody said that it changed.
    assertEquals(
        List.of("1|" + LETTERS + "|12.5", "2|Bob|null"),
        read(", lookback: 0, deleted: gone").subList(0, 2));
  }

  @Test
  void aTimestampColumnIsReadInTheServersOwnZone() throws SQLException {
    run(
        "alter table people modify at timestamp(6) null",
        "update people set at = '2024-03-01 00:00:00', name = 'first' where id = 1");
    read(", lookback: 0, deleted: gone");
    run("update people set at = '2024-03-01 00:00:01', name = 'second' where id = 1");

    assertEquals("1|second|12.5", read(", lookback: 0, deleted: gone").get(0));
  }
}
