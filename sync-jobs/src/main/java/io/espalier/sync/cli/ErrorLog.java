package io.espalier.sync.cli;

import io.espalier.model.EmailAddress;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the stack trace of a mistake of ours goes: a file, without addresses and secrets. */
final class ErrorLog {
  private static final Pattern ADDRESS = Pattern.compile("[^\\s@'\"<>(),:;]+@[^\\s@'\"<>(),:;/]+");
  private static final Pattern USER = Pattern.compile("(?<=://)[^/\\s@]+@");
  private static final Pattern SECRET =
      Pattern.compile(
          "(?i)((?:password|passwd|secret|token|api_?key|key)[\"']?\\s*[=:]\\s*)[^&\\s,;]+");

  private ErrorLog() {}

  /**
   * @param dir the state folder; where it is not there yet, the folder for temporary files
   * @return the file; empty where none could be written
   */
  static Optional<Path> write(Throwable error, Path dir, Clock clock) {
    String name = "error-" + PlanIds.next(clock) + ".log";
    try {
      Path folder =
          Files.isDirectory(dir)
              ? Files.createDirectories(dir.resolve("logs"))
              : Path.of(System.getProperty("java.io.tmpdir"));
      Path file = folder.resolve(Files.isDirectory(dir) ? name : "espalier-" + name);
      return Optional.of(Files.writeString(file, trace(error)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Where it happened, without addresses and secrets. */
  static String trace(Throwable error) {
    StringWriter text = new StringWriter();
    error.printStackTrace(new PrintWriter(text));
    return redacted(text.toString());
  }

  static String redacted(String text) {
    String plain = USER.matcher(text).replaceAll("");
    plain = SECRET.matcher(plain).replaceAll("$1***");
    return ADDRESS
        .matcher(plain)
        .replaceAll(found -> Matcher.quoteReplacement(EmailAddress.mask(found.group())));
  }
}
