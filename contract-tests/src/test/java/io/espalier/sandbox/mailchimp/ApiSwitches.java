package io.espalier.sandbox.mailchimp;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;

/** What shows each switch of the API itself. */
final class ApiSwitches {
  static final Map<MailchimpFact, Shown> CASES = new EnumMap<>(MailchimpFact.class);

  private static final String ADA = "ada@shoppers.example.net";

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
    CASES.put(
        MailchimpFact.BATCH_WEBHOOKS_ARE_FORMS,
        new Shown(
            "application/x-www-form-urlencoded",
            "application/json",
            client -> {
              try (Receiver receiver = new Receiver()) {
                client.post("/batch-webhooks", "{'url':'" + receiver.url() + "'}");
                String batch =
                    client
                        .post("/batches", "{'operations':[{'method':'GET','path':'/ping'}]}")
                        .at("id");
                for (int look = 0; look < 5; look++) {
                  client.get("/batches/" + batch);
                }
                return receiver.deliveries().get(0).contentType();
              }
            }));
    CASES.put(
        MailchimpFact.NULL_CLEARS_A_FIELD,
        new Shown("", "Ada", client -> afterWrite(client, "null")));
    CASES.put(
        MailchimpFact.LONG_TEXT_IS_CUT,
        new Shown(
            "255", "3", client -> "" + afterWrite(client, "'" + "x".repeat(300) + "'").length()));
    CASES.put(
        MailchimpFact.PENDING_AGAIN_MAILS_AGAIN,
        new Shown(
            "2",
            "1",
            client -> {
              String member = client.newList() + "/members/" + Member.hash(ADA);
              client.put(member, "{'email_address':'" + ADA + "','status_if_new':'pending'}");
              client.patch(member, "{'status':'pending'}");
              return client
                  .send("GET", "/__sandbox/people?email=" + ADA, "")
                  .at("members.0.confirmations_sent");
            }));
    CASES.put(
        MailchimpFact.DOUBLE_OPTIN_HOLDS_THE_API,
        new Shown(
            "pending",
            "subscribed",
            client -> client.subscribe(client.newList(true), ADA, "{}").at("status")));
    CASES.put(
        MailchimpFact.BULK_TAKES_TAGS,
        new Shown(
            "1",
            "0",
            client ->
                client
                    .post(
                        client.newList(),
                        "{'sync_tags':true,'members':[{'email_address':'"
                            + ADA
                            + "','status':'subscribed','tags':['Fan']}]}")
                    .at("new_members.0.tags_count")));
    CASES.put(
        MailchimpFact.BULK_RESUBSCRIBES,
        new Shown(
            "subscribed",
            "unsubscribed",
            client -> {
              String list = client.newList();
              client.subscribe(list, ADA, "{}");
              client.patch(list + "/members/" + Member.hash(ADA), "{'status':'unsubscribed'}");
              return client
                  .post(
                      list,
                      "{'update_existing':true,'members':[{'email_address':'"
                          + ADA
                          + "','status':'subscribed'}]}")
                  .at("updated_members.0.status");
            }));
    CASES.put(
        MailchimpFact.CHANGES_REFUSE_TAGS,
        new Shown(
            "400",
            "200",
            client -> {
              String list = client.newList();
              client.subscribe(list, ADA, "{}");
              return ""
                  + client
                      .patch(list + "/members/" + Member.hash(ADA), "{'tags':['Fan']}")
                      .status();
            }));
    CASES.put(
        MailchimpFact.SEGMENT_NAMES_REACH_100,
        new Shown("200", "400", client -> segment(client, "n".repeat(60), 1)));
    CASES.put(
        MailchimpFact.SEGMENTS_TAKE_MORE_THAN_FIVE,
        new Shown("200", "400", client -> segment(client, "Many", 6)));
    CASES.put(
        MailchimpFact.BATCHES_TAKE_ANY_NUMBER,
        new Shown(
            "200",
            "400",
            client ->
                ""
                    + client
                        .post(
                            "/batches",
                            "{'operations':["
                                + "{'method':'GET','path':'/ping'},".repeat(1_000)
                                + "{'method':'GET','path':'/ping'}]}")
                        .status()));
    CASES.put(
        MailchimpFact.CONTENT_ENDS_AT_200_KB,
        new Shown(
            "400",
            "200",
            client ->
                ""
                    + client
                        .put(
                            "/campaigns/"
                                + client.post("/campaigns", "{'type':'regular'}").at("id")
                                + "/content",
                            "{'html':'" + "x".repeat(205_000) + "'}")
                        .status()));
    CASES.put(
        MailchimpFact.SEGMENTS_MIND_CASE,
        new Shown("0", "1", client -> counted(client, "Ada", "'op':'is','value':'ADA'")));
    CASES.put(
        MailchimpFact.BLANK_FULFILS_NEGATIVES,
        new Shown("1", "0", client -> counted(client, "", "'op':'not','value':'Ada'")));
    CASES.put(
        MailchimpFact.TAGS_SHOW_LATE,
        new Shown(
            "0",
            "1",
            client -> {
              String list = client.newList();
              client.subscribe(list, ADA, "{}");
              return client
                  .post(list + "/segments", "{'name':'Fans','static_segment':['" + ADA + "']}")
                  .at("member_count");
            }));
    CASES.put(
        MailchimpFact.WEBHOOKS_ARE_SIGNED,
        new Shown(
            "signed",
            "unsigned",
            client -> {
              try (Receiver receiver = new Receiver()) {
                String list = client.newList();
                String secret =
                    client.post(list + "/webhooks", "{'url':'" + receiver.url() + "'}").text();
                client.subscribe(list, ADA, "{}");
                return receiver.deliveries().get(0).signature().isEmpty()
                        && !secret.contains("signing_secret")
                    ? "unsigned"
                    : "signed";
              }
            }));
  }

  static {
    CASES.put(
        MailchimpFact.CAMPAIGNS_LOSE_SEGMENTS,
        new Shown(
            "1",
            "0",
            client -> {
              String list = client.newList();
              client.subscribe(list, ADA, "{}");
              String tag =
                  client.post(list + "/segments", "{'name':'Empty','static_segment':[]}").at("id");
              return client
                  .post(
                      "/campaigns",
                      "{'type':'regular','recipients':{'list_id':'"
                          + list.replace("/lists/", "")
                          + "','segment_opts':{'match':'all','conditions':["
                          + "{'condition_type':'StaticSegment','field':'static_segment',"
                          + "'op':'static_is','value':"
                          + tag
                          + "}]}}}")
                  .at("recipients.recipient_count");
            }));
    CASES.put(
        MailchimpFact.UNKNOWN_FIELDS_ARE_REFUSED,
        new Shown(
            "422",
            "200",
            client ->
                "" + client.get(client.newList() + "/members?fields=email_address").status()));
    CASES.put(
        MailchimpFact.UNKNOWN_INTERESTS_ARE_REFUSED,
        new Shown(
            "400",
            "200",
            client -> {
              String list = client.newList();
              client.subscribe(list, ADA, "{}");
              return ""
                  + client
                      .patch(list + "/members/" + Member.hash(ADA), "{'interests':{'ab':true}}")
                      .status();
            }));
    CASES.put(
        MailchimpFact.BATCHES_KEEP_ORDER,
        new Shown(
            "Second",
            "First",
            client -> {
              String list = client.newList();
              client.subscribe(list, ADA, "{}");
              String batch =
                  "/batches/"
                      + client
                          .post(
                              "/batches",
                              "{'operations':["
                                  + named(list, "First")
                                  + ","
                                  + named(list, "Second")
                                  + "]}")
                          .at("id");
              client.get(batch);
              client.get(batch);
              return client.get(list + "/members/" + ADA).at("merge_fields.FNAME");
            }));
    CASES.put(
        MailchimpFact.ORDERS_ARE_ATTRIBUTED,
        new Shown(
            "",
            "c1",
            client -> {
              String store =
                  "/ecommerce/stores/"
                      + client
                          .post(
                              "/ecommerce/stores",
                              "{'id':'s','name':'s','currency_code':'EUR','list_id':'"
                                  + client.newList().replace("/lists/", "")
                                  + "'}")
                          .at("id");
              return client
                  .post(
                      store + "/orders",
                      "{'id':'o','campaign_id':'c1','currency_code':'EUR','order_total':1,"
                          + "'lines':[],'customer':{'id':'1','email_address':'"
                          + ADA
                          + "','opt_in_status':true}}")
                  .at("campaign_id");
            }));
    CASES.put(
        MailchimpFact.EXCLUDED_LINKS_GO_EVERYWHERE,
        new Shown(
            "false",
            "true",
            client -> {
              client.newList();
              return "" + client.get("/lists?exclude_fields=_links").text().contains("_links");
            }));
    CASES.put(
        MailchimpFact.FILES_HAVE_LIMITS,
        new Shown(
            "400",
            "200",
            client ->
                ""
                    + client
                        .post(
                            "/file-manager/files",
                            "{'name':'a.png','file_data':'" + "AAAA".repeat(400_000) + "'}")
                        .status()));
    CASES.put(
        MailchimpFact.DELETED_FIELDS_STILL_CHECK,
        new Shown(
            "400",
            "200",
            client -> {
              String list = client.newList();
              String fields = list + "/merge-fields";
              String id =
                  client.post(fields, "{'name':'x','type':'number','tag':'TIER'}").at("merge_id");
              client.delete(fields + "/" + id);
              client.post(fields, "{'name':'x','type':'text','tag':'TIER'}");
              return "" + client.subscribe(list, ADA, "{'TIER':'gold'}").status();
            }));
    CASES.put(
        MailchimpFact.CUSTOM_TEMPLATES_NEED_A_PLAN,
        new Shown(
            "403",
            "200",
            client -> "" + client.post("/templates", "{'name':'T','html':'<p>x</p>'}").status()));
    CASES.put(
        MailchimpFact.WEBHOOKS_ARE_PROBED_BY_POST,
        new Shown(
            "1",
            "0",
            client -> {
              try (Receiver receiver = new Receiver()) {
                client.post(client.newList() + "/webhooks", "{'url':'" + receiver.url() + "'}");
                return "" + receiver.deliveries().size();
              }
            }));
  }

  /** A batch's operation that gives Ada a first name. */
  private static String named(String list, String name) {
    return "{'method':'PATCH','path':'"
        + list
        + "/members/"
        + Member.hash(ADA)
        + "','body':'{\\u0022merge_fields\\u0022:{\\u0022FNAME\\u0022:\\u0022"
        + name
        + "\\u0022}}'}";
  }

  /** How many are in a saved segment by their first name. */
  private static String counted(Client client, String name, String condition) {
    String list = client.newList();
    client.subscribe(list, ADA, "{'FNAME':'" + name + "'}");
    return client
        .post(
            list + "/segments",
            "{'name':'s','options':{'match':'all','conditions':[{'condition_type':'TextMerge','field':'FNAME',"
                + condition
                + "}]}}")
        .at("member_count");
  }

  private static String afterWrite(Client client, String value) {
    String list = client.newList();
    client.subscribe(list, ADA, "{'FNAME':'Ada'}");
    String member = list + "/members/" + Member.hash(ADA);
    client.patch(member, "{'merge_fields':{'FNAME':" + value + "}}");
    return client.get(member).at("merge_fields.FNAME");
  }

  private static String segment(Client client, String name, int conditions) {
    String one = "{'condition_type':'TextMerge','field':'FNAME','op':'is','value':'Ada'}";
    return ""
        + client
            .post(
                client.newList() + "/segments",
                "{'name':'"
                    + name
                    + "','options':{'match':'all','conditions':["
                    + String.join(",", Collections.nCopies(conditions, one))
                    + "]}}")
            .status();
  }
}
