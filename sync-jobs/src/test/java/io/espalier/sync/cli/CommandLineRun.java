package io.espalier.sync.cli;

import io.espalier.sync.shop.PassingTime;
import io.espalier.sync.shop.Shop;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** One command line, run in this process: what it said and how it ended. */
record CommandLineRun(int exit, String out, String err) {
  private static final Instant NOW = Instant.parse("2024-06-01T00:00:00Z");

  static CommandLineRun of(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PassingTime time = new PassingTime(NOW);
    int exit =
        Espalier.run(
            arguments,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            Shop.ENVIRONMENT::get,
            time,
            time::pass);
    return new CommandLineRun(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
