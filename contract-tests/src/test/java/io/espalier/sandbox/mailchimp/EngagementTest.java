package io.espalier.sandbox.mailchimp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.espalier.sandbox.SandboxOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EngagementTest {
  private static final String ADA = "ada@shoppers.example.net";
  private static final String BO = "bo@shoppers.example.net";

  private final MailchimpSandbox sandbox =
      new MailchimpSandbox(SandboxOptions.fresh(), BatchPace.brisk());
  private final Client client = new Client(sandbox);
  private final String list = client.newList();

  @AfterEach
  void close() {
    sandbox.close();
  }

  private String sent() {
    client.subscribe(list, ADA, "{}");
    client.subscribe(list, BO, "{}");
    String id =
        client
            .post(
                "/campaigns",
                "{'type':'regular','recipients':{'list_id':'"
                    + list.replace("/lists/", "")
                    + "'},'settings':{'subject_line':'s','title':'t','from_name':'f',"
                    + "'reply_to':'f@shoppers.example.net'}}")
            .at("id");
    client.put(
        "/campaigns/" + id + "/content",
        "{'html':'<a href=\\'https://shop.example.net/tea\\'>tea</a>'}".replace("\\'", "\\\""));
    assertEquals(204, client.post("/campaigns/" + id + "/actions/send", "").status());
    return id;
  }

  private void act(String act, String email) {
    assertEquals(204, client.send("POST", "/__sandbox/" + act + "?email=" + email, "").status());
  }

  @Test
  void opensAndClicksShowInEveryReport() {
    String report = "/reports/" + sent();
    act("open", ADA);
    act("open", ADA);
    act("click", BO);
    Client.Answer whole = client.get(report);
    assertEquals("3", whole.at("opens.opens_total"));
    assertEquals("2", whole.at("opens.unique_opens"));
    assertEquals("1.0", whole.at("opens.open_rate"));
    assertEquals("1", whole.at("clicks.clicks_total"));
    assertEquals("0.5", whole.at("clicks.click_rate"));
    Client.Answer opens = client.get(report + "/open-details");
    assertEquals(ADA, opens.at("members.0.email_address"));
    assertEquals("2", opens.at("members.0.opens_count"));
    Client.Answer clicks = client.get(report + "/click-details");
    assertEquals("https://shop.example.net/tea", clicks.at("urls_clicked.0.url"));
    assertEquals("1", clicks.at("urls_clicked.0.total_clicks"));
    act("bounce", BO);
    Client.Answer activity = client.get(report + "/email-activity");
    assertEquals("click", activity.at("emails.1.activity.1.action"));
    assertEquals("bounce", activity.at("emails.1.activity.2.action"));
  }

  @Test
  void feedTellsWhatTheContactDid() {
    sent();
    act("click", BO);
    String feed = list + "/members/" + BO + "/activity-feed";
    assertEquals(
        "https://shop.example.net/tea",
        client.get(feed + "?activity_filters=click").at("activity.0.link_clicked"));
    assertEquals("t", client.get(feed + "?activity_filters=sent").at("activity.0.campaign_title"));
  }

  @Test
  void contactIsFoundByAddressAndByName() {
    client.subscribe(list, ADA, "{'FNAME':'Augusta'}");
    client.subscribe(list, BO, "{}");
    assertEquals(
        "1",
        client
            .get("/search-members?query=ADA@shoppers.example.net")
            .at("exact_matches.total_items"));
    Client.Answer named = client.get("/search-members?query=augus");
    assertEquals("0", named.at("exact_matches.total_items"));
    assertEquals(ADA, named.at("full_search.members.0.email_address"));
    assertEquals(400, client.get("/search-members?query=").status());
    client.delete(list + "/members/" + Member.hash(ADA));
    assertEquals("0", client.get("/search-members?query=augus").at("full_search.total_items"));
  }

  @Test
  void eachRecipientAndEachLinkHasItsOwnReport() {
    String report = "/reports/" + sent();
    act("open", ADA);
    act("click", BO);
    String ada = "/" + Member.hash(ADA);
    assertEquals("1", client.get(report + "/open-details" + ada).at("opens_count"));
    assertEquals("open", client.get(report + "/email-activity" + ada).at("activity.0.action"));
    assertEquals("1", client.get(report + "/sent-to" + ada).at("open_count"));
    assertEquals(404, client.get(report + "/unsubscribed" + ada).status());
    act("unsubscribe", ADA);
    assertEquals(ADA, client.get(report + "/unsubscribed" + ada).at("email_address"));
    assertEquals(404, client.get(report + "/sent-to/" + Member.hash("nobody")).status());
    String link = client.get(report + "/click-details").at("urls_clicked.0.id");
    assertEquals("1.0", client.get(report + "/click-details/" + link).at("click_percentage"));
    assertEquals(
        BO,
        client.get(report + "/click-details/" + link + "/members").at("members.0.email_address"));
    assertEquals(404, client.get(report + "/click-details/0000000000").status());
    assertEquals("50.0", client.get(report + "/domain-performance").at("domains.0.unsubs_pct"));
    assertEquals(24, client.get(report).size("timeseries"));
    assertEquals("2", client.get(report).at("timeseries.0.unique_opens"));
    assertEquals("1", client.get(report).at("unsubscribed"));
    for (String none : new String[] {"locations", "advice", "sub-reports"}) {
      assertEquals("0", client.get(report + "/" + none).at("total_items"));
    }
    assertEquals("1", client.get("/reports?type=regular").at("total_items"));
    assertEquals("0", client.get("/reports?type=rss").at("total_items"));
    assertEquals(
        "click", client.get(list + "/members/" + BO + "/activity").at("activity.0.action"));
    assertEquals(
        400,
        client.get(list + "/members/" + BO + "/activity-feed?activity_filters=dance").status());
  }

  @Test
  void ordersAfterAClickBelongToTheCampaign() {
    String campaign = sent();
    act("click", BO);
    client.post(
        "/ecommerce/stores",
        "{'id':'s','name':'s','currency_code':'EUR','list_id':'"
            + list.replace("/lists/", "")
            + "'}");
    client.post(
        "/ecommerce/stores/s/products",
        "{'id':'tea','title':'Tea','variants':[{'id':'v','title':'v','sku':'T1'}]}");
    client.post(
        "/ecommerce/stores/s/orders",
        "{'id':'o','campaign_id':'elsewhere','currency_code':'EUR','order_total':20,"
            + "'shipping_total':5,'customer':{'id':'1','email_address':'"
            + BO
            + "','opt_in_status':false},'lines':[{'id':'1','product_id':'tea',"
            + "'product_variant_id':'v','quantity':3,'price':5}]}");
    assertEquals("20.0", client.get("/reports/" + campaign).at("ecommerce.total_spent"));
    assertEquals("15.0", client.get("/reports/" + campaign).at("ecommerce.total_revenue"));
    Client.Answer products = client.get("/reports/" + campaign + "/ecommerce-product-activity");
    assertEquals("T1", products.at("products.0.sku"));
    assertEquals("15.0", products.at("products.0.total_revenue"));
    assertEquals(
        "20.0", client.get("/campaigns/" + campaign).at("report_summary.ecommerce.total_spent"));
    assertEquals(
        "1", client.get(list + "/members/" + BO).at("stats.ecommerce_data.number_of_orders"));
  }
}
