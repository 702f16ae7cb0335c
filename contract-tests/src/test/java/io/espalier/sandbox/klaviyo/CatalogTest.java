package io.espalier.sandbox.klaviyo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The catalog, its jobs, coupons in bulk, and both inside a template. */
class CatalogTest {
  private static final String ITEM =
      "'external_id':'%s','title':'Mug','description':'Of clay','url':'https://shop.example/mug'";

  /** Stands for a quote that stays single. */
  private static final char QUOTE = '\u2019';

  private final Client client = new Client();

  @AfterEach
  void close() {
    client.close();
  }

  private static String item(String id, String more) {
    return "{'type':'catalog-item','attributes':{" + ITEM.formatted(id) + more + "}}";
  }

  private Client.Response post(String collection, String data) {
    return client.post(
        "/api/" + collection, Furnished.json("{'data':" + data + "}").replace(QUOTE, '\''));
  }

  private Client.Response send(String method, String path, String data) {
    String body = Furnished.json("{'data':" + data + "}");
    return method.equals("PATCH") ? client.patch(path, body) : client.delete(path, body);
  }

  /** In the path of an address, where nothing but letters and digits is safe. */
  private static String one(String collection, String id) {
    return "/api/" + collection + "/" + URLEncoder.encode(id, StandardCharsets.UTF_8);
  }

  @Test
  void anItemIsMadeFoundChangedAndTakenAwayWithItsVariants() {
    Client.Response made = post("catalog-items", item("m-1", ",'price':9.5"));
    assertEquals(201, made.status());
    assertEquals("$custom:::$default:::m-1", made.id());
    Client.Response again = post("catalog-items", item("m-1", ""));
    assertEquals(409, again.status());
    assertEquals("/data/attributes/external_id", again.pointer());
    String variant =
        "{'type':'catalog-variant','attributes':{"
            + ITEM.formatted("v-1")
            + ",'sku':'M1','inventory_quantity':3,'price':9.5},'relationships':{'item':{'data':"
            + "{'type':'catalog-item','id':'$custom:::$default:::m-1'}}}}";
    assertEquals(201, post("catalog-variants", variant).status());
    assertEquals(
        404, post("catalog-variants", variant.replace("m-1", "m-2").replace("v-1", "v")).status());
    String path = one("catalog-items", made.id());
    assertEquals(List.of("$custom:::$default:::v-1"), client.walk(path + "/variants"));
    assertEquals(
        "Cup",
        send(
                "PATCH",
                path,
                "{'type':'catalog-item','id':'" + made.id() + "','attributes':{'title':'Cup'}}")
            .attributes()
            .get("title")
            .getAsString());
    assertEquals(
        List.of(made.id()),
        client.walk("/api/catalog-items?filter=" + Client.q("contains(title,\"Cu\")")));
    assertEquals(204, client.delete(path, "").status());
    assertEquals(List.of(), client.walk("/api/catalog-variants"));
  }

  @Test
  void whatIsNoItemIsRefusedWithItsPlace() {
    for (String wrong :
        List.of(
            "url|{'type':'catalog-item','attributes':{'external_id':'x','title':'t','description':'d'}}",
            "colour|" + item("x", ",'colour':'red'"),
            "integration_type|" + item("x", ",'integration_type':'shopify'"),
            "price|" + item("x", ",'price':'cheap'"),
            "custom_metadata|" + item("x", ",'custom_metadata':{'a':{'b':1}}"),
            "sku|" + item("x", ",'sku':'S'"))) {
      String[] words = wrong.split("\\|", 2);
      Client.Response refused = post("catalog-items", words[1]);
      assertEquals(400, refused.status(), wrong);
      assertEquals("/data/attributes/" + words[0], refused.pointer());
    }
    assertEquals(List.of(), client.walk("/api/catalog-items"));
  }

