package io.espalier.sandbox.klaviyo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The vendor's table of endpoints, a line each: what it answers, how often it may be asked. */
class CallTableTest {
  // METHOD PATH STATUS BURST/STEADY[/DAY] [BODY]; {collection} stands for an id of it.
  private static final String TABLE =
      """
      GET /api/accounts 200 1/15
      GET /api/profiles 200 75/750
      GET /api/profiles/{profiles} 200 75/750
      POST /api/profiles 201 75/750 {'type':'profile','attributes':{'email':'new@example.net'}}
      POST /api/profiles 409 75/750 {'type':'profile','attributes':{'email':'new@example.net'}}
      PATCH /api/profiles/{profiles} 200 75/750 {'type':'profile','id':'{profiles}','attributes':{'title':'x'}}
      POST /api/profile-import 201 75/750 {'type':'profile','attributes':{'email':'other@example.net'}}
      POST /api/profile-import 200 75/750 {'type':'profile','attributes':{'email':'other@example.net'}}
      GET /api/profile-bulk-import-jobs 200 10/150
      GET /api/profile-bulk-import-jobs/{profile-bulk-import-jobs} 200 10/150
      GET /api/profile-bulk-import-jobs/{profile-bulk-import-jobs}/import-errors 200 10/150
      POST /api/profile-bulk-import-jobs 202 10/150 {'type':'profile-bulk-import-job','attributes':{'profiles':{'data':[{'type':'profile','attributes':{'email':'b@example.net'}}]}}}
      POST /api/profile-subscription-bulk-create-jobs 202! 75/750 {'type':'profile-subscription-bulk-create-job','attributes':{'profiles':{'data':[{'type':'profile','attributes':{'email':'s@example.net','subscriptions':{'email':{'marketing':{'consent':'SUBSCRIBED'}}}}}]}}}
      POST /api/profile-subscription-bulk-delete-jobs 202! 75/750 {'type':'profile-subscription-bulk-delete-job','attributes':{'profiles':{'data':[{'type':'profile','attributes':{'email':'s@example.net','subscriptions':{'email':{'marketing':{'consent':'UNSUBSCRIBED'}}}}}]}}}
      POST /api/profile-suppression-bulk-create-jobs 202 75/750 {'type':'profile-suppression-bulk-create-job','attributes':{'profiles':{'data':[{'type':'profile','attributes':{'email':'s@example.net'}}]}}}
      POST /api/profile-suppression-bulk-delete-jobs 202 75/750 {'type':'profile-suppression-bulk-delete-job','attributes':{'profiles':{'data':[{'type':'profile','attributes':{'email':'s@example.net'}}]}}}
      GET /api/profiles/{profiles}/lists 200 3/60
      GET /api/profiles/{profiles}/segments 200 3/60
      GET /api/lists 200 75/750
      GET /api/lists/{lists} 200 75/750
      POST /api/lists 201 10/150/150 {'type':'list','attributes':{'name':'x'}}
      PATCH /api/lists/{lists} 200 10/150 {'type':'list','id':'{lists}','attributes':{'name':'y'}}
      GET /api/lists/{lists}/profiles 200 75/750
      GET /api/lists/{lists}/relationships/profiles 200 75/750
      POST /api/lists/{lists}/relationships/profiles 204! 10/150 [{'type':'profile','id':'{profiles}'}]
      DELETE /api/lists/{lists}/relationships/profiles 204! 10/150 [{'type':'profile','id':'{profiles}'}]
      GET /api/segments 200 75/750
      POST /api/segments 201 1/15/100 {'type':'segment','attributes':{'name':'x','definition':{'condition_groups':[{'conditions':[{'type':'profile-property','property':'first_name','filter':{'type':'existence','operator':'is-set'}}]}]}}}
      PATCH /api/segments/{segments} 200 1/15/100 {'type':'segment','id':'{segments}','attributes':{'name':'z'}}
      GET /api/tags 200 3/60
      POST /api/tags 201 3/60 {'type':'tag','attributes':{'name':'autumn'}}
      PATCH /api/tags/{tags} 204! 3/60 {'type':'tag','id':'{tags}','attributes':{'name':'summer'}}
      GET /api/tag-groups 200 3/60
      POST /api/events 202! 350/3500 {'type':'event','attributes':{'properties':{},'metric':{'data':{'type':'metric','attributes':{'name':'m'}}},'profile':{'data':{'type':'profile','attributes':{'email':'ada@example.net'}}}}}
      POST /api/event-bulk-create-jobs 202! 10/150 {'type':'event-bulk-create-job','attributes':{'events-bulk-create':{'data':[{'type':'event-bulk-create','attributes':{'profile':{'data':{'type':'profile','attributes':{'email':'ada@example.net'}}},'events':{'data':[{'type':'event','attributes':{'properties':{},'metric':{'data':{'type':'metric','attributes':{'name':'m'}}}}}]}}}]}}}
      GET /api/events 200 350/3500
      GET /api/metrics 200 10/150
      GET /api/templates 200 75/750
      POST /api/templates 201 75/750 {'type':'template','attributes':{'name':'t','editor_type':'CODE','html':'<p>'}}
      PATCH /api/templates/{templates} 200 75/750 {'type':'template','id':'{templates}','attributes':{'name':'u'}}
      POST /api/template-render 201 3/60 {'type':'template','id':'{templates}','attributes':{'context':{}}}
      POST /api/template-clone 201 75/750 {'type':'template','id':'{templates}','attributes':{}}
      POST /api/template-universal-content 201 75/750 {'type':'template-universal-content','attributes':{'name':'u','definition':{'content_type':'block','type':'html','data':{'content':'x','display_options':{}}}}}
      GET /api/campaigns?filter=equals(messages.channel,'email') 200 10/150
      GET /api/campaigns/{campaigns} 200 10/150
      GET /api/campaign-send-jobs/{campaigns} 200 10/150
      POST /api/campaign-clone 201 10/150 {'type':'campaign','id':'{campaigns}','attributes':{'new_name':'c2'}}
      POST /api/campaign-recipient-estimation-jobs 202 10/150 {'type':'campaign-recipient-estimation-job','id':'{campaigns}'}
      POST /api/campaign-send-jobs 202 10/150 {'type':'campaign-send-job','id':'{campaigns}'}
      PATCH /api/campaign-send-jobs/{campaigns} 204! 10/150 {'type':'campaign-send-job','id':'{campaigns}','attributes':{'action':'revert'}}
      DELETE /api/campaigns/{campaigns} 204! 10/150
      POST /api/campaign-values-reports 200 1/2/225 {'type':'campaign-values-report','attributes':{'statistics':['opens'],'timeframe':{'key':'last_7_days'},'conversion_metric_id':'{metrics}'}}
      POST /api/metric-aggregates 200 3/60 {'type':'metric-aggregate','attributes':{'metric_id':'{metrics}','measurements':['count'],'filter':['greater-or-equal(datetime,2026-11-20T00:00:00)','less-than(datetime,2026-11-24T00:00:00)']}}
      POST /api/coupons 201 3/60 {'type':'coupon','attributes':{'external_id':'AUTUMN'}}
      POST /api/coupon-codes 200 350/3500 {'type':'coupon-code','attributes':{'unique_code':'B2'},'relationships':{'coupon':{'data':{'type':'coupon','id':'SPRING'}}}}
      GET /api/webhooks 200 1/15
      GET /api/web-feeds 200 1/15
      POST /api/web-feeds 201 1/15 {'type':'web-feed','attributes':{'name':'w','url':'https://shop.example/w.xml','request_method':'post','content_type':'xml'}}
      DELETE /api/web-feeds/{web-feeds} 204! 1/15
      GET /api/tracking-settings 200 10/150
      GET /api/forms 200 3/60
      DELETE /api/forms/{forms} 204! 3/60
      GET /api/webhook-topics 200 1/15
      POST /api/profile-merge 201 10/150 {'type':'profile-merge','id':'{profiles}','relationships':{'profiles':{'data':[{'type':'profile','id':'{other}'}]}}}
      POST /api/data-privacy-deletion-jobs 202! 3/60 {'type':'data-privacy-deletion-job','attributes':{'profile':{'data':{'type':'profile','id':'{profiles}','attributes':{}}}}}
      DELETE /api/segments/{segments} 204! 3/60
      DELETE /api/tags/{tags} 204! 3/60
      DELETE /api/templates/{templates} 204! 75/750
      DELETE /api/webhooks/{webhooks} 204! 1/15
      DELETE /api/lists/{lists} 204! 10/150
      """;

