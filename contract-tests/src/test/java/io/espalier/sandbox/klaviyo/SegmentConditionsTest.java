package io.espalier.sandbox.klaviyo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonElement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Who is in a segment by one condition of each kind. It is the 23rd of November 2026, 10 o'clock.
 */
class SegmentConditionsTest {
  private static final Map<String, String> IDS = new LinkedHashMap<>();
  private static Client client;

  @BeforeAll
  static void settle() {
    client = new Client();
    person(
        "ada",
        "'phone_number':'+447700900123','title':'Dr.','location':{'country':'Germany','city':'Ulm'},"
            + "'properties':{'born':'1990-11-25','likes':['green tea','coffee'],'code':'A-1'}");
    person(
        "bob",
        "'phone_number':'+14155550100','location':{'country':'us'},"
            + "'properties':{'born':'1985-11-23','likes':['beer']}");
    person("zoe", "'properties':{'born':'1970-05-01'}");
    ConsentTest.subscribe(
        client, List.of("ada@example.net"), "", true, ",\"consented_at\":\"2026-11-01T00:00:00Z\"");
    client.post("/__sandbox/unsubscribe?email=bob@example.net", "");
    client.post("/__sandbox/learn?email=zoe@example.net&reason=HARD_BOUNCE", "");
    event("ada", "visit", "2026-11-20T10:00:00Z");
    event("ada", "order", "2026-11-21T10:00:00Z");
    client.post(
        "/api/events",
        Furnished.json(
            "{'data':{'type':'event','attributes':{'properties':{'items':['mug','green tea']},"
                + "'time':'2026-11-19T10:00:00Z','metric':{'data':{'type':'metric','attributes':"
                + "{'name':'order'}}},'profile':{'data':{'type':'profile','attributes':"
                + "{'email':'bob@example.net'}}}}}}"));
    event("bob", "visit", "2026-11-20T10:00:00Z");
    event("zoe", "visit", "2026-11-20T10:00:00Z");
    for (JsonElement metric : client.get("/api/metrics").rows()) {
      IDS.put(
          metric.getAsJsonObject().getAsJsonObject("attributes").get("name").getAsString(),
          metric.getAsJsonObject().get("id").getAsString());
    }
    IDS.put("fans", client.list("Fans"));
    client.post(
        "/api/lists/" + IDS.get("fans") + "/relationships/profiles",
        Client.references(List.of(IDS.get("zoe"))));
    IDS.put(
        "doctors",
        segment(
                "{'type':'profile-property','property':'title','filter':{'type':'existence','operator':'is-set'}}")
            .id());
  }

  @AfterAll
  static void close() {
    client.close();
  }

  private static void person(String name, String more) {
    IDS.put(
        name,
        client.person(
            Furnished.json(
                "{'email':'" + name + "@example.net','first_name':'" + name + "'," + more + "}")));
  }

  private static void event(String name, String metric, String time) {
    EventsTest.track(client, name + "@example.net", metric, ",\"time\":\"" + time + "\"");
  }

