package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Which slice of a collection is asked for.
 *
 * @param count 10 where not asked for, never over 1000: asking for 3000 yields 1000
 * @param call who asks
 * @param linked whether rows have links of their own
 */
record Paging(int count, int offset, Call call, boolean linked) {
  private static final int DEFAULT_COUNT = 10;
  private static final int MOST = 1000;

  static Paging of(Call call) {
    return new Paging(
        Math.min(MOST, call.number("count", DEFAULT_COUNT)), call.number("offset", 0), call, true);
  }

  /** For the few collections whose rows are no resources. */
  Paging unlinked() {
    return new Paging(count, offset, call, false);
  }

  /**
   * Puts a page of rows and {@code total_items} into the answer.
   *
   * @param name the collection's name in the answer
   */
  <T> JsonObject into(
      JsonObject answer, String name, Stream<T> rows, Function<T, JsonObject> print) {
    JsonArray page = new JsonArray();
    int[] total = {0};
    rows.forEach(
        row -> {
          int index = total[0]++;
          if (index >= offset && page.size() < count) {
            page.add(linked ? Links.addRow(print.apply(row), call, name) : print.apply(row));
          }
        });
    answer.add(name, page);
    answer.addProperty("total_items", total[0]);
    return answer;
  }

  /** Writes a page of contacts and {@code total_items} into an answer that was begun. */
  void into(AnswerText out, String name, List<Member> rows, Consumer<Member> print) {
    boolean links = Links.onRows(call, name);
    String collection = call.baseUrl() + call.exchange().path() + "/";
    if (out.array(name)) {
      int from = Math.min(offset, rows.size());
      for (Member row : rows.subList(from, from + Math.min(count, rows.size() - from))) {
        out.begin();
        print.accept(row);
        if (links) {
          Links.addRow(out, collection, row.id());
        }
        out.end();
      }
      out.endArray();
    }
    out.put("total_items", rows.size());
  }
}
