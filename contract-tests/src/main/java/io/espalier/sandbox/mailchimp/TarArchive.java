package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/**
 * A batch's results as the vendor packs them: a gzipped tar with a directory, files that are JSON
 * arrays, and one file without a byte.
 */
final class TarArchive {
  private static final int BLOCK = 512;
  private static final int PER_FILE = 100;

  private TarArchive() {}

  static byte[] of(String name, JsonArray results) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      header(out, name + "/", 0, '5');
      file(out, name + "/0.json", new byte[0]);
      int file = 1;
      for (int from = 0; from < results.size(); from += PER_FILE) {
        JsonArray part = new JsonArray();
        for (int i = from; i < Math.min(results.size(), from + PER_FILE); i++) {
          JsonElement result = results.get(i);
          part.add(result);
        }
        file(out, name + "/" + file++ + ".json", part.toString().getBytes(StandardCharsets.UTF_8));
      }
      out.write(new byte[2 * BLOCK]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void file(OutputStream out, String name, byte[] content) throws IOException {
    header(out, name, content.length, '0');
    out.write(content);
    out.write(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
  }

  /** One POSIX ustar header. */
  private static void header(OutputStream out, String name, int size, char type)
      throws IOException {
    byte[] header = new byte[BLOCK];
    put(header, 0, name);
    put(header, 100, type == '5' ? "0000755" : "0000644");
    put(header, 108, "0000000");
    put(header, 116, "0000000");
    put(header, 124, String.format(Locale.ROOT, "%011o", size));
    put(header, 136, "00000000000");
    put(header, 148, "        ");
    header[156] = (byte) type;
    put(header, 257, "ustar");
    put(header, 263, "00");
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    put(header, 148, String.format(Locale.ROOT, "%06o", sum));
    header[154] = 0;
    out.write(header);
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }
}
