package io.espalier.sync.demo;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

/** Writes the shop as the files that its systems would export. */
final class DataFiles {
  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  private final Path dir;

  DataFiles(Path dir) {
    this.dir = dir;
  }

  /** Writes one file's text. */
  @FunctionalInterface
  private interface Lines {
    void write(Writer out) throws IOException;
  }

  void write(List<Shopper> shoppers, Histories histories) {
    file(
        "customers.csv",
        out -> {
          out.write(csv(Shopper.HEADER, false));
          for (Shopper shopper : shoppers) {
            out.write(csv(shopper.cells(), shopper.torn));
          }
        });
    file(
        "products.csv",
        out -> {
          out.write("sku;title;category;price\n");
          for (Product product : Product.all()) {
            out.write(
                String.join(";", product.sku(), product.title(), product.category(), price(product))
                    + "\n");
          }
        });
    file(
        "orders.jsonl",
        out -> {
          for (Happening.Order order : histories.orders) {
            out.write(GSON.toJson(json(order)) + "\n");
          }
        });
    file(
        "views.csv.gz",
        out -> {
          out.write("customer_id,sku,viewed_at\n");
          for (Happening.View view : histories.views) {
            out.write(csv(List.of(view.customer(), view.sku(), view.at()), false));
          }
        });
    file(
        "clicks.csv",
        out -> {
          out.write("click_id,customer_id,clicked_at,campaign,link\n");
          for (Happening.Click c : histories.clicks) {
            out.write(csv(List.of(c.id(), c.customer(), c.at(), c.campaign(), c.link()), false));
          }
        });
  }

  private static String price(Product product) {
    return String.format(Locale.ROOT, "%d.%02d", product.cents() / 100, product.cents() % 100);
  }

  private static JsonObject json(Happening.Order order) {
    JsonObject json = new JsonObject();
    json.addProperty("order_id", order.id());
    json.addProperty("customer_id", order.customer());
    if (!order.at().isEmpty()) {
      json.addProperty("ordered_at", order.at());
    }
    json.addProperty("channel", order.channel());
    JsonArray lines = new JsonArray();
    for (Happening.Line line : order.lines()) {
      JsonObject one = new JsonObject();
      one.addProperty("sku", line.product().sku());
      one.addProperty("quantity", line.quantity());
      one.addProperty("price", new java.math.BigDecimal(price(line.product())));
      lines.add(one);
    }
    json.add("lines", lines);
    return json;
  }

  private static String csv(List<String> cells, boolean torn) {
    return cells.stream()
        .map(cell -> torn ? cell : quoted(cell))
        .collect(Collectors.joining(",", "", "\n"));
  }

  private static String quoted(String cell) {
    boolean needs = cell.contains(",") || cell.contains("\"") || cell.contains("\n");
    return needs ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
  }

  private void file(String name, Lines lines) {
    try {
      Files.createDirectories(dir);
      try (Writer out = open(name)) {
        lines.write(out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Writer open(String name) throws IOException {
    Path file = dir.resolve(name);
    return name.endsWith(".gz")
        ? new OutputStreamWriter(
            new GZIPOutputStream(Files.newOutputStream(file), 1 << 16), StandardCharsets.UTF_8)
        : Files.newBufferedWriter(file);
  }
}