  @Test
  void itemsAreInCategoriesSeenFromBothSides() {
    String mug = post("catalog-items", item("m-1", "")).id();
    String cup = post("catalog-items", item("c-1", "")).id();
    String gifts =
        post(
                "catalog-categories",
                "{'type':'catalog-category','attributes':{'external_id':'g','name':'Gifts'},"
                    + "'relationships':{'items':{'data':[{'type':'catalog-item','id':'"
                    + mug
                    + "'}]}}}")
            .id();
    String path = one("catalog-categories", gifts);
    assertEquals(List.of(mug), client.walk(path + "/items"));
    assertEquals(List.of(gifts), client.walk(one("catalog-items", mug) + "/categories"));
    String other = "[{'type':'catalog-item','id':'" + cup + "'}]";
    assertEquals(204, send("PATCH", path + "/relationships/items", other).status());
    assertEquals(List.of(cup), client.walk(path + "/relationships/items"));
    assertEquals(204, send("DELETE", path + "/relationships/items", other).status());
    assertEquals(List.of(), client.walk(path + "/items"));
  }

  private Client.Response job(String verb, String rows) {
    return post(
        "catalog-item-bulk-" + verb + "-jobs",
        "{'type':'catalog-item-bulk-"
            + verb
            + "-job','attributes':{'items':{'data':["
            + rows
            + "]}}}");
  }

  @Test
  void aJobIsAcceptedFirstAndTellsLaterWhatFailed() {
    post("catalog-items", item("i1", ""));
    Client.Response made =
        job(
            "create",
            IntStream.range(0, 3)
                .mapToObj(i -> item("i" + i, ""))
                .collect(Collectors.joining(",")));
    assertEquals(202, made.status());
    assertEquals("queued", made.attributes().get("status").getAsString());
    String path = "/api/catalog-item-bulk-create-jobs/" + made.id();
    JsonObject done = client.get(path + "?include=items").json();
    JsonObject attributes = done.getAsJsonObject("data").getAsJsonObject("attributes");
    assertEquals("complete", attributes.get("status").getAsString());
    assertEquals(2, attributes.get("completed_count").getAsInt());
    assertEquals(
        "conflict",
        attributes.getAsJsonArray("errors").get(0).getAsJsonObject().get("code").getAsString());
    assertEquals(2, done.getAsJsonArray("included").size());
    assertEquals(3, client.walk("/api/catalog-items").size());
    job(
        "delete",
        "{'type':'catalog-item','id':'$custom:::$default:::i0'},{'type':'catalog-item','id':'none'}");
    assertEquals(2, client.walk("/api/catalog-items").size());
    assertEquals(
        List.of(made.id()),
        client.walk(
            "/api/catalog-item-bulk-create-jobs?filter="
                + Client.q("equals(status,\"complete\")")));
  }

  @Test
  void aJobHasAHundredRowsAndFiveHundredWaitAtOnce() {
    String row = item("x", "");
    assertEquals(
        400, job("create", String.join(",", java.util.Collections.nCopies(101, row))).status());
    assertEquals(
        "/data/attributes/items/data/0/attributes/url",
        job(
                "create",
                "{'type':'catalog-item','attributes':{'external_id':'x','title':'t','description':'d'}}")
            .pointer());
    try (Client slow =
        new Client(
            false, Optional.empty(), Duration.ofHours(1), io.espalier.sandbox.Switches.usual())) {
      String body =
          Furnished.json(
              "{'data':{'type':'catalog-item-bulk-create-job','attributes':{'items':{'data':["
                  + row
                  + "]}}}}");
      for (int i = 0; i < 500; i++) {
        slow.post("/api/catalog-item-bulk-create-jobs", body);
      }
      assertEquals(400, slow.post("/api/catalog-item-bulk-create-jobs", body).status());
      slow.clock.forward(3_600);
      assertEquals(202, slow.post("/api/catalog-item-bulk-create-jobs", body).status());
    }
  }

