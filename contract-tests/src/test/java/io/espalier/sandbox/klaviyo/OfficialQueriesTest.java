package io.espalier.sandbox.klaviyo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import io.espalier.official.KlaviyoContract;
import io.espalier.sandbox.SandboxOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * What each GET takes in its query, against the official contract: every sort, filter, inclusion
 * and page that Klaviyo offers is taken, and none besides. Of many sorts and operators an ordinary
 * run tries two each.
 */
class OfficialQueriesTest {
  private static final List<String> OPERATORS =
      List.of(
          "equals",
          "any",
          "contains",
          "contains-any",
          "contains-all",
          "starts-with",
          "ends-with",
          "greater-than",
          "greater-or-equal",
          "less-than",
          "less-or-equal",
          "has");

  private final List<String> wrong = new ArrayList<>();

  @Test
  void everyQueryIsTakenThatKlaviyoTakesAndNoOther() {
    KlaviyoContract contract = KlaviyoContract.there().orElse(null);
    assumeTrue(contract != null, "skipped: no ../shared/specs, so nothing to compare with");
    try (Client client = new Client();
        KlaviyoSandbox routes = new KlaviyoSandbox(SandboxOptions.fresh(), false, Duration.ZERO)) {
      Furnished account = new Furnished(client);
      for (Route route : routes.routes()) {
        if (route.method().equals("GET")) {
          look(client, account.path(route), route, contract);
        }
      }
    }
    assertEquals("", String.join("\n", wrong));
  }

  private void look(Client client, String path, Route route, KlaviyoContract contract) {
    // What an operation cannot do without stands in every request.
    String needed =
        switch (route.template()) {
          case "/api/campaigns" -> "equals(messages.channel,\"email\")";
          case "/api/coupon-codes" -> "equals(coupon.id,\"SPRING\")";
          default -> "";
        };
    ask(client, path, "", "", needed, true);
    List<String> parts = route.parts();
    Map<String, List<String>> offered = contract.query(parts);
    for (String name : List.of("sort", "include", "additional-fields[profile]")) {
      for (String value : some(offered.getOrDefault(name, List.of()), name.equals("sort"))) {
        ask(client, path, name, value, needed, true);
      }
      ask(client, path, name, "nothing", needed, false);
    }
    int largest = contract.largestPage(parts);
    ask(client, path, "page[size]", Integer.toString(Math.max(1, largest)), needed, largest > 0);
    ask(client, path, "page[size]", Integer.toString(largest + 1), needed, false);
    ask(client, path, "page[size]", "0", needed, false);
    filters(client, path, contract.filters(parts), needed);
  }

  /** The first two where there are many; all of them in a long run. */
  private static List<String> some(List<String> all, boolean many) {
    boolean whole = Boolean.getBoolean("espalier.long") || !many;
    return whole ? all : all.subList(0, Math.min(2, all.size()));
  }

  private void filters(
      Client client, String path, Map<String, TreeSet<String>> filters, String needed) {
    for (Map.Entry<String, TreeSet<String>> filter : filters.entrySet()) {
      List<String> others =
          OPERATORS.stream().filter(o -> !filter.getValue().contains(o)).limit(1).toList();
      List<String> operators = new ArrayList<>(some(List.copyOf(filter.getValue()), true));
      operators.addAll(others);
      for (String operator : operators) {
        String field = filter.getKey();
        String term =
            operator.equals("has")
                ? "has(" + field + ")"
                : operator + "(" + field + "," + value(operator, field) + ")";
        String more =
            field.contains("list_suppressions") && !field.endsWith("list_id")
                ? ",equals(subscriptions.email.marketing.list_suppressions.list_id,\"x\")"
                : field.equals("messages.channel")
                        || field.startsWith("coupon.")
                        || needed.isEmpty()
                    ? ""
                    : "," + needed;
        ask(client, path, "filter", term + more, "", filter.getValue().contains(operator));
      }
    }
    ask(client, path, "filter", "equals(nothing,\"x\")", "", false);
  }

  private static String value(String operator, String field) {
    String one =
        field.matches(".*(created|updated|timestamp|datetime|_at)$")
            ? field.equals("timestamp") ? "1700000000" : "2026-01-01T00:00:00Z"
            : field.equals("messages.channel") ? "\"email\"" : "\"x\"";
    return operator.equals("any") || operator.startsWith("contains-") ? "[" + one + "]" : one;
  }

  private void ask(
      Client client, String path, String name, String value, String needed, boolean taken) {
    StringBuilder url = new StringBuilder(path).append('?');
    if (!name.isEmpty()) {
      url.append(Client.q(name)).append('=').append(Client.q(value)).append('&');
    }
    if (!needed.isEmpty()) {
      url.append("filter=").append(Client.q(needed));
    }
    String asked = "GET " + path + " " + name + "=" + value;
    try {
      Client.Response response = client.get(url.toString());
      if (taken != (response.status() == 200)) {
        wrong.add(asked + " answered " + response.status() + (taken ? " " + detail(response) : ""));
      } else if (!taken && !name.equals(parameter(response))) {
        wrong.add(asked + " blames " + parameter(response));
      }
    } catch (AssertionError shape) {
      wrong.add(asked + " " + String.valueOf(shape.getMessage()).replaceFirst("(?s).*==> ", ""));
    }
  }

  private static String detail(Client.Response response) {
    return response.error().get("detail").getAsString();
  }

  private static String parameter(Client.Response response) {
    JsonObject source = response.error().getAsJsonObject("source");
    return source.has("parameter") ? source.get("parameter").getAsString() : source.toString();
  }
}
