package io.espalier.sandbox.salesforcemc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks one row against its data extension and saves it: the rules that all three APIs share. */
final class RowWriter {
  /** How a row may be saved. */
  enum Mode {
    INSERT,
    UPDATE,
    UPSERT
  }

  /**
   * What came of one row.
   *
   * @param problems what is wrong with single columns
   * @param message what is wrong with the row as a whole; empty where nothing is
   */
  record Verdict(List<Problem> problems, String message) {
    boolean ok() {
      return problems.isEmpty() && message.isEmpty();
    }
  }

  static final String NO_KEYS = "Cannot locate the existing record. Required keys are missing.";

  /** At the end of a text that has a time. */
  private static final Pattern OFFSET =
      Pattern.compile("(:[0-9]{2}(?:\\.[0-9]{1,9})?)(?:Z|[+-][0-9]{2}:?[0-9]{2})\\s*$");

  private final State state;

  RowWriter(State state) {
    this.state = state;
  }

  /**
   * Saves one row whole or not at all. Columns that are absent stay as they are.
   *
   * @param given by column name in any case; null for an explicit null
   * @param save false to check only
   */
  Verdict write(Extension into, Map<String, @Nullable String> given, Mode mode, boolean save) {
    Definition definition = into.definition();
    List<Problem> problems = new ArrayList<>();
    @Nullable String[] cells = new @Nullable String[definition.slots()];
    boolean[] present = new boolean[definition.slots()];
    given.forEach(
        (name, text) -> {
          Field field = into.field(name);
          if (field == null) {
            problems.add(new Problem(name, Problem.VALUE, "Column [" + name + "] does not exist."));
            return;
          }
          present[field.slot()] = true;
          try {
            cells[field.slot()] = counted(field, Cells.fit(field, dated(field, text)));
          } catch (Cells.Misfit e) {
            problems.add(new Problem(field.name(), Problem.VALUE, String.valueOf(e.getMessage())));
          }
        });
    if (definition.keys().isEmpty()) {
      return mode == Mode.INSERT
          ? finish(into, null, cells, present, problems, save)
          : new Verdict(
              problems, "The data extension has no primary key: rows can only be inserted.");
    }
    if (!locatable(definition, cells, problems)) {
      return new Verdict(problems, NO_KEYS);
    }
    Row before = into.find(into.keyOf(new Row(0, cells))).orElse(null);
    if (before != null && mode == Mode.INSERT) {
      return new Verdict(problems, duplicate(definition, before));
    }
    if (before == null && mode == Mode.UPDATE) {
      return new Verdict(problems, "Cannot locate the existing record.");
    }
    return finish(into, before, cells, present, problems, save);
  }

  /** A date's text, without its offset where offsets are cut off. */
  private @Nullable String dated(Field field, @Nullable String text) {
    return text == null
            || field.type() != FieldType.Date
            || state.switches.on(SalesforceFact.OFFSETS_BECOME_CENTRAL)
        ? text
        : OFFSET.matcher(text).replaceFirst("$1");
  }

  /** A number's text, where it has no more bits than a number has. */
  private @Nullable String counted(Field field, @Nullable String cell) {
    if (cell != null
        && field.type() == FieldType.Number
        && state.switches.on(SalesforceFact.NUMBERS_HAVE_32_BITS)
        && Long.parseLong(cell) != (int) Long.parseLong(cell)) {
      throw new Cells.Misfit("The value for column [" + field.name() + "] is not a valid number.");
    }
    return cell;
  }

  private Verdict finish(
      Extension into,
      @Nullable Row before,
      @Nullable String[] cells,
      boolean[] present,
      List<Problem> problems,
      boolean save) {
    Definition definition = into.definition();
    @Nullable String[] after = before == null ? cells : before.copy(definition.slots());
    for (Field field : definition.fields()) {
      int slot = field.slot();
      if (present[slot]) {
        after[slot] = cells[slot];
      } else if (before == null && !field.defaultValue().isEmpty()) {
        after[slot] = Cells.fit(field, field.defaultValue());
      }
      boolean reported =
          after[slot] == null && problems.stream().anyMatch(p -> p.column().equals(field.name()));
      if (field.required() && after[slot] == null && !reported) {
        problems.add(nullProblem(field));
      }
    }
    if (problems.isEmpty() && save) {
      into.put(new Row(before == null ? state.ids.next() : before.id(), after));
    }
    return new Verdict(problems, "");
  }

  /** False where a key has no fit value; a missing one is added to the problems. */
  private static boolean locatable(
      Definition definition, @Nullable String[] cells, List<Problem> problems) {
    boolean locatable = true;
    for (Field key : definition.keys()) {
      String value = cells[key.slot()];
      if (value == null || value.isEmpty()) {
        locatable = false;
        if (problems.stream().noneMatch(p -> p.column().equals(key.name()))) {
          problems.add(nullProblem(key));
        }
      }
    }
    return locatable;
  }

  private static String duplicate(Definition definition, Row row) {
    StringBuilder values = new StringBuilder();
    for (Field key : definition.keys()) {
      values.append(values.length() == 0 ? "" : ", ").append(row.get(key));
    }
    return "Violation of PRIMARY KEY constraint 'PK_"
        + definition.objectId()
        + "'. Cannot insert duplicate key in object '"
        + definition.objectId()
        + "'. The duplicate key value is ("
        + values
        + "). The statement has been terminated.";
  }

  private static Problem nullProblem(Field field) {
    return new Problem(
        field.name(), Problem.NULL, "Column [" + field.name() + "] does not allow null value.");
  }
}
