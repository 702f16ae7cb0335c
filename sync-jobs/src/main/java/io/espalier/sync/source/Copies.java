package io.espalier.sync.source;

import io.espalier.sync.project.SourceSpec;
import io.espalier.sync.project.WrongInput;
import io.espalier.sync.store.Engine;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Copies of CSV files without their bad records, gone when closed. The bulk reader would take some
 * of these records, with values moved into other columns.
 */
final class Copies implements AutoCloseable {
  private final Engine engine;
  private final List<Path> files = new ArrayList<>();

  Copies(Engine engine) {
    this.engine = engine;
  }

  Path goodRecords(SourceSpec.Files source, Path file, char delimiter) {
    try {
      Path copy = engine.spillFile(".csv");
      files.add(copy);
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(copy))) {
        CsvScan.copyGood(file, delimiter, out);
      }
      return copy;
    } catch (CsvScan.BrokenQuote | IOException e) {
      throw new WrongInput(
          source.place(), "the file " + source.path() + " cannot be read: " + e.getMessage(), "");
    }
  }

  @Override
  public void close() {
    for (Path file : files) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