  private Client.Response codes(int from, int to) {
    return post(
        "coupon-code-bulk-create-jobs",
        "{'type':'coupon-code-bulk-create-job','attributes':{'coupon-codes':{'data':["
            + IntStream.range(from, to)
                .mapToObj(
                    i ->
                        "{'type':'coupon-code','attributes':{'unique_code':'C"
                            + i
                            + "'},'relationships':{'coupon':{'data':{'type':'coupon','id':'SPRING'}}}}")
                .collect(Collectors.joining(","))
            + "]}}}");
  }

  @Test
  void codesAreMadeByTheThousandAndGivenAwayOneAPerson() {
    post("coupons", "{'type':'coupon','attributes':{'external_id':'SPRING'}}");
    assertEquals(400, codes(0, 1_001).status());
    Client.Response job = codes(0, 2);
    assertEquals(202, job.status());
    String filter = "/api/coupon-codes?filter=" + Client.q("equals(coupon.id,\"SPRING\")");
    assertEquals(2, client.walk(filter).size());
    assertEquals(
        2,
        client
            .get("/api/coupon-code-bulk-create-jobs/" + job.id() + "?include=coupon-codes")
            .json()
            .getAsJsonArray("included")
            .size());
    String list = client.list("Fans");
    client.imported(list, Client.people(0, 2));
    assertEquals("Sent", sent(list, "Take {% coupon_code 'SPRING' %}"));
    assertEquals(
        "[\"ASSIGNED_TO_PROFILE\",\"ASSIGNED_TO_PROFILE\"]",
        client.get(filter).rows().asList().stream()
            .map(row -> row.getAsJsonObject().getAsJsonObject("attributes").get("status"))
            .toList()
            .toString()
            .replace(", ", ","));
    String person = client.walk("/api/lists/" + list + "/profiles").get(0);
    assertEquals(
        1,
        client
            .walk("/api/coupon-codes?filter=" + Client.q("equals(profile.id,\"" + person + "\")"))
            .size());
    assertEquals("Cancelled: Misconfigured", sent(list, "Take {% coupon_code 'SPRING' %}"));
  }

  /** The status of a campaign that was sent with this text. */
  private String sent(String list, String html) {
    String template =
        post(
                "templates",
                "{'type':'template','attributes':{'name':'t','editor_type':'CODE','html':'"
                    + html.replace('\'', QUOTE)
                    + "'}}")
            .id();
    String campaign =
        post(
                "campaigns",
                "{'type':'campaign','attributes':{'name':'c','audiences':{'included':['"
                    + list
                    + "']},'campaign-messages':{'data':[{'type':'campaign-message','attributes':"
                    + "{'definition':{'channel':'email','label':'l','content':{'subject':'Hi'}}}}]}}}")
            .id();
    String message = client.walk("/api/campaigns/" + campaign + "/campaign-messages").get(0);
    post(
        "campaign-message-assign-template",
        "{'type':'campaign-message','id':'"
            + message
            + "','relationships':{'template':{'data':{'type':'template','id':'"
            + template
            + "'}}}}");
    post("campaign-send-jobs", "{'type':'campaign-send-job','id':'" + campaign + "'}");
    return client.get("/api/campaigns/" + campaign).attributes().get("status").getAsString();
  }

  @Test
  void aTemplateShowsAnItemAndSkipsWhereItIsMissing() {
    post(
        "catalog-items",
        item(
            "m-1", ",'image_full_url':'https://img.example/m','custom_metadata':{'glaze':'blue'}"));
    client.person("{\"email\":\"ada@example.net\"}");
    assertEquals(
        "Mug blue https://img.example/m",
        client.sandbox.render(
            "{% catalog 'm-1' %}{{ catalog_item.title }} {{ catalog_item.metadata.glaze }}"
                + " {{ catalog_item.featured_image.full.src }}{% endcatalog %}",
            "ada@example.net"));
    String list = client.list("Fans");
    client.imported(list, List.of("{\"email\":\"ada@example.net\"}"));
    sent(list, "{% catalog 'm-2' %}x{% endcatalog %}");
    assertEquals(0, client.walk("/api/events").size());
    sent(list, "{% catalog 'm-1' %}x{% endcatalog %}");
    assertEquals(1, client.walk("/api/events").size());
  }
}
