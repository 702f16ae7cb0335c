package io.espalier.spi;

import io.espalier.model.ValueType;
import java.util.List;
import java.util.Optional;

/**
 * The rows of one object of a CRM. Every method throws {@link EspException} where the CRM refuses
 * or cannot be reached.
 */
public interface CrmReader extends AutoCloseable {

  /**
   * The columns that rows will have, the key's among them.
   *
   * @throws UnknownField where a field that was asked for is not there
   */
  List<Column> columns();

  /** The column that names a row; unique for ever. */
  String key();

  /**
   * Makes the kept rows what the object holds now: reads what changed since the bookmark, or goes
   * on where an earlier reading was cut, or reads the whole.
   *
   * @param bookmark the last one given to {@link Kept}; empty where nothing is kept
   */
  void read(Optional<String> bookmark, Kept kept);

  @Override
  void close();

  /** Where rows are kept between two readings. */
  interface Kept {

    /** A reading of the whole begins: a kept row that it does not bring is gone at its end. */
    void begin();

    /**
     * Keeps rows together with how far the reading has come: both or neither.
     *
     * @param bookmark any text, never a secret
     */
    void add(List<Row> rows, String bookmark);

    /** A reading has come to its end. */
    void end(String bookmark);

    /** How many rows are kept. */
    long count();
  }

  /**
   * A column.
   *
   * @param type what the CRM declares
   */
  record Column(String name, ValueType type) {}

  /**
   * A row, in the order of the columns.
   *
   * @param gone whether the CRM has deleted it; then only the key counts
   * @param values texts: numbers in plain decimals, {@code true} and {@code false}, dates and
   *     instants in ISO form, lists as a JSON array of texts
   */
  record Row(boolean gone, List<Optional<String>> values) {}

  /** A field that was asked for is not there, or not for us. */
  final class UnknownField extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String field;
    private final transient List<String> known;

    /**
     * @param known the fields that there are
     */
    public UnknownField(String field, List<String> known) {
      super("no field " + field);
      this.field = field;
      this.known = List.copyOf(known);
    }

    public String field() {
      return field;
    }

    public List<String> known() {
      return known;
    }
  }
}
