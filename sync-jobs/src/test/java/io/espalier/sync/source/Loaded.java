package io.espalier.sync.source;

import io.espalier.sync.project.WrongInput;
import io.espalier.sync.shop.Shop;
import io.espalier.sync.store.Engine;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Assertions;

/** One source, beside a shop that has nothing to do with it, loaded on its own. */
final class Loaded {
  private static final String MARK = "sources:\n";

  private final Shop shop;

  private Loaded(Shop shop) {
    this.shop = shop;
  }

  /**
   * @param source as it would stand in espalier.yaml: {@code {kind: csv, path: a.csv}}
   */
  static Loaded source(Path dir, String source) {
    return new Loaded(Shop.in(dir).edit("espalier.yaml", MARK, MARK + "  it: " + source + "\n"));
  }

  /**
   * @param models lines of {@code name: select ...}
   */
  static Loaded models(Path dir, String models) {
    return new Loaded(
        Shop.in(dir).edit("espalier.yaml", MARK, "models:\n" + models.indent(2) + MARK));
  }

  Loaded file(String name, String text) {
    shop.with(name, text);
    return this;
  }

  Loaded file(String name, byte[] bytes) {
    try {
      Files.write(shop.file(name), bytes);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Loaded gz(String name, String text) {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(shop.file(name)))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Shop shop() {
    return shop;
  }

  /** The table {@code it}: its columns with their types, then a line a row. */
  List<String> rows() {
    return rows("it");
  }

  List<String> rows(String table) {
    List<String> lines = new ArrayList<>();
    try (Engine engine = Engine.inMemory(256);
        Rejects rejects = new Rejects(Optional.empty())) {
      List<String> head = new ArrayList<>();
      new Tables(shop.project(), engine, rejects)
          .load(table)
          .forEach((name, type) -> head.add(name + " " + type));
      lines.add(String.join(", ", head));
      engine.each(
          "select * from " + Engine.quote(table),
          row -> {
            List<String> values = new ArrayList<>();
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
              values.add(String.valueOf(row.getString(i)));
            }
            lines.add(String.join("|", values));
          });
      rejects.counts().forEach((reason, count) -> lines.add("rejected " + count + " x " + reason));
    }
    return lines;
  }

  /** What is wrong with the table, as a person reads it. */
  String wrong() {
    return wrong("it");
  }

  String wrong(String table) {
    WrongInput e = Assertions.assertThrows(WrongInput.class, () -> rows(table));
    return Shop.display(e.issues())
        .replace(shop.dir().toAbsolutePath().normalize().toString(), "DIR");
  }
}
