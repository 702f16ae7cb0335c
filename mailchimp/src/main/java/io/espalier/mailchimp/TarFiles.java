package io.espalier.mailchimp;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;

/**
 * Reads the regular files of a {@code .tar.gz}, one after another, and no more bytes than allowed:
 * an archive comes from outside, and a small one can unpack to anything.
 */
final class TarFiles {
  private static final int BLOCK = 512;

  private final InputStream in;
  private long allowed;

  /**
   * @param allowed the most bytes that may be unpacked
   */
  TarFiles(InputStream gzipped, long allowed) throws IOException {
    this.in = new GZIPInputStream(gzipped, 1 << 16);
    this.allowed = allowed;
  }

  /** Takes one file's name and bytes. */
  @FunctionalInterface
  interface Visitor {
    void file(String name, InputStream content) throws IOException;
  }

  void each(Predicate<String> wanted, Visitor visitor) throws IOException {
    byte[] header = new byte[BLOCK];
    while (readBlock(header) && !isEnd(header)) {
      checkSum(header);
      String name = text(header, 0, 100);
      long size = number(header, 124, 12);
      byte type = header[156];
      Entry entry = new Entry(size);
      if ((type == '0' || type == 0) && wanted.test(name)) {
        visitor.file(name, entry);
      }
      entry.drain();
      skip((BLOCK - size % BLOCK) % BLOCK);
    }
  }

  private boolean readBlock(byte[] block) throws IOException {
    int read = in.readNBytes(block, 0, BLOCK);
    spend(read);
    if (read != 0 && read != BLOCK) {
      throw new EOFException("the archive breaks off in a header");
    }
    return read == BLOCK;
  }

  private static boolean isEnd(byte[] header) {
    for (byte b : header) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  private static void checkSum(byte[] header) throws IOException {
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xff;
    }
    if (sum != number(header, 148, 8)) {
      throw new IOException("the archive has a damaged header");
    }
  }

  /** Octal digits in a field that ends with a blank or a zero byte. */
  private static long number(byte[] header, int from, int length) throws IOException {
    String digits = text(header, from, length).strip();
    if (!digits.matches("[0-7]{0,12}")) {
      throw new IOException("the archive has an unreadable header");
    }
    return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
  }

  private static String text(byte[] header, int from, int length) {
    int end = from;
    while (end < from + length && header[end] != 0) {
      end++;
    }
    return new String(header, from, end - from, StandardCharsets.UTF_8);
  }

  private void skip(long bytes) throws IOException {
    in.skipNBytes(bytes);
    spend(bytes);
  }

  private void spend(long bytes) throws IOException {
    allowed -= bytes;
    if (allowed < 0) {
      throw new IOException("the archive unpacks to more than is believable");
    }
  }

  /** The bytes of one file. */
  private final class Entry extends InputStream {
    private long left;

    Entry(long size) {
      left = size;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int read = in.read(into, offset, (int) Math.min(length, left));
      if (read < 0) {
        throw new EOFException("the archive breaks off in a file");
      }
      left -= read;
      spend(read);
      return read;
    }

    void drain() throws IOException {
      byte[] nowhere = new byte[8192];
      while (left > 0) {
        read(nowhere, 0, nowhere.length);
      }
    }
  }
}
