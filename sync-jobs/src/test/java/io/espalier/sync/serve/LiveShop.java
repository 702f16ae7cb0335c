package io.espalier.sync.serve;

import io.espalier.sync.project.Project;
import io.espalier.sync.project.ProjectReader;
import io.espalier.sync.run.Connections;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A small project with every kind of live block, written into a folder. */
public final class LiveShop {
  public static final String KEY = "a-key-of-chance-for-tests-0123456789abcdef";
  static final String OTHER = "another-key-of-chance-for-tests-0123456789";
  public static final Instant NOW = Instant.parse("2026-11-27T14:05:00Z");
  static final String SENDER = "hello@shop.example";

  private static final String LIVE =
      """
      server: https://live.shop.example
      senders: [hello@shop.example]
      keys_env: [LIVE_KEY, LIVE_KEY_OLD]
      accent: "#b4552d"
      currency: EUR
      catalog: {CATALOG}
      blocks:
        picks:
          {kind: list, title: Picked for you, say: 'Picked for {{ name | default: "you" }}.', link: https://shop.example/picks,
           items: basket, item: {title: title, price: price, note: stock, link: page}, limit: 2}
        basket:
          {kind: cart, say: What is in your basket., link: https://shop.example/basket,
           items: basket, item: {title: title, price: price}, limit: 3}
        show:
          {kind: carousel, say: A few things., link: https://shop.example/show, items: basket,
           item: {title: title, price: price, image: image}}
        more:
          {kind: accordion, say: More of it., link: https://shop.example/more, items: basket,
           item: {title: title, note: stock}}
        order:
          {kind: list, say: Where your order is., link: https://shop.example/orders, item: {title: order_status}}
        sale: {kind: countdown, say: The sale ends soon., link: https://shop.example/sale, until: "2026-12-19T18:00:00Z"}
        rate:
          kind: form
          say: How was it?
          link: https://shop.example/rate
          form: {once: true, fields: [{name: stars, label: Your parcel, type: stars}, {name: note, label: A word, type: text}]}
        prefs:
          kind: form
          say: What may we send?
          form: {fields: [{name: often, label: How often, type: choice, options: [Weekly, Monthly]}, {name: where, label: Where, type: choice, options: [Norway, Italy], value: country}, {name: call, label: We call you, type: text, value: name}, {name: gold, label: Gold news, type: yes, value: gold}, {name: stop, label: No more mail, type: opt_out}]}
        size:
          {kind: selector, say: 'Which one, {{ name | default: "you" }}?', items: basket, item: {title: title},
           form: {fields: [{name: why, label: Why, type: text}]}}
      """;

  private static final String EMAIL =
      """
      <mjml>
        <mj-head>
          <mj-title>{{ name | default: "Hello" }}</mj-title>
          <mj-attributes><mj-text color="#222222"/></mj-attributes>
        </mj-head>
        <mj-body>
          <mj-section><mj-column>
            <mj-text>Good day {{ name | default: "there" }}, you have {{ points | number: "#,##0" | default: "0" }} points.</mj-text>
            <mj-image src="https://shop.example/a.png" alt="A field" width="300px" href="https://shop.example/field"/>
            <mj-button href="https://shop.example/in?n={{ name | url }}">Come in</mj-button>
            <mj-divider/>
            <es-live block="picks"/><es-live block="basket"/><es-live block="show"/>
            <es-live block="more"/><es-live block="order"/><es-live block="rate"/>
          </mj-column></mj-section>
          <es-choose>
            <es-when test="points &gt;= 500"><mj-section><mj-column><mj-text>Gold since 2025.</mj-text><es-live block="sale"/></mj-column></mj-section></es-when>
            <es-when test='country == "Norway"'><mj-section><mj-column><es-live block="size"/></mj-column></mj-section></es-when>
            <es-otherwise><mj-section><mj-column><mj-text>Plain.</mj-text></mj-column></mj-section></es-otherwise>
          </es-choose>
          <mj-section><mj-column>
            <es-live block="prefs"/>
            <mj-text><es-address/><br/><es-unsubscribe>Unsubscribe</es-unsubscribe></mj-text>
          </mj-column></mj-section>
        </mj-body>
      </mjml>
      """;

  private LiveShop() {}

  public static Project write(Path dir, String catalog) throws IOException {
    Files.createDirectories(dir.resolve("emails"));
    Files.createDirectories(dir.resolve("segments"));
    Files.writeString(
        dir.resolve("espalier.yaml"),
        """
        sources:
          people: {kind: csv, path: people.csv}
          products: {kind: csv, path: products.csv}
        connections:
          klaviyo: {api_key_env: K, opt_in: evidence}
          mailchimp: {api_key_env: M, audience: Shoppers}
          salesforce-mc: {subdomain_env: S, client_id_env: I, client_secret_env: C, account_id_env: T, folder: F}
        """);
    Files.writeString(
        dir.resolve("profile.yaml"),
        """
        profile:
          from: people
          key: id
          identities: {email: email}
          consent:
            email:
              state: {column: ok, values: {yes: subscribed, no: unsubscribed}}
              at: {column: since}
              evidence: {column: proof}
              source: shop
          attributes:
            name: {type: text, purposes: [marketing]}
            country: {type: text, purposes: [marketing], values: [Norway, Italy]}
            points: {type: number, purposes: [marketing]}
            basket: {type: list, purposes: [marketing]}
            order_status: {type: text, purposes: [marketing]}
            gold: {type: bool, purposes: [marketing]}
        """);
    Files.writeString(
        dir.resolve("people.csv"),
        """
        id,email,ok,since,proof,name,country,points,basket,order_status,gold
        p1,ann@example.net,yes,2026-01-02T00:00:00Z,form,Ann,Italy,700,"JA-1:2, BO-1",Packed,true
        p2,bo@example.net,yes,2026-01-02T00:00:00Z,form,"B & o ""{{x}}""\",Norway,12,BO-1,,false
        p3,cy@example.net,yes,2026-01-02T00:00:00Z,form,,,,,,
        """);
    products(dir, "189.00");
    Files.writeString(dir.resolve("live.yaml"), LIVE.replace("CATALOG", catalog));
    Files.writeString(dir.resolve("emails/today.mjml"), EMAIL);
    return read(dir);
  }

  static Project read(Path dir) {
    ProjectReader.Result result =
        new ProjectReader(
                Connections.esps(),
                name -> name.equals("LIVE_KEY") ? KEY : name.equals("LIVE_KEY_OLD") ? OTHER : "x")
            .read(dir);
    return result
        .project()
        .orElseThrow(
            () ->
                new AssertionError(
                    result.issues().stream().map(i -> i.display() + "\n").toList().toString()));
  }

  public static void products(Path dir, String price) throws IOException {
    Files.writeString(
        dir.resolve("products.csv"),
        "sku,title,price,stock,page,image\nJA-1,Storm shell,"
            + price
            + ",4 left,https://shop.example/ja,https://shop.example/ja.png\n"
            + "BO-1,Moor <boot>,179.00,in stock,javascript:alert(1),https://shop.example/bo.png\n");
  }

  /** A clock that a test moves. */
  static final class Hands extends Clock {
    Instant now = NOW;

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
