package io.espalier.sandbox.mailchimp;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;

/** What shows each switch of the API itself. */
final class ApiSwitches {
  static final Map<MailchimpFact, Shown> CASES = new EnumMap<>(MailchimpFact.class);

  private ApiSwitches() {}

  /**
   * @param question asked of a fresh account
   */
  record Shown(String on, String off, Function<Client, String> question) {}

  static {
    CASES.put(
        MailchimpFact.EVENTS_LOSE_OTHER_SCRIPTS,
        new Shown(
            "",
            "Zoë",
            client -> {
              String list = client.newList();
              client.subscribe(list, "ada@shoppers.example.net", "{}");
              String events =
                  list + "/members/" + Member.hash("ada@shoppers.example.net") + "/events";
              client.post(events, "{'name':'visit','properties':{'who':'Zoë'}}");
              return client.get(events).at("events.0.properties.who");
            }));
    CASES.put(
        MailchimpFact.CAMPAIGN_HTML_IS_ALTERED,
        new Shown(
            "<div>x</div>",
            "<div mc:edit=body>x</div>",
            client -> {
              String campaign =
                  "/campaigns/" + client.post("/campaigns", "{'type':'regular'}").at("id");
              client.put(campaign + "/content", "{'html':'<div mc:edit=body>x</div>'}");
              return client.get(campaign + "/content").at("html");
            }));
  }
}
