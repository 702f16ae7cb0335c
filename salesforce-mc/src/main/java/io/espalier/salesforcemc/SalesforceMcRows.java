package io.espalier.salesforcemc;

import com.google.gson.Gson;
import io.espalier.http.Answer;
import io.espalier.salesforcemc.SalesforceMcWire.Accepted;
import io.espalier.salesforcemc.SalesforceMcWire.Items;
import io.espalier.spi.Change;
import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.FieldMap;
import io.espalier.spi.Job;
import io.espalier.spi.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows into data extensions, asynchronously: the vendor accepts them and tells later. */
final class SalesforceMcRows {
  /** The vendor allows 32,000; public clients stay at this, for locks and for size. */
  static final int ROWS = 2_500;

  /** The oldest documented limit of any call is 4 MB; a margin for the frame. */
  private static final int BYTES = 3_900_000;

  private static final Gson GSON = new Gson();

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
    Batch batch = new Batch(changes.size());
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
    Batch batch = new Batch(changes.size());
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

  private static Failure unfit(SalesforceMcMapper.Unfit e) {
    return new Failure(
        FailureKind.INVALID,
        String.valueOf(e.getMessage()),
        "mend it at the source, or keep the attribute out of " + SalesforceMcEsp.ID);
  }

  private Answer<Accepted> submit(String key, Items items) {
    Answer<Accepted> answer = session.rest((api, bearer) -> api.upsert(bearer, key, items));
    boolean gone = answer.failure().filter(f -> f.kind() == FailureKind.MISSING_TARGET).isPresent();
    if (gone && key.equals(SalesforceMcNames.PROFILES_KEY)) {
      // A project without attributes defines no field, and so nothing has made it yet.
      extensions.ensureProfiles();
      return session.rest((api, bearer) -> api.upsert(bearer, key, items));
    }
    return answer;
  }

  /** Collects rows until a call is full; the outcomes keep the order of the changes. */
  private final class Batch {
    private final List<@Nullable Outcome> outcomes;
    private final List<Integer> places = new ArrayList<>();
    private final List<Map<String, @Nullable Object>> rows = new ArrayList<>();

    Batch(int size) {
      outcomes = new ArrayList<>(Collections.nCopies(size, null));
    }

    void add(int place, Map<String, @Nullable Object> row) {
      places.add(place);
      rows.add(row);
    }

    void refuse(int place, Failure failure) {
      outcomes.set(place, new Outcome.Rejected(failure));
    }

    /** Sends what was collected, in as many calls as the limits ask for. */
    void send(String key) {
      int from = 0;
      while (from < rows.size()) {
        int to = from;
        long bytes = 0;
        while (to < rows.size() && to - from < ROWS) {
          long size = GSON.toJson(rows.get(to)).getBytes(StandardCharsets.UTF_8).length + 64L;
          if (to > from && bytes + size > BYTES) {
            break;
          }
          bytes += size;
          to++;
        }
        send(key, from, to);
        from = to;
      }
      places.clear();
      rows.clear();
    }

    private void send(String key, int from, int to) {
      Answer<Accepted> answer = submit(key, new Items(List.copyOf(rows.subList(from, to))));
      String request = answer.body() == null ? null : answer.body().requestId();
      Outcome outcome;
      if (request != null && SalesforceMcJobs.isHandle(request)) {
        outcome = new Outcome.Pending(new Job(request));
      } else if (answer.failure().isPresent() && isOfRows(answer.failure().get())) {
        outcome = new Outcome.Rejected(answer.failure().get());
      } else {
        answer.orThrow();
        throw new EspException(
            Failure.of(
                FailureKind.PROTOCOL, SalesforceMcErrors.NAME + " accepted rows without a job"));
      }
      for (int i = from; i < to; i++) {
        outcomes.set(places.get(i), outcome);
      }
    }

    private boolean isOfRows(Failure failure) {
      return failure.kind() == FailureKind.INVALID || failure.kind() == FailureKind.MISSING_TARGET;
    }

    List<Outcome> outcomes() {
      return outcomes.stream().map(o -> o == null ? Outcome.APPLIED : o).toList();
    }
  }
}
