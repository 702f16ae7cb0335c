package io.espalier.sync.shop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A new folder for each try of a property. */
public final class Folders {
  private Folders() {}

  public static void with(Consumer<Path> test) {
    try {
      Path dir = Files.createTempDirectory("espalier-test");
      try {
        test.accept(dir);
      } finally {
        delete(dir);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes a folder with all that is in it. */
  public static void delete(Path dir) {
    try {
      List<Path> files;
      try (Stream<Path> all = Files.walk(dir)) {
        files = all.sorted(Comparator.reverseOrder()).toList();
      }
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
