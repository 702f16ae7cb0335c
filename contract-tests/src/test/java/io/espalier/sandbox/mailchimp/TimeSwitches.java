package io.espalier.sandbox.mailchimp;

import io.espalier.sandbox.SandboxOptions;
import io.espalier.sandbox.SwitchContract.Case;
import io.espalier.sandbox.Switches;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;

/** What shows each switch that takes time to show. */
final class TimeSwitches {
  private static final String ADA = "ada@shoppers.example.net";

  private TimeSwitches() {}

  static List<Case> cases() {
    return List.of(
        new Case(
            MailchimpFact.BATCH_LINKS_LIVE_TEN_MINUTES,
            "200",
            "403",
            switches ->
                ask(
                    switches,
                    (client, clock) -> {
                      String link = finished(client).at("response_body_url");
                      clock.pass(Duration.ofMinutes(5));
                      return "" + client.without().send("GET", link, "").status();
                    })),
        new Case(
            MailchimpFact.BATCH_RESULTS_LIVE_A_WEEK,
            "200",
            "404",
            switches ->
                ask(
                    switches,
                    (client, clock) -> {
                      String batch = finished(client).at("id");
                      clock.pass(Duration.ofDays(2));
                      return "" + client.get("/batches/" + batch).status();
                    })),
        new Case(
            MailchimpFact.EVENTS_ARE_KEPT,
            "1",
            "0",
            switches ->
                ask(
                    switches,
                    (client, clock) -> {
                      String list = client.newList();
                      client.subscribe(list, ADA, "{}");
                      String events = list + "/members/" + Member.hash(ADA) + "/events";
                      client.post(events, "{'name':'visit'}");
                      clock.pass(Duration.ofDays(31));
                      return client.get(events).at("total_items");
                    })),
        new Case(
            MailchimpFact.WEBHOOKS_TRY_TWENTY_TIMES,
            "21",
            "6",
            switches ->
                ask(
                    switches,
                    (client, clock) -> {
                      try (Receiver receiver = new Receiver()) {
                        String list = client.newList();
                        client.post(list + "/webhooks", "{'url':'" + receiver.url() + "'}");
                        receiver.answer(500);
                        client.subscribe(list, ADA, "{}");
                        for (int hour = 0; hour < 24; hour++) {
                          clock.pass(Duration.ofHours(1));
                          client.get("/ping");
                        }
                        return "" + receiver.deliveries().size();
                      }
                    })));
  }

  private static Client.Answer finished(Client client) {
    String batch =
        "/batches/"
            + client.post("/batches", "{'operations':[{'method':'GET','path':'/ping'}]}").at("id");
    client.get(batch);
    return client.get(batch);
  }

  private static String ask(Switches switches, BiFunction<Client, Turned, String> question) {
    Turned clock = new Turned("2026-11-27T10:00:00Z");
    try (var sandbox =
        new MailchimpSandboxProvider().start(SandboxOptions.fresh().at(clock).with(switches))) {
      return question.apply(new Client(sandbox), clock);
    }
  }
}
