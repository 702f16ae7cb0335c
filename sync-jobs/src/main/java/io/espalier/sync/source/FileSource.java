package io.espalier.sync.source;

import io.espalier.rule.Issue;
import io.espalier.rule.Names;
import io.espalier.sync.project.SourceSpec;
import io.espalier.sync.project.WrongInput;
import io.espalier.sync.store.Engine;
import io.espalier.sync.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** CSV, JSON Lines and Parquet files, read by the engine. */
final class FileSource {
  private final Path dir;
  private final Engine engine;
  private final Rejects rejects;

  FileSource(Path dir, Engine engine, Rejects rejects) {
    this.dir = dir;
    this.engine = engine;
    this.rejects = rejects;
  }

  /**
   * @param words columns, in lower case, that are no numbers and no times whatever they look like
   */
  void load(SourceSpec.Files source, Set<String> words) {
    load(source, files(source), words);
  }

  void load(SourceSpec.Files source, List<Path> files, Set<String> words) {
    String list = list(files);
    switch (source.format()) {
      case CSV -> loadCsv(source, files, words);
      case JSONL -> new JsonLines(engine).load(source, files, list);
      case PARQUET -> create(source, "read_parquet(" + list + ", union_by_name = true)");
    }
  }

  List<Path> files(SourceSpec.Files source) {
    Path path = dir.resolve(source.path()).normalize();
    List<Path> files = source.path().contains("*") ? matching(path) : List.of(path);
    if (files.isEmpty() || !Files.isRegularFile(files.get(0))) {
      throw new WrongInput(
          source.place(),
          "there is no file " + source.path(),
          "looked for " + path.toAbsolutePath().normalize());
    }
    for (Path file : files) {
      try {
        if (Files.size(file) == 0) {
          throw new WrongInput(
              source.place(),
              "the file " + named(source, file) + " is empty",
              "it has not even a header");
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return files;
  }

  private static List<Path> matching(Path path) {
    Path parent = path.getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      return List.of();
    }
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + path.getFileName());
    try (Stream<Path> all = Files.list(parent)) {
      return all.filter(f -> matcher.matches(f.getFileName())).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String list(List<Path> files) {
    return files.stream()
        .map(f -> Engine.literal(f.toString()))
        .collect(java.util.stream.Collectors.joining(", ", "[", "]"));
  }

  private void loadCsv(SourceSpec.Files source, List<Path> files, Set<String> words) {
    try (Copies copies = new Copies(engine)) {
      loadCsv(source, files, words, copies);
    }
  }

  private void loadCsv(
      SourceSpec.Files source, List<Path> files, Set<String> words, Copies copies) {
    List<Path> readable = new ArrayList<>();
    Map<String, String> types = new TreeMap<>();
    Set<String> header = new LinkedHashSet<>();
    char delimiter = source.delimiter().map(d -> d.charAt(0)).orElse((char) 0);
    long expected = 0;
    long bad = 0;
    for (Path file : files) {
      CsvScan.Result scan = scan(source, file, delimiter);
      delimiter = scan.delimiter();
      expected += scan.records();
      header.addAll(scan.header());
      bad += scan.badRecords();
      readable.add(scan.badRecords() == 0 ? file : copies.goodRecords(source, file, delimiter));
      for (CsvScan.BadRecord record : scan.bad()) {
        rejects.add(
            source.name(),
            file.getFileName() + " line " + record.line(),
            record.fields() + " fields where the header has " + scan.header().size());
      }
      for (int i = scan.leadingZeros().nextSetBit(0);
          i >= 0;
          i = scan.leadingZeros().nextSetBit(i + 1)) {
        if (i < scan.header().size()) {
          types.put(scan.header().get(i), "VARCHAR");
        }
      }
    }
    if (header.isEmpty()) {
      throw new WrongInput(
          source.place(), "the file " + source.path() + " is empty", "it has not even a header");
    }
    header.stream()
        .filter(column -> source.appendOnly() || words.contains(column.toLowerCase(Locale.ROOT)))
        .forEach(column -> types.put(column, "VARCHAR"));
    declared(source, header, types);
    StringBuilder read = new StringBuilder("read_csv(" + list(readable));
    read.append(
        ", header = true, sample_size = -1, quote = '\"', escape = '\"', strict_mode = false");
    // Never BOOLEAN by guess: the engine would read "no" as false, and a word is what a rule or a
    // consent's values speak of.
    read.append(
        ", auto_type_candidates = ['BIGINT', 'DOUBLE', 'DATE', 'TIME', 'TIMESTAMP', 'TIMESTAMPTZ', 'VARCHAR']");
    read.append(", union_by_name = true, delim = ")
        .append(Engine.literal(String.valueOf(delimiter)));
    if (!types.isEmpty()) {
      read.append(", types = {");
      String separator = "";
      for (Map.Entry<String, String> type : types.entrySet()) {
        read.append(separator)
            .append(Engine.literal(type.getKey()))
            .append(": ")
            .append(Engine.literal(type.getValue()));
        separator = ", ";
      }
      read.append('}');
    }
    create(source, read.append(')').toString());
    long rows = engine.number("select count(*) from " + Engine.quote(source.name()));
    if (rows + bad != expected) {
      throw new WrongInput(
          source.place(),
          "the file "
              + source.path()
              + " has "
              + expected
              + " records, but "
              + rows
              + " could be read",
          "look for broken quotes or a wrong delimiter (" + shown(delimiter) + ")");
    }
  }

  /** The types that the project declares, under the file's own spelling of the columns. */
  private static void declared(
      SourceSpec.Files source, Set<String> header, Map<String, String> types) {
    List<Issue> issues = new ArrayList<>();
    source
        .types()
        .forEach(
            (column, type) -> {
              Optional<String> known = header.stream().filter(column::equalsIgnoreCase).findFirst();
              if (known.isPresent()) {
                types.put(known.get(), engineType(type));
              } else {
                issues.add(
                    Issue.error(
                        source.place(),
                        "'types' names a column '"
                            + column
                            + "' that "
                            + source.path()
                            + " does not have",
                        Names.suggestion(column, header)));
              }
            });
    if (!issues.isEmpty()) {
      throw new WrongInput(issues);
    }
  }

  private static String shown(char delimiter) {
    return delimiter == '\t' ? "tab" : String.valueOf(delimiter);
  }

  private static String engineType(String word) {
    return switch (word) {
      case "number" -> "DECIMAL(38,9)";
      case "bool" -> "BOOLEAN";
      case "date" -> "DATE";
      case "datetime" -> "TIMESTAMP";
      default -> "VARCHAR";
    };
  }

  private static CsvScan.Result scan(SourceSpec.Files source, Path file, char delimiter) {
    try {
      return CsvScan.scan(file, delimiter);
    } catch (CsvScan.BrokenQuote e) {
      throw new WrongInput(
          source.place(),
          named(source, file) + " line " + e.line() + ": " + e.getMessage(),
          "double a quote that belongs to the text: \"\"");
    } catch (IOException e) {
      throw new WrongInput(
          source.place(),
          "the file " + named(source, file) + " cannot be read: " + e.getMessage(),
          "");
    }
  }

  /** A file as the user would name it, also where a pattern found it. */
  static String named(SourceSpec.Files source, Path file) {
    int slash = source.path().lastIndexOf('/');
    return source.path().contains("*")
        ? source.path().substring(0, slash + 1) + file.getFileName()
        : source.path();
  }

  private void create(SourceSpec.Files source, String read) {
    try {
      engine.run("create temp table " + Engine.quote(source.name()) + " as select * from " + read);
    } catch (StoreException e) {
      throw ReadErrors.wrongInput(source, e);
    }
  }
}