  /** An exclamation mark after the status says that there is no body. */
  @Test
  void everyLineOfTheTableAnswersItsStatusAndNamesItsLimits() {
    List<String> answered = new ArrayList<>();
    List<String> wanted = new ArrayList<>();
    try (Client client = new Client()) {
      Furnished account = new Furnished(client);
      account.ids.put("other", client.person("{\"email\":\"source@example.net\"}"));
      for (String line : TABLE.lines().toList()) {
        String[] words = line.split(" ", 5);
        String path = account.filled(words[1]);
        String body =
            words.length < 5 ? "" : Furnished.json("{'data':" + account.filled(words[4]) + "}");
        Client.Response response =
            switch (words[0]) {
              case "GET" -> client.get(path.replace("'", "%22"));
              case "POST" -> client.post(path, body);
              case "PATCH" -> client.patch(path, body);
              default -> client.delete(path, body);
            };
        String about = words[0] + " " + words[1] + " ";
        answered.add(
            about
                + response.status()
                + (response.raw().body().isEmpty() ? "! " : " ")
                + response.header("RateLimit-Limit"));
        wanted.add(about + words[2] + " " + header(words[3]));
      }
    }
    assertEquals(String.join("\n", wanted), String.join("\n", answered));
  }

  private static String header(String limits) {
    String[] numbers = limits.split("/", -1);
    String header = numbers[1] + ", " + numbers[0] + ";w=1, " + numbers[1] + ";w=60";
    return numbers.length < 3 ? header : header + ", " + numbers[2] + ";w=86400";
  }

