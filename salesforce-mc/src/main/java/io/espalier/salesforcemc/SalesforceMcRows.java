package io.espalier.salesforcemc;

import io.espalier.spi.Change;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.FieldMap;
import io.espalier.spi.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows into data extensions, asynchronously: the vendor accepts them and tells later. */
final class SalesforceMcRows {
  /** The vendor allows 32,000; public clients stay at this, for locks and for size. */
  static final int ROWS = 2_500;

  /**
   * The same of memberships, which are small, and whose people the profiles have accepted: as a
   * rule no row is refused, and no result has to be read.
   */
  static final int MEMBERS = 10_000;

  private final SalesforceMcSession session;
  private final SalesforceMcExtensions extensions;
  private final FieldMap fields;

  SalesforceMcRows(
      SalesforceMcSession session, SalesforceMcExtensions extensions, FieldMap fields) {
    this.session = session;
    this.extensions = extensions;
    this.fields = fields;
  }

  List<Outcome> upsert(List<Change.Upsert> changes) {
    RowBatch batch = new RowBatch(session, extensions, changes.size(), ROWS);
    for (int i = 0; i < changes.size(); i++) {
      try {
        batch.add(i, row(changes.get(i)));
      } catch (SalesforceMcMapper.Unfit e) {
        batch.refuse(i, unfit(e));
      }
    }
    batch.send(SalesforceMcNames.PROFILES_KEY);
    return batch.outcomes();
  }

  /** Joins of any segments; those of one segment go together. */
  List<Outcome> join(List<Change.Join> changes) {
    Map<String, List<Integer>> bySegment = new LinkedHashMap<>();
    for (int i = 0; i < changes.size(); i++) {
      String key = SalesforceMcNames.segmentKey(changes.get(i).segment().id());
      bySegment.computeIfAbsent(key, k -> new ArrayList<>()).add(i);
    }
    RowBatch batch = new RowBatch(session, extensions, changes.size(), MEMBERS);
    bySegment.forEach(
        (key, members) -> {
          for (int i : members) {
            Change.Join join = changes.get(i);
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            row.put(SalesforceMcNames.KEY, join.key().value());
            row.put(SalesforceMcNames.EMAIL, join.email().address());
            batch.add(i, row);
          }
          batch.send(key);
        });
    return batch.outcomes();
  }

  private Map<String, @Nullable Object> row(Change.Upsert upsert) throws SalesforceMcMapper.Unfit {
    if (upsert.key().value().length() > 254) {
      throw new SalesforceMcMapper.Unfit("the key is longer than 254 characters");
    }
    for (String attribute : upsert.values().keySet()) {
      if (fields.field(attribute).isEmpty()) {
        throw new SalesforceMcMapper.Unfit("'" + attribute + "' has no column there");
      }
    }
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put(SalesforceMcNames.KEY, upsert.key().value());
    row.put(SalesforceMcNames.EMAIL, upsert.email().address());
    for (var attribute : fields.attributes()) {
      var value = upsert.values().get(attribute.name());
      if (value != null) {
        row.put(fields.vendorName(attribute.name()), SalesforceMcMapper.wire(attribute, value));
      }
    }
    return row;
  }

  static Failure unfit(SalesforceMcMapper.Unfit e) {
    return new Failure(
        FailureKind.INVALID,
        String.valueOf(e.getMessage()),
        "mend it at the source, or keep the attribute out of " + SalesforceMcEsp.ID);
  }
}
