package io.espalier.sync.source;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.function.IntPredicate;

/**
 * Up to {@link #ROWS} rows of a table as they are in the source, cell by cell; filled again and
 * again. Texts are UTF-8 as the source gave it, which may be none.
 */
public final class RowBatch {
  /** The most rows of one batch. */
  public static final int ROWS = 100;

  /** What a cell holds. */
  public enum Cell {
    /** No value. */
    NOTHING,
    WHOLE,
    REAL,
    TRUTH,
    TEXT,
    /** Text that is JSON already: a number of any length, a list. */
    JSON,
    /** Bytes that are no text. */
    BYTES
  }

  static final byte[] NONE = new byte[0];

  private final int columns;
  private final Cell[] cells;
  private final long[] numbers;
  private final byte[][] texts;
  private final long[] places = new long[ROWS];
  private int rows;
  private long next = 1;

  RowBatch(int columns) {
    this.columns = columns;
    this.cells = new Cell[ROWS * columns];
    this.numbers = new long[ROWS * columns];
    this.texts = new byte[ROWS * columns][];
  }

  /** Empties it; the row that comes next is the source's row of this number, from 1. */
  void begin(long number) {
    rows = 0;
    next = number;
  }

  public int rows() {
    return rows;
  }

  public int columns() {
    return columns;
  }

  /** Which row of the source it is, from 1. */
  public long number(int row) {
    return places[row];
  }

  boolean isFull() {
    return rows == ROWS;
  }

  /** The row whose cells were set is whole. */
  void endRow() {
    places[rows++] = next++;
  }

  /** Takes the rows out of which a test is true; gives how many they were. */
  public int leaveOut(IntPredicate test) {
    int kept = 0;
    for (int row = 0; row < rows; row++) {
      if (!test.test(row)) {
        if (kept < row) {
          int from = row * columns;
          System.arraycopy(cells, from, cells, kept * columns, columns);
          System.arraycopy(numbers, from, numbers, kept * columns, columns);
          System.arraycopy(texts, from, texts, kept * columns, columns);
          places[kept] = places[row];
        }
        kept++;
      }
    }
    int left = rows - kept;
    rows = kept;
    return left;
  }

  private int place(int column) {
    return rows * columns + column;
  }

  void nothing(int column) {
    cells[place(column)] = Cell.NOTHING;
  }

  void whole(int column, long value) {
    cells[place(column)] = Cell.WHOLE;
    numbers[place(column)] = value;
  }

  void real(int column, double value) {
    cells[place(column)] = Cell.REAL;
    numbers[place(column)] = Double.doubleToRawLongBits(value);
  }

  void truth(int column, boolean value) {
    cells[place(column)] = Cell.TRUTH;
    numbers[place(column)] = value ? 1 : 0;
  }

  void text(int column, byte[] utf8) {
    cells[place(column)] = Cell.TEXT;
    texts[place(column)] = utf8;
  }

  void text(int column, String value) {
    text(column, value.getBytes(StandardCharsets.UTF_8));
  }

  void json(int column, String value) {
    cells[place(column)] = Cell.JSON;
    texts[place(column)] = value.getBytes(StandardCharsets.UTF_8);
  }

  void decimal(int column, BigDecimal value) {
    json(column, value.toPlainString());
  }

  void bytes(int column) {
    cells[place(column)] = Cell.BYTES;
    texts[place(column)] = NONE;
  }

  public Cell cell(int row, int column) {
    return cells[row * columns + column];
  }

  /** Of a {@link Cell#WHOLE}. */
  public long whole(int row, int column) {
    return numbers[row * columns + column];
  }

  /** Of a {@link Cell#REAL}; may be infinite. */
  public double real(int row, int column) {
    return Double.longBitsToDouble(numbers[row * columns + column]);
  }

  /** Of a {@link Cell#TRUTH}. */
  public boolean truth(int row, int column) {
    return numbers[row * columns + column] != 0;
  }

  /** Of a {@link Cell#TEXT} or {@link Cell#JSON}; not to be changed. */
  public byte[] utf8(int row, int column) {
    return texts[row * columns + column];
  }
}
