package io.espalier.sync.kill;

import io.espalier.sandbox.Exchange;
import io.espalier.sandbox.RequestCheck;
import io.espalier.sync.run.Target;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Every effect that calls had at the three accounts: a fact that was not held before a call and is
 * after it, or the other way round. The same row sent again has none; a list made twice, somebody
 * who joins again, consent given or taken again, a confirmation asked for again, has one more than
 * it should.
 */
final class Effects implements RequestCheck {
  private static final Map<String, String> ESPS =
      Map.of(
          "Klaviyo", "klaviyo",
          "Mailchimp", "mailchimp",
          "Salesforce Marketing Cloud", "salesforce-mc");

  private final Target target;
  private final Map<String, Map<String, Integer>> held = new TreeMap<>();
  private final Map<String, Integer> effects = new TreeMap<>();
  private final Map<String, Integer> sent = new TreeMap<>();
  private int requests;

  Effects(Target target) {
    this.target = target;
    ESPS.values().forEach(esp -> held.put(esp, facts(esp)));
  }

  private Map<String, Integer> facts(String esp) {
    return HeldFacts.of(esp, target.sandbox(esp).orElseThrow().snapshot());
  }

  @Override
  public synchronized void about(String label, Exchange exchange, int status) {
    String esp = String.valueOf(ESPS.get(label));
    requests++;
    if (isWrite(exchange) && status < 300) {
      sent.merge(
          esp
              + " "
              + exchange.method()
              + " "
              + exchange.path()
              + " "
              + timeless(exchange.text().replaceAll("<(wsa|wsu|wsse|fueloauth).*?>.*?<", "<")),
          1,
          Integer::sum);
    }
    look(esp);
  }

  private static boolean isWrite(Exchange exchange) {
    return !exchange.method().equals("GET")
        && !exchange.path().endsWith("/v2/token")
        && !exchange.text().contains("RetrieveRequest");
  }

  /** Also what happens at an ESP without a call, e.g. the end of a job. */
  synchronized void look() {
    ESPS.values().forEach(this::look);
  }

  private void look(String esp) {
    Map<String, Integer> now = facts(esp);
    Map<String, Integer> before = held.put(esp, now);
    now.forEach((fact, times) -> count(esp + " + ", fact, times - times(before, fact)));
    times(before, now).forEach((fact, times) -> count(esp + " - ", fact, times));
  }

  private static int times(Map<String, Integer> facts, String fact) {
    return facts.getOrDefault(fact, 0);
  }

  /** What is held no more, and how often less. */
  private static Map<String, Integer> times(Map<String, Integer> before, Map<String, Integer> now) {
    Map<String, Integer> gone = new TreeMap<>();
    before.forEach((fact, times) -> gone.put(fact, times - times(now, fact)));
    return gone;
  }

  private void count(String sign, String fact, int times) {
    if (times > 0) {
      effects.merge(sign + timeless(fact), times, Integer::sum);
    }
  }

  /** Without the instants, which differ from one run to the next. */
  static String timeless(String text) {
    return text.replaceAll(" ?§.*$", "")
        .replaceAll("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(Z|[+-][0-9:]+)?", "TIME");
  }

  synchronized int requests() {
    return requests;
  }

  synchronized Map<String, Integer> all() {
    return new TreeMap<>(effects);
  }

  /** Calls that changed something, or could have, and came more than once with the same content. */
  synchronized int sentAgain() {
    return sent.values().stream().mapToInt(times -> times - 1).sum();
  }

  /** The same, by ESP and path. */
  synchronized Map<String, Integer> againByPath() {
    Map<String, Integer> again = new TreeMap<>();
    sent.forEach(
        (call, times) -> {
          if (times > 1) {
            String[] words = call.split(" ", 4);
            String path = words[2].replaceAll("/[^/]*[0-9][^/]*", "/*").toLowerCase(Locale.ROOT);
            again.merge(words[0] + " " + words[1] + " " + path, times - 1, Integer::sum);
          }
        });
    return again;
  }

  /** All that the three hold now. */
  synchronized Map<String, Integer> heldNow() {
    Map<String, Integer> all = new TreeMap<>();
    held.forEach(
        (esp, facts) ->
            facts.forEach(
                (fact, times) -> all.merge(esp + " " + timeless(fact), times, Integer::sum)));
    return all;
  }
}
