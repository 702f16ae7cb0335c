package io.espalier.sync.deliver;

import io.espalier.sync.source.RowBatch;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Rows as JSON, one object a line, UTF-8, every column in the source's order, null where there is
 * no value. Writes bytes, since a string for each cell would cost more than the rest.
 */
final class JsonText {
  /** Of a double with at most so many decimals the shortest text is at hand. */
  private static final double DECIMALS = 1e4;

  private static final int MOST_DIGITS = 20;
  private static final double EXACT = 1L << 53;
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ESCAPED = new byte[128];

  static {
    for (int c = 0; c < ' '; c++) {
      ESCAPED[c] = 'u';
    }
    ESCAPED['"'] = '"';
    ESCAPED['\\'] = '\\';
    ESCAPED['\n'] = 'n';
    ESCAPED['\r'] = 'r';
    ESCAPED['\t'] = 't';
    ESCAPED['\b'] = 'b';
    ESCAPED['\f'] = 'f';
  }

  private final List<String> columns;

  /** What stands before each value: {@code {"id":}, {@code ,"email":}. */
  private final byte[][] names;

  private byte[] text;
  private int length;

  JsonText(List<String> columns, int room) {
    this.columns = columns;
    this.text = new byte[room];
    this.names = new byte[columns.size()][];
    for (int i = 0; i < names.length; i++) {
      length = 0;
      raw(i == 0 ? '{' : ',');
      if (!string(columns.get(i).getBytes(StandardCharsets.UTF_8))) {
        throw new IllegalArgumentException("a column's name is not UTF-8");
      }
      raw(':');
      names[i] = Arrays.copyOf(text, length);
    }
    length = 0;
  }

  byte[] bytes() {
    return text;
  }

  int length() {
    return length;
  }

  void clear() {
    length = 0;
  }

  /** Adds a row as a line. Gives why it cannot, and adds nothing then; empty where it was added. */
  String line(RowBatch batch, int row) {
    int start = length;
    for (int column = 0; column < names.length; column++) {
      raw(names[column]);
      String wrong = value(batch, row, column);
      if (!wrong.isEmpty()) {
        length = start;
        return "'" + columns.get(column) + "' " + wrong;
      }
    }
    raw('}');
    raw('\n');
    return "";
  }

  private String value(RowBatch batch, int row, int column) {
    switch (batch.cell(row, column)) {
      case NOTHING -> literal("null");
      case WHOLE -> whole(batch.whole(row, column));
      case TRUTH -> literal(batch.truth(row, column) ? "true" : "false");
      case JSON -> raw(batch.utf8(row, column));
      case REAL -> {
        double value = batch.real(row, column);
        if (!Double.isFinite(value)) {
          return "is no finite number";
        }
        real(value);
      }
      case TEXT -> {
        if (!string(batch.utf8(row, column))) {
          return "is not UTF-8";
        }
      }
      case BYTES -> {
        return "holds bytes, not text";
      }
    }
    return "";
  }

  private void reserve(int more) {
    if (text.length - length < more) {
      text = Arrays.copyOf(text, Math.max(text.length * 2, length + more));
    }
  }

  private void raw(char c) {
    reserve(1);
    text[length++] = (byte) c;
  }

  private void raw(byte[] bytes) {
    reserve(bytes.length);
    System.arraycopy(bytes, 0, text, length, bytes.length);
    length += bytes.length;
  }

  private void literal(String ascii) {
    reserve(ascii.length());
    for (int i = 0; i < ascii.length(); i++) {
      text[length++] = (byte) ascii.charAt(i);
    }
  }

  private void whole(long value) {
    if (value == Long.MIN_VALUE) {
      literal(Long.toString(value));
      return;
    }
    reserve(MOST_DIGITS);
    long rest = value;
    if (rest < 0) {
      text[length++] = '-';
      rest = -rest;
    }
    int end = length;
    for (long r = rest; r >= 10; r /= 10) {
      end++;
    }
    length = end + 1;
    do {
      text[end--] = (byte) ('0' + rest % 10);
      rest /= 10;
    } while (rest > 0);
  }

  /** The shortest text that is this number again. */
  private void real(double value) {
    double scaled = Math.rint(value * DECIMALS);
    // A quotient of two whole numbers below 2^53 is rounded correctly, as a parser rounds its text.
    if (Math.abs(scaled) < EXACT && scaled / DECIMALS == value && (scaled != 0 || 1 / value > 0)) {
      long whole = (long) scaled;
      if (whole < 0) {
        raw('-');
        whole = -whole;
      }
      whole(whole / 10_000);
      int decimals = (int) (whole % 10_000);
      raw('.');
      reserve(4);
      int unit = 1_000;
      do {
        text[length++] = (byte) ('0' + decimals / unit % 10);
        decimals %= unit;
        unit /= 10;
      } while (decimals > 0);
      return;
    }
    literal(Double.toString(value));
  }

  /** Adds a text between quotes; false where it is not UTF-8. */
  private boolean string(byte[] utf8) {
    // Six for each: what the longest escape takes.
    reserve(utf8.length * 6 + 2);
    byte[] out = text;
    int at = length;
    out[at++] = '"';
    for (int i = 0; i < utf8.length; i++) {
      byte b = utf8[i];
      if (b >= 0) {
        byte escape = ESCAPED[b];
        if (escape == 0) {
          out[at++] = b;
        } else if (escape == 'u') {
          out[at++] = '\\';
          out[at++] = 'u';
          out[at++] = '0';
          out[at++] = '0';
          out[at++] = HEX[b >> 4];
          out[at++] = HEX[b & 15];
        } else {
          out[at++] = '\\';
          out[at++] = escape;
        }
      } else {
        int more = Characters.following(utf8, i);
        if (more == 0) {
          return false;
        }
        for (int end = i + more; i < end; i++) {
          out[at++] = utf8[i];
        }
        out[at++] = utf8[i];
      }
    }
    out[at++] = '"';
    length = at;
    return true;
  }
}
