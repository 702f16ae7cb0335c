package io.espalier.sandbox.mailchimp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * A batch's results as the vendor packs them: a gzipped tar with a directory, files that are JSON
 * arrays, and one file without a byte. They are packed as they come: what is kept is the archive.
 */
final class TarArchive {
  private static final int BLOCK = 512;
  private static final int PER_FILE = 100;

  private final String name;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Packed out;
  private byte[] part = new byte[1 << 16];
  private int end;
  private int inPart;
  private int file;
  private int results;

  /**
   * @param name the batch's
   */
  TarArchive(String name) {
    this.name = name;
    try {
      out = new Packed(bytes);
      header(name + "/", 0, '5');
      file(part, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many results it has. */
  int results() {
    return results;
  }

  /**
   * One operation's result.
   *
   * @param response its answer, as it stands inside a JSON string
   */
  void add(int status, String operationId, String response) {
    raw((inPart == 0 ? "[" : ",") + "{\"status_code\":" + status + ",\"operation_id\":\"");
    raw(AnswerText.escaped(operationId));
    raw("\",\"response\":\"");
    raw(response);
    raw("\"}");
    inPart++;
    results++;
    if (inPart == PER_FILE) {
      write();
    }
  }

  private void raw(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    room(bytes.length);
    System.arraycopy(bytes, 0, part, end, bytes.length);
    end += bytes.length;
  }

  private void room(int more) {
    if (end + more > part.length) {
      part = Arrays.copyOf(part, Math.max(2 * part.length, end + more));
    }
  }

  /** All of it; nothing can be added any more. */
  byte[] close() {
    if (inPart > 0) {
      write();
    }
    try {
      out.write(new byte[2 * BLOCK]);
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private void write() {
    raw("]");
    try {
      file(part, end);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    end = 0;
    inPart = 0;
  }

  private void file(byte[] content, int length) throws IOException {
    header(name + "/" + file++ + ".json", length, '0');
    out.write(content, 0, length);
    out.write(new byte[(BLOCK - length % BLOCK) % BLOCK]);
  }

  /** One POSIX ustar header. */
  private void header(String path, int size, char type) throws IOException {
    byte[] header = new byte[BLOCK];
    put(header, 0, path);
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

  /** Packed in haste: the answers of a batch are much alike. */
  private static final class Packed extends GZIPOutputStream {
    Packed(ByteArrayOutputStream to) throws IOException {
      super(to, 1 << 13);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
