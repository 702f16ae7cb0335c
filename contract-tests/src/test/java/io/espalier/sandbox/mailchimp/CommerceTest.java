package io.espalier.sandbox.mailchimp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.espalier.sandbox.Sandbox;
import io.espalier.sandbox.SandboxOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Shops: what they hold, what they refuse, and what their orders do to contacts. */
class CommerceTest {
  private static final String ADA = "ada@shoppers.example.net";
  private static final String STORE = "/ecommerce/stores/shop";
  private static final String PRODUCT =
      "{'id':'tea','title':'Oolong','type':'Tea','variants':[{'id':'tea-100','title':'100 g',"
          + "'price':7.5,'inventory_quantity':12}]}";

  private final Sandbox sandbox = new MailchimpSandboxProvider().start(SandboxOptions.fresh());
  private final Client client = new Client(sandbox);
  private final String list = client.newList();
  private final String listId = list.replace("/lists/", "");

  @AfterEach
  void close() {
    sandbox.close();
  }

  private Client.Answer store(String id, String more) {
    return client.post(
        "/ecommerce/stores",
        "{'id':'"
            + id
            + "','list_id':'"
            + listId
            + "','name':'Shop','currency_code':'EUR'"
            + more
            + "}");
  }

  private static String customer(String id, String email, boolean optIn) {
    return "{'id':'" + id + "','email_address':'" + email + "','opt_in_status':" + optIn + "}";
  }

  private static String purchase(String id, String customer, String product, String variant) {
    return "{'id':'"
        + id
        + "','customer':"
        + customer
        + ",'currency_code':'EUR','order_total':15.0,'lines':[{'id':'1','product_id':'"
        + product
        + "','product_variant_id':'"
        + variant
        + "','quantity':2,'price':7.5}]}";
  }

  @Test
  void storeBelongsToOneAudienceForEverAndADomainToOneStore() {
    assertEquals("EUR", store("shop", ",'domain':'shop.example'").at("currency_code"));
    assertEquals(400, store("shop", "").status());
    assertEquals(400, store("other", ",'domain':'shop.example'").status());
    assertEquals(400, client.post("/ecommerce/stores", "{'id':'x','name':'x'}").status());
    client.patch(STORE, "{'list_id':'elsewhere','name':'Renamed','is_syncing':true}");
    assertEquals(listId, client.get(STORE).at("list_id"));
    assertEquals("Renamed", client.get(STORE).at("name"));
    assertEquals("1", client.get("/ecommerce/stores").at("total_items"));
    assertEquals(204, client.delete(STORE).status());
    assertEquals(404, client.get(STORE).status());
  }

  @Test
  void customerIsAContactWhoseStandingIsNeverOverwritten() {
    store("shop", "");
    String customers = STORE + "/customers";
    assertEquals(400, client.post(customers, "{'id':'1','email_address':'" + ADA + "'}").status());
    assertEquals(200, client.post(customers, customer("1", ADA, false)).status());
    assertEquals("transactional", client.get(list + "/members/" + ADA).at("status"));
    client.put(customers + "/1", customer("1", ADA, true));
    assertEquals("transactional", client.get(list + "/members/" + ADA).at("status"));
    assertEquals("true", client.get(customers + "/1").at("opt_in_status"));

    client.put(customers + "/2", customer("2", "bob@shoppers.example.net", true));
    assertEquals("subscribed", client.get(list + "/members/bob@shoppers.example.net").at("status"));
    client.patch(list + "/members/bob@shoppers.example.net", "{'status':'unsubscribed'}");
    client.patch(customers + "/2", "{'opt_in_status':true,'first_name':'Bob'}");
    assertEquals(
        "unsubscribed", client.get(list + "/members/bob@shoppers.example.net").at("status"));
    assertEquals("Bob", client.get(customers + "/2").at("first_name"));
    assertEquals(400, client.post(customers, customer("2", ADA, true)).status());
    assertEquals(400, client.post(customers, customer("x".repeat(51), ADA, true)).status());
    assertEquals("1", client.get(customers + "?email_address=" + ADA).at("total_items"));
    assertEquals(204, client.delete(customers + "/1").status());
    assertEquals("transactional", client.get(list + "/members/" + ADA).at("status"));
  }

  @Test
  void productHasVariantsAndShowsFiftyOfThem() {
    store("shop", "");
    String products = STORE + "/products";
    assertEquals(400, client.post(products, "{'id':'tea','title':'x','variants':[]}").status());
    assertEquals(400, client.post(products, "{'id':'tea','title':'x'}").status());
    assertEquals("7.5", client.post(products, PRODUCT).at("variants.0.price"));
    assertEquals(400, client.post(products, PRODUCT).status());
    for (int i = 0; i < 60; i++) {
      client.post(products + "/tea/variants", "{'id':'v" + i + "','title':'v'}");
    }
    assertEquals(50, client.get(products + "/tea").size("variants"));
    assertEquals("61", client.get(products + "/tea/variants").at("total_items"));
    client.put(products + "/tea/variants/v1", "{'id':'v1','title':'again','price':3}");
    assertEquals("again", client.get(products + "/tea/variants/v1").at("title"));
    assertEquals("61", client.get(products + "/tea/variants").at("total_items"));
    client.patch(products + "/tea/variants/v1", "{'price':4}");
    assertEquals("4.0", client.get(products + "/tea/variants/v1").at("price"));
    assertEquals(204, client.delete(products + "/tea/variants/v1").status());
    assertEquals(404, client.get(products + "/tea/variants/v1").status());
    client.post(products + "/tea/images", "{'id':'i','url':'https://shop.example/i.png'}");
    assertEquals("i", client.get(products + "/tea/images").at("images.0.id"));
    client.patch(products + "/tea", "{'title':'Green'}");
    assertEquals("Green", client.get(products + "?count=1").at("products.0.title"));
    assertEquals(204, client.delete(products + "/tea").status());
  }

