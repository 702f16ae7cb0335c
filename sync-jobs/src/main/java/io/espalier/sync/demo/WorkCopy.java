package io.espalier.sync.demo;

import io.espalier.rule.Place;
import io.espalier.sync.project.WrongInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A copy of the example project to work in, so that the example itself stays as it is. */
final class WorkCopy {
  /** Made by a run, or by the generator. */
  private static final Set<String> MADE = Set.of("data", ".espalier");

  private WorkCopy() {}

  /**
   * Copies a project's own files; what an earlier demonstration left there goes first.
   *
   * @throws WrongInput where the example is not there, or the target is no copy of ours
   */
  static void make(Path example, Path target) {
    if (!Files.isRegularFile(example.resolve("espalier.yaml"))) {
      throw new WrongInput(
          Place.file(example.toString()),
          "the example shop is not here",
          "start the demo from a checkout of Espalier");
    }
    try {
      if (Files.exists(target)) {
        if (!Files.isRegularFile(target.resolve("espalier.yaml"))) {
          throw new WrongInput(
              Place.file(target.toString()),
              "something else is in the demo's folder",
              "give another one: --out DIR");
        }
        delete(target);
      }
      copy(example, target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts another folder's files over a copy. */
  static void add(Path more, Path target) {
    try {
      copy(more, target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(from)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      Path relative = from.relativize(file);
      if (!MADE.contains(relative.getName(0).toString())) {
        Path copy = to.resolve(relative.toString());
        Files.createDirectories(copy.toAbsolutePath().getParent());
        Files.copy(file, copy);
      }
    }
  }

  private static void delete(Path dir) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(dir)) {
      files = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : files) {
      Files.delete(file);
    }
  }
}
