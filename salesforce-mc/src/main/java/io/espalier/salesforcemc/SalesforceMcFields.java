package io.espalier.salesforcemc;

import io.espalier.spi.Change.DefineField;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.FieldMap;
import io.espalier.spi.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Attributes as columns of the one data extension of profiles. */
final class SalesforceMcFields {
  private final SalesforceMcExtensions extensions;
  private final FieldMap fields;

  SalesforceMcFields(SalesforceMcExtensions extensions, FieldMap fields) {
    this.extensions = extensions;
    this.fields = fields;
  }

  List<Outcome> define(List<DefineField> changes) {
    Map<String, Column> existing = extensions.columns(SalesforceMcNames.PROFILES_KEY);
    if (existing.isEmpty()) {
      return create(changes);
    }
    Map<Integer, Column> missing = new LinkedHashMap<>();
    List<@Nullable Outcome> outcomes = new ArrayList<>();
    for (DefineField change : changes) {
      Column wanted = column(change);
      Column there = existing.get(wanted.name().toLowerCase(Locale.ROOT));
      Outcome outcome = null;
      if (there == null || there.canGrowInto(wanted)) {
        missing.put(outcomes.size(), wanted);
      } else if (there.holds(wanted)) {
        outcome = new Outcome.Applied(there.name());
      } else {
        outcome = mismatch(change, there, wanted);
      }
      outcomes.add(outcome);
    }
    add(missing, outcomes);
    List<Outcome> all = new ArrayList<>();
    outcomes.forEach(o -> all.add(o == null ? Outcome.APPLIED : o));
    return all;
  }

  private List<Outcome> create(List<DefineField> changes) {
    List<Column> columns = changes.stream().map(this::column).toList();
    SoapNode result =
        extensions.create(List.of(SalesforceMcExtensions.Wanted.profiles(columns))).get(0);
    return columns.stream().map(c -> outcome(result, c)).toList();
  }

  /** All in one call; where that is refused one by one, to learn which column it is. */
  private void add(Map<Integer, Column> missing, List<@Nullable Outcome> outcomes) {
    if (missing.isEmpty()) {
      return;
    }
    SoapNode all = extensions.alter(SalesforceMcNames.PROFILES_KEY, missing.values());
    missing.forEach(
        (at, column) -> {
          SoapNode result =
              all.isOk() || missing.size() == 1
                  ? all
                  : extensions.alter(SalesforceMcNames.PROFILES_KEY, List.of(column));
          outcomes.set(at, outcome(result, column));
        });
  }

  private static Outcome outcome(SoapNode result, Column column) {
    return SalesforceMcSoap.outcome(result, column.name());
  }

  private Column column(DefineField change) {
    return Column.of(fields.vendorName(change.attribute().name()), change.attribute().type());
  }

  private static Outcome mismatch(DefineField change, Column there, Column wanted) {
    return new Outcome.Rejected(
        new Failure(
            FailureKind.INVALID,
            "the column "
                + there.name()
                + " of '"
                + SalesforceMcNames.PROFILES
                + "' is "
                + there
                + ", and the attribute '"
                + change.attribute().name()
                + "' needs "
                + wanted,
            "a column's type never changes: give the attribute another name in "
                + SalesforceMcEsp.ID
                + ", or delete the column in Marketing Cloud"));
  }
}
