package io.espalier.salesforcemc;

import io.espalier.spi.Change;
import io.espalier.spi.FieldMap;
import io.espalier.spi.Standing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How our columns stand in the data extension of profiles, and our data extensions, by key. */
final class SalesforceMcStandings {
  private final SalesforceMcExtensions extensions;
  private final FieldMap fields;

  SalesforceMcStandings(SalesforceMcExtensions extensions, FieldMap fields) {
    this.extensions = extensions;
    this.fields = fields;
  }

  List<Standing> of(List<Change> definitions) {
    Map<String, SalesforceMcExtensions.Wanted> wanted = new LinkedHashMap<>();
    for (Change definition : definitions) {
      if (definition instanceof Change.DefineSegment segment) {
        SalesforceMcExtensions.Wanted one = SalesforceMcSegments.wanted(segment.segment());
        wanted.put(one.key(), one);
      }
    }
    Map<String, Column> columns =
        definitions.stream().anyMatch(Change.DefineField.class::isInstance)
            ? extensions.columns(SalesforceMcNames.PROFILES_KEY)
            : Map.of();
    Map<String, SoapNode> found = wanted.isEmpty() ? Map.of() : extensions.find(wanted.keySet());
    List<Standing> standings = new ArrayList<>();
    for (Change definition : definitions) {
      if (definition instanceof Change.DefineSegment segment) {
        SalesforceMcExtensions.Wanted one = SalesforceMcSegments.wanted(segment.segment());
        standings.add(named(one, segment.segment().name(), found.get(one.key())));
      } else if (definition instanceof Change.DefineField field) {
        Column column =
            Column.of(fields.vendorName(field.attribute().name()), field.attribute().type());
        standings.add(typed(column, columns.get(column.name().toLowerCase(Locale.ROOT))));
      } else {
        throw new IllegalArgumentException("no definition here: " + definition.kind());
      }
    }
    return standings;
  }

  /** A name that we gave in another spelling, since the plain one was taken, is the segment's. */
  private static Standing named(
      SalesforceMcExtensions.Wanted wanted, String name, @Nullable SoapNode there) {
    if (there == null) {
      return Standing.GONE;
    }
    String held = there.text("Name");
    boolean ours = held.equals(wanted.name()) || held.equals(wanted.secondName().name());
    return Standing.there(ours ? name : held);
  }

  private static Standing typed(Column wanted, @Nullable Column there) {
    return there == null
        ? Standing.GONE
        : there.holds(wanted) ? Standing.there(there.name()) : Standing.altered(there.toString());
  }
}
