package io.espalier.sandbox.klaviyo;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An account with one of everything, so that every address of the API leads somewhere. */
final class Furnished {
  private static final String METRIC = "Placed Order";

  /** By the collection in a path. */
  final Map<String, String> ids = new LinkedHashMap<>();

  private final Client client;

  Furnished(Client client) {
    this.client = client;
    String person = client.person(json("{'email':'ada@example.net','first_name':'Ada'}"));
    String list = client.list("Fans");
    ids.put(
        "accounts",
        client.get("/api/accounts").rows().get(0).getAsJsonObject().get("id").getAsString());
    ids.put("profiles", person);
    ids.put("lists", list);
    client.post(
        "/api/lists/" + list + "/relationships/profiles", Client.references(List.of(person)));
    ids.put(
        "segments",
        made(
            "segments",
            "{'type':'segment','attributes':{'name':'Adas','definition':{'condition_groups':[{"
                + "'conditions':[{'type':'profile-property','property':'first_name','filter':"
                + "{'type':'string','operator':'equals','value':'Ada'}}]}]}}}"));
    ids.put("tag-groups", made("tag-groups", "{'type':'tag-group','attributes':{'name':'Ours'}}"));
    ids.put(
        "tags",
        made(
            "tags",
            "{'type':'tag','attributes':{'name':'spring'},'relationships':{'tag-group':{'data':"
                + "{'type':'tag-group','id':'"
                + ids.get("tag-groups")
                + "'}}}}"));
    carry("lists", "list");
    carry("segments", "segment");
    ids.put(
        "templates",
        made(
            "templates",
            "{'type':'template','attributes':{'name':'t','editor_type':'CODE','html':'<p>Hi</p>'}}"));
    ids.put(
        "template-universal-content",
        made(
            "template-universal-content",
            "{'type':'template-universal-content','attributes':{'name':'u','definition':"
                + "{'content_type':'block','type':'html','data':{'content':'<p>Hi</p>',"
                + "'display_options':{}}}}}"));
    ids.put(
        "campaigns",
        made(
            "campaigns",
            "{'type':'campaign','attributes':{'name':'c','send_strategy':{'method':'static','datetime':"
                + "'2027-01-01T00:00:00Z'},'audiences':{'included':['"
                + list
                + "']},'campaign-messages':{'data':[{'type':'campaign-message','attributes':"
                + "{'definition':{'channel':'email','label':'l','content':{'subject':'Hi'}}}}]}}}"));
    ids.put(
        "campaign-messages",
        first("/api/campaigns/" + ids.get("campaigns") + "/campaign-messages"));
    carry("campaigns", "campaign");
    made(
        "campaign-message-assign-template",
        "{'type':'campaign-message','id':'"
            + ids.get("campaign-messages")
            + "','relationships':{'template':{'data':{'type':'template','id':'"
            + ids.get("templates")
            + "'}}}}");
    client.post("/api/events", EventsTest.event("ada@example.net", METRIC, "{\"Size\":4}", ""));
    ids.put("events", first("/api/events"));
    ids.put("metrics", first("/api/metrics"));
    ids.put(
        "metric-properties", first("/api/metrics/" + ids.get("metrics") + "/metric-properties"));
    ids.put("coupons", made("coupons", "{'type':'coupon','attributes':{'external_id':'SPRING'}}"));
    ids.put(
        "coupon-codes",
        made(
            "coupon-codes",
            "{'type':'coupon-code','attributes':{'unique_code':'A1'},'relationships':{'coupon':"
                + "{'data':{'type':'coupon','id':'SPRING'}}}}"));
    ids.put(
        "webhooks",
        made(
            "webhooks",
            "{'type':'webhook','attributes':{'name':'w','endpoint_url':'https://hooks.example.net/w',"
                + "'secret_key':'a secret of 16 letters'},'relationships':{'webhook-topics':{'data':["
                + "{'type':'webhook-topic','id':'event:klaviyo.opened_email'}]}}}"));
    ids.put("webhook-topics", "event:klaviyo.opened_email");
    ids.put(
        "profile-bulk-import-jobs",
        client.submit(list, List.of(json("{'email':'zoe@example.net'}"))).id());
    ids.put(
        "profile-suppression-bulk-create-jobs",
        ConsentTest.suppression(client, "create", "zoe@example.net").id());
    ids.put(
        "profile-suppression-bulk-delete-jobs",
        ConsentTest.suppression(client, "delete", "zoe@example.net").id());
    ids.put("campaign-recipient-estimation-jobs", ids.get("campaigns"));
    ids.put("campaign-send-jobs", ids.get("campaigns"));
    ids.put("campaign-recipient-estimations", ids.get("campaigns"));
    ids.put(
        "catalog-items",
        made(
            "catalog-items",
            "{'type':'catalog-item','attributes':{'external_id':'m-1','title':'Mug','description':"
                + "'Of clay','url':'https://shop.example/mug'}}"));
    ids.put(
        "catalog-categories",
        made(
            "catalog-categories",
            "{'type':'catalog-category','attributes':{'external_id':'g','name':'Gifts'},"
                + "'relationships':{'items':{'data':[{'type':'catalog-item','id':'"
                + ids.get("catalog-items")
                + "'}]}}}"));
    ids.put(
        "catalog-variants",
        made(
            "catalog-variants",
            "{'type':'catalog-variant','attributes':{'external_id':'v-1','title':'Mug','description'"
                + ":'Of clay','url':'https://shop.example/mug','sku':'M1','inventory_quantity':3,"
                + "'price':9.5},'relationships':{'item':{'data':{'type':'catalog-item','id':'"
                + ids.get("catalog-items")
                + "'}}}}"));
    for (String kind : List.of("item/items", "variant/variants", "category/categories")) {
      for (String verb : List.of("create", "update", "delete")) {
        String type = "catalog-" + kind.split("/", -1)[0] + "-bulk-" + verb + "-job";
        String row =
            verb.equals("create")
                ? "'attributes':{'external_id':'x','title':'t','description':'d','url':"
                    + "'https://x.example','name':'n','sku':'s','inventory_quantity':1,'price':1}"
                : "'id':'none','attributes':{}";
        ids.put(
            type + "s",
            made(
                type + "s",
                "{'type':'"
                    + type
                    + "','attributes':{'"
                    + kind.split("/", -1)[1]
                    + "':{'data':[{'type':'catalog-"
                    + kind.split("/", -1)[0]
                    + "',"
                    + row
                    + "}]}}}"));
      }
    }
    ids.put(
        "flows",
        made(
            "flows",
            "{'type':'flow','attributes':{'name':'Welcome','definition':{'triggers':[{'type':'list',"
                + "'id':'"
                + list
                + "'}],'entry_action_id':'a','actions':[{'temporary_id':'a','type':'send-email',"
                + "'links':{'next':null},'data':{'message':{'name':'Hello','subject_line':'Hi',"
                + "'template_id':'"
                + ids.get("templates")
                + "'},'status':'draft'}}]}}}"));
    carry("flows", "flow");
    ids.put(
        "images",
        made(
            "images",
            "{'type':'image','attributes':{'name':'dot','import_from_url':'data:image/gif;base64,"
                + "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7'}}"));
    ids.put(
        "web-feeds",
        made(
            "web-feeds",
            "{'type':'web-feed','attributes':{'name':'news','url':'https://shop.example/news.json',"
                + "'request_method':'get','content_type':'json'}}"));
    ids.put("tracking-settings", ids.get("accounts"));
    ids.put(
        "forms",
        made(
            "forms",
            "{'type':'form','attributes':{'name':'Join','status':'draft','ab_test':false,"
                + "'definition':{'versions':[{'steps':[{'columns':[]}]}]}}}"));
    ids.put("form-versions", first("/api/forms/" + ids.get("forms") + "/form-versions"));
    ids.put("flow-actions", first("/api/flows/" + ids.get("flows") + "/flow-actions"));
    ids.put(
        "flow-messages", first("/api/flow-actions/" + ids.get("flow-actions") + "/flow-messages"));
    ids.put(
        "coupon-code-bulk-create-jobs",
        made(
            "coupon-code-bulk-create-jobs",
            "{'type':'coupon-code-bulk-create-job','attributes':{'coupon-codes':{'data':[{'type':"
                + "'coupon-code','attributes':{'unique_code':'B1'},'relationships':{'coupon':{'data':"
                + "{'type':'coupon','id':'SPRING'}}}}]}}}"));
  }

  private void carry(String collection, String type) {
    client.post(
        "/api/tags/" + ids.get("tags") + "/relationships/" + collection,
        json("{'data':[{'type':'" + type + "','id':'" + ids.get(collection) + "'}]}"));
  }

  /** Posts a resource, its quotes single; the id of what that made. */
  String made(String collection, String resource) {
    return client.post("/api/" + collection, json("{'data':" + resource + "}")).id();
  }

  private String first(String path) {
    return client.get(path).rows().get(0).getAsJsonObject().get("id").getAsString();
  }

  /** The path with an id of this account in place of its variable. */
  String path(Route route) {
    String id = ids.getOrDefault(route.parts().get(1), "none");
    return route.template().replaceAll("\\{[^}]*}", URLEncoder.encode(id, StandardCharsets.UTF_8));
  }

  /** The text with the ids of this account in place of the collections in braces. */
  String filled(String text) {
    String filled = text;
    for (Map.Entry<String, String> id : ids.entrySet()) {
      filled = filled.replace("{" + id.getKey() + "}", id.getValue());
    }
    return filled;
  }

  static String json(String quoted) {
    return quoted.replace('\'', '"');
  }
}