  private static Client.Response segment(String condition) {
    String filled = condition;
    for (Map.Entry<String, String> id : IDS.entrySet()) {
      filled = filled.replace("<" + id.getKey() + ">", id.getValue());
    }
    return client.post(
        "/api/segments",
        "{\"data\":{\"type\":\"segment\",\"attributes\":{\"name\":\"s\",\"definition\":"
            + "{\"condition_groups\":[{\"conditions\":["
            // A name in brackets keeps its single quotes.
            + filled.replaceAll("\\['([a-z]+)'\\]", "[%$1%]").replace('\'', '"').replace('%', '\'')
            + "]}]}}}}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          ada      | {'type':'profile-property','property':'location['city']','filter':{'type':'string','operator':'equals','value':'Ulm'}}
          ada      | {'type':'profile-property','property':'phone_number','filter':{'type':'string','operator':'phone-country-code-in','value':['GB','DE']}}
          bob      | {'type':'profile-property','property':'phone_number','filter':{'type':'string','operator':'phone-country-code-not-in','value':['GB','DE']}}
          bob      | {'type':'profile-metric','metric_id':'<order>','measurement':'count','measurement_filter':{'type':'numeric','operator':'greater-than','value':0},'timeframe_filter':{'type':'date','operator':'alltime'},'metric_filters':[{'property':'items','filter':{'type':'list','operator':'contains-substring','value':'tea'}}]}
          bob      | {'type':'profile-metric','metric_id':'<order>','measurement':'count','measurement_filter':{'type':'numeric','operator':'greater-than','value':0},'timeframe_filter':{'type':'date','operator':'alltime'},'metric_filters':[{'property':'items','filter':{'type':'list','operator':'contains-all','value':['mug','green tea']}}]}
          bob      | {'type':'profile-property','property':'properties['likes']','filter':{'type':'list','operator':'not-contains','value':'coffee'}}
          ada      | {'type':'profile-property','property':'properties['code']','filter':{'type':'string','operator':'regex','value':'^[A-Z]-[0-9]$'}}
          ada bob  | {'type':'profile-property','property':'properties['born']','filter':{'type':'date','operator':'calendar-month','value':11}}
          bob      | {'type':'profile-property','property':'properties['born']','filter':{'type':'date','operator':'anniversary'}}
          ada bob  | {'type':'profile-property','property':'properties['born']','filter':{'type':'date','operator':'anniversary-month'}}
          ada bob  | {'type':'profile-property','property':'properties['born']','filter':{'type':'date','operator':'anniversary-next','unit':'day','quantity':3}}
          bob      | {'type':'profile-property','property':'properties['born']','filter':{'type':'date','operator':'anniversary-last','unit':'week','quantity':1}}
          zoe      | {'type':'profile-group-membership','is_member':true,'group_ids':['<fans>']}
          ada bob  | {'type':'profile-group-membership','is_member':false,'group_ids':['<fans>']}
          zoe      | {'type':'profile-group-membership','is_member':true,'group_ids':['<fans>'],'timeframe_filter':{'type':'date','operator':'in-the-last','unit':'hour','quantity':1}}
          -        | {'type':'profile-group-membership','is_member':true,'group_ids':['<fans>'],'timeframe_filter':{'type':'date','operator':'before','date':'2026-11-01T00:00:00+00:00'}}
          ada      | {'type':'profile-group-membership','is_member':true,'group_ids':['<doctors>']}
          ada bob zoe | {'type':'profile-metric','metric_id':'<visit>','measurement':'count','measurement_filter':{'type':'numeric','operator':'greater-than','value':0},'timeframe_filter':{'type':'date','operator':'alltime'},'metric_filters':null}
          ada      | {'type':'profile-metric-funnel','timeframe_filter':{'type':'date','operator':'in-the-last','unit':'week','quantity':2},'steps':[{'metric_exists':true,'metric_id':'<visit>'},{'metric_exists':true,'metric_id':'<order>'}]}
          -        | {'type':'profile-metric-funnel','completion_window_seconds':'HOURS_1','timeframe_filter':{'type':'date','operator':'in-the-last','unit':'week','quantity':2},'steps':[{'metric_exists':true,'metric_id':'<visit>'},{'metric_exists':true,'metric_id':'<order>'}]}
          bob zoe  | {'type':'profile-metric-funnel','timeframe_filter':{'type':'date','operator':'in-the-last','unit':'week','quantity':2},'steps':[{'metric_exists':true,'metric_id':'<visit>'},{'metric_exists':false,'metric_id':'<order>'}]}
          ada      | {'type':'profile-region','in_region':true,'region':'european_union'}
          bob      | {'type':'profile-region','in_region':true,'region':'united_states'}
          bob      | {'type':'profile-region','in_region':false,'region':'european_union'}
          -        | {'type':'profile-predictive-analytics','dimension':'churn_probability','filter':{'type':'numeric','operator':'less-than','value':1}}
          ada      | {'type':'profile-marketing-consent','consent':{'channel':'email','can_receive_marketing':true,'consent_status':{'subscription':'subscribed'}}}
          ada      | {'type':'profile-marketing-consent','consent':{'channel':'email','can_receive_marketing':true,'consent_status':{'subscription':'subscribed','filters':[{'field':'method','method':'api'},{'field':'is_double_opt_in','filter':{'type':'boolean','operator':'equals','value':false}},{'field':'status_date','filter':{'type':'date','operator':'before','date':'2026-11-02T00:00:00+00:00'}}]}}}
          -        | {'type':'profile-marketing-consent','consent':{'channel':'email','can_receive_marketing':true,'consent_status':{'subscription':'subscribed','filters':[{'field':'method','method':'form'}]}}}
          bob zoe  | {'type':'profile-marketing-consent','consent':{'channel':'email','can_receive_marketing':false,'consent_status':{'subscription':'any'}}}
          bob      | {'type':'profile-marketing-consent','consent':{'channel':'email','can_receive_marketing':false,'consent_status':{'subscription':'unsubscribed','filters':[{'field':'method','method':'preference_page'}]}}}
          zoe      | {'type':'profile-marketing-consent','consent':{'channel':'email','can_receive_marketing':false,'consent_status':{'subscription':'any','filters':[{'field':'bounce_date','filter':{'type':'existence','operator':'is-set'}}]}}}
          ada bob zoe | {'type':'profile-marketing-consent','consent':{'channel':'sms','can_receive_marketing':false,'consent_status':{'subscription':'any'}}}
          -        | {'type':'profile-marketing-consent','consent':{'channel':'push','can_receive_marketing':true,'consent_status':{'subscription':'any'}}}
          ada bob zoe | {'type':'profile-permissions','channel':'whatsapp_marketing','permission':{'reachable_status':'implicitly_unreachable'}}
          """)
  void membersAreWhoeverFulfilsIt(String names, String condition) {
    Client.Response made = segment(condition);
    assertEquals(201, made.status(), () -> made.raw().body());
    TreeSet<String> inside = new TreeSet<>();
    client
        .get("/api/segments/" + made.id() + "/profiles")
        .rows()
        .forEach(
            row ->
                inside.add(
                    row.getAsJsonObject()
                        .getAsJsonObject("attributes")
                        .get("first_name")
                        .getAsString()));
    assertEquals(names.equals("-") ? "" : names, String.join(" ", inside));
    client.delete("/api/segments/" + made.id(), "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          /type | {'type':'profile-mood'}
          /type | {'type':'profile-postal-code-distance','country_code':'US','postal_code':'02110','unit':'miles','filter':{'type':'numeric','operator':'less-than','value':5}}
          /filter/operator | {'type':'profile-property','property':'title','filter':{'type':'string','operator':'like','value':'x'}}
          /filter/value | {'type':'profile-property','property':'title','filter':{'type':'string','operator':'regex','value':'('}}
          /filter/unit | {'type':'profile-property','property':'title','filter':{'type':'date','operator':'in-the-last','unit':'month','quantity':1}}
          /filter/operator | {'type':'profile-property','property':'properties['likes']','filter':{'type':'list','operator':'contains-any','value':['x']}}
          /metric_filters/0/filter/type | {'type':'profile-metric','metric_id':'<order>','measurement':'count','measurement_filter':{'type':'numeric','operator':'equals','value':0},'timeframe_filter':{'type':'date','operator':'alltime'},'metric_filters':[{'property':'d','filter':{'type':'date','operator':'anniversary'}}]}
          /group_ids | {'type':'profile-group-membership','is_member':true,'group_ids':['nobody']}
          /timeframe_filter | {'type':'profile-group-membership','is_member':false,'group_ids':['<fans>'],'timeframe_filter':{'type':'date','operator':'in-the-last','unit':'day','quantity':1}}
          /metric_id | {'type':'profile-metric','metric_id':'nothing','measurement':'count','measurement_filter':{'type':'numeric','operator':'equals','value':0},'timeframe_filter':{'type':'date','operator':'alltime'}}
          /completion_window_seconds | {'type':'profile-metric-funnel','completion_window_seconds':'DAYS_2','timeframe_filter':{'type':'date','operator':'in-the-last','unit':'day','quantity':2},'steps':[]}
          /region | {'type':'profile-region','in_region':true,'region':'asia'}
          /dimension | {'type':'profile-predictive-analytics','dimension':'mood','filter':{'type':'numeric','operator':'equals','value':1}}
          /consent/consent_status/subscription | {'type':'profile-marketing-consent','consent':{'channel':'email','can_receive_marketing':true,'consent_status':{'subscription':'unsubscribed'}}}
          """)
  void whatIsNoConditionIsRefusedWithItsPlace(String place, String condition) {
    Client.Response refused = segment(condition);
    assertEquals(400, refused.status());
    assertEquals(
        "/data/attributes/definition/condition_groups/0/conditions/0" + place, refused.pointer());
  }
}
