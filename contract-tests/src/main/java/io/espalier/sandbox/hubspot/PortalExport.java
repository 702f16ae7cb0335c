package io.espalier.sandbox.hubspot;

import com.google.gson.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** An export: pending, worked at, then complete; its address opens it for five minutes. */
final class PortalExport {
  static final Duration PENDING = Duration.ofSeconds(2);
  static final Duration WORKED = Duration.ofSeconds(5);
  private static final Duration OPEN = Duration.ofMinutes(5);

  final Instant asked;
  final byte[] file;
  String key = "";
  private Instant opened = Instant.EPOCH;

  PortalExport(Instant asked, byte[] file) {
    this.asked = asked;
    this.file = file;
  }

  String status(Instant now) {
    return now.isBefore(asked.plus(PENDING))
        ? "PENDING"
        : now.isBefore(asked.plus(WORKED)) ? "PROCESSING" : "COMPLETE";
  }

  JsonObject json(Instant now, String address, String fresh) {
    JsonObject json = new JsonObject();
    json.addProperty("requestedAt", asked.toString());
    json.addProperty("status", status(now));
    json.addProperty("numErrors", 0);
    if (status(now).equals("COMPLETE")) {
      key = fresh;
      opened = now;
      json.addProperty("result", address + key);
    }
    return json;
  }

  boolean opens(String with, Instant now) {
    return !key.isEmpty() && key.equals(with) && now.isBefore(opened.plus(OPEN));
  }

  static byte[] csv(List<List<String>> lines, boolean zipped) {
    StringBuilder csv = new StringBuilder();
    for (List<String> line : lines) {
      for (int i = 0; i < line.size(); i++) {
        csv.append(i == 0 ? "\"" : ",\"").append(line.get(i).replace("\"", "\"\"")).append('"');
      }
      csv.append("\r\n");
    }
    byte[] plain = csv.toString().getBytes(StandardCharsets.UTF_8);
    if (!zipped) {
      return plain;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("export.csv"));
      zip.write(plain);
      zip.closeEntry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
