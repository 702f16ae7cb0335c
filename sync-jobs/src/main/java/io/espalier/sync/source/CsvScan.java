package io.espalier.sync.source;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * A look over a whole CSV before it is loaded: is every record of the header's width, is every
 * quote closed? A bulk reader guesses where a quote is broken, and a wrong guess moves values into
 * other columns; so a broken quote ends the load, with its line.
 */
final class CsvScan {
  /** Of so many bad records the line is kept; the others are only counted. */
  private static final int KEPT = 10_000;

  private static final char[] DELIMITERS = {',', ';', '\t', '|'};

  /**
   * @param line of the record's beginning, from 1
   */
  record BadRecord(long line, int fields) {}

  /**
   * @param records without the header, bad ones included
   * @param bad the first {@value #KEPT} of them
   * @param leadingZeros columns in which some value is digits only and begins with a zero
   */
  record Result(
      char delimiter,
      List<String> header,
      long records,
      List<BadRecord> bad,
      long badRecords,
      BitSet leadingZeros) {}

  /** A quote that makes the rest of the file unreadable. */
  static final class BrokenQuote extends Exception {
    private static final long serialVersionUID = 1L;
    private final long line;

    BrokenQuote(long line, String message) {
      super(message);
      this.line = line;
    }

    long line() {
      return line;
    }
  }

  private final InputStream in;
  private final char delimiter;
  private final byte[] buffer = new byte[1 << 16];
  private final boolean copying;
  private final OutputStream copy;
  private final ByteArrayOutputStream record = new ByteArrayOutputStream();
  private int filled;
  private int next;
  private long line = 1;

  private CsvScan(InputStream in, char delimiter, boolean copying, OutputStream copy) {
    this.in = in;
    this.delimiter = delimiter;
    this.copying = copying;
    this.copy = copy;
  }

  /**
   * @param delimiter 0 to find out from the first line
   */
  static Result scan(Path file, char delimiter) throws IOException, BrokenQuote {
    char chosen = delimiter == 0 ? delimiterOf(file) : delimiter;
    try (InputStream in = open(file)) {
      return new CsvScan(in, chosen, false, OutputStream.nullOutputStream()).run();
    }
  }

  /** Writes the file again without its bad records. */
  static void copyGood(Path file, char delimiter, OutputStream copy)
      throws IOException, BrokenQuote {
    try (InputStream in = open(file)) {
      new CsvScan(in, delimiter, true, copy).run();
    }
  }

  private static InputStream open(Path file) throws IOException {
    InputStream raw = Files.newInputStream(file);
    return file.toString().endsWith(".gz")
        ? new GZIPInputStream(raw, 1 << 16)
        : new BufferedInputStream(raw);
  }

  private static char delimiterOf(Path file) throws IOException {
    try (InputStream in = open(file)) {
      String head = new String(in.readNBytes(1 << 16), StandardCharsets.UTF_8);
      // What stands in quotes separates nothing.
      String first = head.lines().findFirst().orElse("").replaceAll("\"[^\"]*\"", "");
      char best = ',';
      long most = 0;
      for (char candidate : DELIMITERS) {
        long count = first.chars().filter(c -> c == candidate).count();
        if (count > most) {
          most = count;
          best = candidate;
        }
      }
      return best;
    }
  }

  private int peek() throws IOException {
    if (next == filled) {
      filled = Math.max(0, in.read(buffer));
      next = 0;
      if (filled == 0) {
        return -1;
      }
    }
    return buffer[next] & 0xff;
  }

  private int read() throws IOException {
    int c = peek();
    if (c >= 0) {
      next++;
      if (copying) {
        record.write(c);
      }
    }
    return c;
  }

  private Result run() throws IOException, BrokenQuote {
    List<String> header = new ArrayList<>();
    List<BadRecord> bad = new ArrayList<>();
    BitSet zeros = new BitSet();
    StringBuilder name = new StringBuilder();
    long records = -1;
    long badRecords = 0;
    while (peek() >= 0) {
      long start = line;
      int fields = 0;
      boolean more = true;
      boolean blank = peek() == '\n' || peek() == '\r';
      while (more) {
        name.setLength(0);
        more = field(records < 0 ? name : null, zeros, fields++);
        if (records < 0) {
          header.add(
              new String(
                      name.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)
                  .replace("\uFEFF", "")
                  .strip());
        }
      }
      if (blank && fields == 1 && header.size() > 1) {
        record.reset();
        continue;
      }
      records++;
      if (fields == header.size()) {
        record.writeTo(copy);
      } else {
        badRecords++;
        if (bad.size() < KEPT) {
          bad.add(new BadRecord(start, fields));
        }
      }
      record.reset();
    }
    return new Result(delimiter, header, Math.max(0, records), bad, badRecords, zeros);
  }

  /** Reads one field; true where another one follows in this record. */
  private boolean field(
      @org.jspecify.annotations.Nullable StringBuilder name, BitSet zeros, int column)
      throws IOException, BrokenQuote {
    boolean quoted = peek() == '"';
    if (quoted) {
      read();
    }
    long opened = line;
    int length = 0;
    boolean zeroFirst = false;
    boolean digits = true;
    while (true) {
      int c = read();
      if (quoted && c == '"') {
        if (peek() == '"') {
          read();
        } else {
          quoted = false;
          int after = peek();
          if (after >= 0 && after != delimiter && after != '\n' && after != '\r') {
            throw new BrokenQuote(line, "text follows a closing quote");
          }
          continue;
        }
      }
      if (c < 0) {
        if (quoted) {
          throw new BrokenQuote(opened, "a quote is opened here and never closed");
        }
        note(zeros, column, zeroFirst, digits, length);
        return false;
      }
      if (c == '\n') {
        line++;
      }
      if (!quoted && (c == delimiter || c == '\n' || c == '\r')) {
        if (c == '\r' && peek() == '\n') {
          read();
          line++;
        }
        note(zeros, column, zeroFirst, digits, length);
        return c == delimiter;
      }
      if (length == 0) {
        zeroFirst = c == '0';
      }
      digits &= c >= '0' && c <= '9';
      length++;
      if (name != null) {
        name.append((char) c);
      }
    }
  }

  private static void note(
      BitSet zeros, int column, boolean zeroFirst, boolean digits, int length) {
    if (zeroFirst && digits && length > 1) {
      zeros.set(column);
    }
  }
}