  @Test
  void cartsAndOrdersNameProductsThatAreThere() {
    store("shop", "");
    String one = customer("1", ADA, true);
    Client.Answer early = client.post(STORE + "/orders", purchase("o1", one, "tea", "tea-100"));
    assertEquals(400, early.status());
    assertEquals("Bad Request", early.at("title"));
    assertEquals(
        "A product with the provided ID does not exist in the account for this list.",
        early.at("detail"));
    client.post(STORE + "/products", PRODUCT);
    assertEquals(
        "A variant with the provided ID does not exist in the account for this list.",
        client.post(STORE + "/carts", purchase("c", one, "tea", "other")).at("detail"));
    assertEquals(200, client.post(STORE + "/carts", purchase("c", one, "tea", "tea-100")).status());
    Client.Answer order =
        client.post(STORE + "/orders", purchase("o1", "{'id':'1'}", "tea", "tea-100"));
    assertEquals("Oolong", order.at("lines.0.product_title"));
    assertEquals("1", order.at("customer.orders_count"));
    assertEquals("15.0", client.get(STORE + "/customers/1").at("total_spent"));
    assertEquals(
        400, client.post(STORE + "/orders", purchase("o1", one, "tea", "tea-100")).status());
    assertEquals(
        400,
        client.post(STORE + "/orders", purchase("o2", "{'id':'9'}", "tea", "tea-100")).status());
    client.patch(STORE + "/orders/o1", "{'financial_status':'paid','order_total':20}");
    assertEquals("paid", client.get("/ecommerce/orders").at("orders.0.financial_status"));
    assertEquals(400, client.patch(STORE + "/orders/o1", "{'tracking_code':'x'}").status());
    client.post(
        STORE + "/orders/o1/lines",
        "{'id':'2','product_id':'tea','product_variant_id':'tea-100','quantity':1,'price':7.5}");
    client.patch(STORE + "/orders/o1/lines/2", "{'quantity':3}");
    assertEquals("3", client.get(STORE + "/orders/o1/lines/2").at("quantity"));
    assertEquals(204, client.delete(STORE + "/orders/o1/lines/2").status());
    assertEquals("1", client.get(STORE + "/orders/o1/lines").at("total_items"));
    assertEquals(204, client.delete(STORE + "/carts/c").status());
    assertEquals("0", client.get(STORE + "/carts").at("total_items"));
  }

  @Test
  void segmentsFindWhoBought() {
    store("shop", "");
    client.post(STORE + "/products", PRODUCT);
    client.subscribe(list, "bob@shoppers.example.net", "{}");
    client.post(STORE + "/orders", purchase("o1", customer("1", ADA, true), "tea", "tea-100"));
    assertEquals("1", counted("'EcommPurchased','field':'ecomm_purchased','op':'member'"));
    assertEquals("1", counted("'EcommNumber','field':'ecomm_orders','op':'greater','value':0"));
    assertEquals("1", counted("'EcommSpent','field':'ecomm_spent_all','op':'greater','value':14"));
    assertEquals("0", counted("'EcommSpent','field':'ecomm_spent_one','op':'greater','value':15"));
    assertEquals("1", counted("'EcommCategory','field':'ecomm_cat','op':'is','value':'tea'"));
    assertEquals(
        "1", counted("'EcommCategory','field':'ecomm_prod','op':'notcontain','value':'long'"));
    assertEquals("1", counted("'EcommStore','field':'ecomm_store','op':'not','value':'shop'"));
    assertEquals("1", counted("'Date','field':'ecomm_date','op':'blank_not'"));
  }

  private String counted(String condition) {
    return client
        .post(
            list + "/segments",
            "{'name':'s','options':{'match':'all','conditions':[{'condition_type':"
                + condition
                + "}]}}")
        .at("member_count");
  }

  @Test
  void promotionsKeepTheirLimits() {
    store("shop", "");
    String rules = STORE + "/promo-rules";
    String rule = "{'id':'r','description':'d','amount':%s,'type':'%s','target':'total'%s}";
    assertEquals(400, client.post(rules, rule.formatted("15", "percentage", "")).status());
    assertEquals(400, client.post(rules, rule.formatted("1", "gift", "")).status());
    assertEquals(
        400,
        client
            .post(rules, rule.formatted("1", "fixed", ",'title':'" + "ü".repeat(51) + "'"))
            .status());
    assertEquals("0.15", client.post(rules, rule.formatted("0.15", "percentage", "")).at("amount"));
    String codes = rules + "/r/promo-codes";
    assertEquals(400, client.post(codes, "{'id':'c','code':'SAVE'}").status());
    assertEquals(
        "SAVE",
        client
            .post(codes, "{'id':'c','code':'SAVE','redemption_url':'https://shop.example'}")
            .at("code"));
    client.patch(codes + "/c", "{'usage_count':4}");
    assertEquals("4", client.get(codes).at("promo_codes.0.usage_count"));
    assertEquals(204, client.delete(codes + "/c").status());
    assertEquals(204, client.delete(rules + "/r").status());
    assertEquals(404, client.get(codes).status());
  }
}
