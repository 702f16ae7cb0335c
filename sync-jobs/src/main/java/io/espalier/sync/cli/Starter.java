package io.espalier.sync.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/** The files of a first project. */
final class Starter {
  /** File in the project → resource; a build does not copy a resource that is called .gitignore. */
  private static final Map<String, String> FILES = files();

  /** So many days before today: the sample stays young. */
  private static final Pattern DAYS_AGO = Pattern.compile("\\$\\{([0-9]+)}");

  private Starter() {}

  private static Map<String, String> files() {
    Map<String, String> files = new LinkedHashMap<>();
    for (String file :
        List.of(
            "espalier.yaml",
            "profile.yaml",
            "segments/regulars.yaml",
            "segments/asleep.yaml",
            "emails/hello.mjml",
            "modules/footer.mjml",
            "data/people.csv",
            "data/orders.csv")) {
      files.put(file, file);
    }
    files.put(".gitignore", "gitignore");
    return files;
  }

  /**
   * Writes them all, or none.
   *
   * @return the files written, relative to the folder
   * @throws Wrong where one of them is there already, or the folder cannot be written
   */
  static List<String> write(Path dir, LocalDate today) {
    List<String> there = FILES.keySet().stream().filter(f -> Files.exists(dir.resolve(f))).toList();
    if (!there.isEmpty()) {
      throw new Wrong(
          dir + " already has " + String.join(", ", there) + "; nothing was written",
          "give a new folder: espalier init DIR");
    }
    if (Files.exists(dir) && !Files.isDirectory(dir)) {
      throw new Wrong(dir + " is a file", "give a folder: espalier init DIR");
    }
    try {
      for (Map.Entry<String, String> file : FILES.entrySet()) {
        Path path = dir.resolve(file.getKey());
        Files.createDirectories(path.toAbsolutePath().getParent());
        Files.writeString(path, dated(resource(file.getValue()), today));
      }
    } catch (IOException e) {
      throw new Wrong("the folder " + dir + " cannot be written", "give another one");
    }
    return List.copyOf(FILES.keySet());
  }

  private static String dated(String text, LocalDate today) {
    return DAYS_AGO
        .matcher(text)
        .replaceAll(days -> today.minusDays(Long.parseLong(days.group(1))).toString());
  }

  private static String resource(String name) {
    try (InputStream in = Starter.class.getResourceAsStream("starter/" + name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
