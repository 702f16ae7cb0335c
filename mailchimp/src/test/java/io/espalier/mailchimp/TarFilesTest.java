package io.espalier.mailchimp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class TarFilesTest {
  @Test
  void filesComeInOrderAndDirectoriesAndOthersDoNot() throws IOException {
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    entry(tar, "results/", '5', "");
    entry(tar, "results/a.json", '0', "[1]");
    entry(tar, "results/empty.json", '0', "");
    entry(tar, "results/note.txt", '0', "x".repeat(1000));
    entry(tar, "results/b.json", '\0', "y".repeat(512));
    tar.write(new byte[1024]);

    assertEquals(
        Map.of(
            "results/a.json", "[1]", "results/empty.json", "", "results/b.json", "y".repeat(512)),
        read(gzip(tar.toByteArray()), 1 << 20));
  }

  @Test
  void archiveThatUnpacksToTooMuchIsRefused() throws IOException {
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    entry(tar, "bomb.txt", '0', "0".repeat(1 << 20));

    IOException refused =
        assertThrows(IOException.class, () -> read(gzip(tar.toByteArray()), 100_000));
    assertEquals("the archive unpacks to more than is believable", refused.getMessage());
  }

  @Test
  void sizeThatLiesIsRefused() throws IOException {
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    entry(tar, "a.json", '0', "[1]");
    byte[] cut = Arrays.copyOf(tar.toByteArray(), 513);

    assertEquals(
        "the archive breaks off in a file",
        assertThrows(IOException.class, () -> read(gzip(cut), 1 << 20)).getMessage());
  }

  @Test
  void damagedHeaderIsRefused() throws IOException {
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    entry(tar, "a.json", '0', "[1]");
    byte[] damaged = tar.toByteArray();
    damaged[0] = 'b';

    assertEquals(
        "the archive has a damaged header",
        assertThrows(IOException.class, () -> read(gzip(damaged), 1 << 20)).getMessage());
  }

  @Test
  void whatIsNoArchiveIsRefused() {
    assertThrows(IOException.class, () -> read("<html>".getBytes(StandardCharsets.UTF_8), 1 << 20));
  }

  private static Map<String, String> read(byte[] archive, long allowed) throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    new TarFiles(new ByteArrayInputStream(archive), allowed)
        .each(
            name -> name.endsWith(".json"),
            (name, content) ->
                files.put(name, new String(content.readAllBytes(), StandardCharsets.UTF_8)));
    return files;
  }

  private static void entry(ByteArrayOutputStream tar, String name, char type, String content)
      throws IOException {
    tar.write(entry(name, type, content));
  }

  /** One file of an archive: header, content, padding. */
  static byte[] entry(String name, char type, String content) throws IOException {
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    byte[] header = new byte[512];
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    put(header, 0, name);
    put(header, 124, String.format(Locale.ROOT, "%011o", bytes.length));
    header[156] = (byte) type;
    Arrays.fill(header, 148, 156, (byte) ' ');
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    put(header, 148, String.format(Locale.ROOT, "%06o", sum));
    header[154] = 0;
    tar.write(header);
    tar.write(bytes);
    tar.write(new byte[(512 - bytes.length % 512) % 512]);
    return tar.toByteArray();
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }
}