  @Test
  void theHundredAndFiftyFirstListOfADayWaitsForTheNextDay() {
    try (Client client = new Client(true, Optional.empty())) {
      for (int i = 0; i < 150; i++) {
        client.clock.forward(1);
        client.list("l" + i);
      }
      client.clock.forward(120);
      Client.Response refused = client.post("/api/lists", list("one more"));
      assertEquals(429, refused.status());
      assertEquals(
          Long.toString(
              Duration.between(client.clock.instant(), Client.START.plus(Duration.ofHours(14)))
                  .toSeconds()),
          refused.header("Retry-After"));
      client.clock.forward(Long.parseLong(refused.header("Retry-After")));
      assertEquals(201, client.post("/api/lists", list("one more")).status());
    }
  }

  private static String list(String name) {
    return Furnished.json("{'data':{'type':'list','attributes':{'name':'" + name + "'}}}");
  }

  @Test
  void theHundredAndFirstChangeOfADefinitionWaitsForTheNextDay() {
    try (Client client = new Client(true, Optional.empty())) {
      String definition =
          "{'condition_groups':[{'conditions':[{'type':'profile-property','property':'title',"
              + "'filter':{'type':'existence','operator':'is-set'}}]}]}";
      String body =
          Furnished.json(
              "{'data':{'type':'segment','attributes':{'name':'s','definition':"
                  + definition
                  + "}}}");
      for (int i = 0; i < 100; i++) {
        client.clock.forward(4);
        assertEquals(201, client.post("/api/segments", body).status());
      }
      client.clock.forward(120);
      assertEquals(429, client.post("/api/segments", body).status());
      client.clock.forward(86_400);
      assertEquals(201, client.post("/api/segments", body).status());
    }
  }

  /** Whoever tries before the time is over is refused again, and does not make it longer. */
  @Test
  void asManyCallsAsAMinuteAllowsAndNotOneMore() {
    try (Client client = new Client(true, Optional.empty())) {
      for (int i = 0; i < 15; i++) {
        assertEquals(200, client.get("/api/accounts").status());
        client.clock.forward(2);
      }
      for (int i = 0; i < 3; i++) {
        assertEquals("30", client.get("/api/accounts").header("Retry-After"));
      }
      client.clock.forward(29);
      assertEquals(429, client.get("/api/accounts").status());
      client.clock.forward(1);
      assertEquals(200, client.get("/api/accounts").status());
    }
  }

  @Test
  void aChangeNamesItsResourceInTheBodyToo() {
    try (Client client = new Client()) {
      Furnished account = new Furnished(client);
      List<String> taken = new ArrayList<>();
      for (String collection :
          List.of(
              "profiles/profile",
              "lists/list",
              "segments/segment",
              "tags/tag",
              "tag-groups/tag-group",
              "templates/template",
              "template-universal-content/template-universal-content",
              "campaigns/campaign",
              "campaign-messages/campaign-message",
              "campaign-send-jobs/campaign-send-job",
              "coupons/coupon",
              "coupon-codes/coupon-code",
              "web-feeds/web-feed",
              "tracking-settings/tracking-setting",
              "webhooks/webhook")) {
        String[] names = collection.split("/", -1);
        String id = account.ids.getOrDefault(names[0], account.ids.get("campaigns"));
        for (String given : List.of("", ",'id':'another'")) {
          Client.Response answer =
              client.patch(
                  "/api/" + names[0] + "/" + id,
                  Furnished.json(
                      "{'data':{'type':'" + names[1] + "'" + given + ",'attributes':{}}}"));
          if (answer.status() != 400 || !answer.pointer().equals("/data/id")) {
            taken.add(collection + given + " " + answer.raw().body());
          }
        }
      }
      assertEquals(List.of(), taken);
    }
  }
}
