package io.espalier.salesforcemc;

import com.google.gson.Gson;
import io.espalier.http.Answer;
import io.espalier.salesforcemc.SalesforceMcWire.Accepted;
import io.espalier.salesforcemc.SalesforceMcWire.Items;
import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Job;
import io.espalier.spi.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects rows until a call is full; the outcomes keep the order of the changes. */
final class RowBatch {
  /** The oldest documented limit of any call is 4 MB; a margin for the frame. */
  private static final int BYTES = 3_900_000;

  private static final Gson GSON = new Gson();

  private final SalesforceMcSession session;
  private final SalesforceMcExtensions extensions;
  private final int most;
  private final List<@Nullable Outcome> outcomes;
  private final List<Integer> places = new ArrayList<>();
  private final List<Map<String, @Nullable Object>> rows = new ArrayList<>();

  /**
   * @param size how many changes there are
   * @param most rows of a call
   */
  RowBatch(SalesforceMcSession session, SalesforceMcExtensions extensions, int size, int most) {
    this.session = session;
    this.extensions = extensions;
    this.most = most;
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
      while (to < rows.size() && to - from < most) {
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

  /** Refused as a whole, a batch is halved until the row is alone for which it was refused. */
  private void send(String key, int from, int to) {
    Answer<Accepted> answer = submit(key, new Items(List.copyOf(rows.subList(from, to))));
    String request = answer.body() == null ? null : answer.body().requestId();
    FailureKind refused = answer.failure().map(Failure::kind).orElse(null);
    Outcome outcome;
    if (refused == FailureKind.INVALID && to - from > 1) {
      int middle = (from + to) / 2;
      send(key, from, middle);
      send(key, middle, to);
      return;
    } else if (refused == FailureKind.INVALID || refused == FailureKind.MISSING_TARGET) {
      outcome = new Outcome.Rejected(answer.failure().orElseThrow());
    } else if (refused == null && request != null && SalesforceMcJobs.isHandle(request)) {
      outcome = new Outcome.Pending(new Job(request));
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

  List<Outcome> outcomes() {
    return outcomes.stream().map(o -> o == null ? Outcome.APPLIED : o).toList();
  }
}
