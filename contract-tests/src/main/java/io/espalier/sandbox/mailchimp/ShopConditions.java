package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Conditions on what a contact bought, in any shop of the audience.
 *
 * @param stores of the account; those of other audiences are passed over
 */
record ShopConditions(
    Audience audience, Collection<Store> stores, SavedConditions.BlankReading reading) {

  Predicate<Member> purchased(String op) {
    return member -> orders(member).isEmpty() != op.equals("member");
  }

  Predicate<Member> number(JsonObject condition, String op) {
    double bound = condition.get("value").getAsDouble();
    ToDoubleFunction<List<JsonObject>> figure =
        switch (condition.get("field").getAsString()) {
          case "ecomm_orders" -> List::size;
          case "ecomm_prod_all" -> orders -> lines(orders).count();
          // What was spent on average, and the average order: one figure here.
          default -> orders -> orders.isEmpty() ? 0 : spent(orders) / orders.size();
        };
    return member ->
        FieldConditions.ordered(op, Double.compare(figure.applyAsDouble(orders(member)), bound));
  }

  Predicate<Member> spent(JsonObject condition, String op) {
    double bound = condition.get("value").getAsDouble();
    boolean one = condition.get("field").getAsString().equals("ecomm_spent_one");
    return member -> {
      List<JsonObject> orders = orders(member);
      return one
          ? orders.stream()
              .anyMatch(
                  order ->
                      FieldConditions.ordered(
                          op, Double.compare(Store.number(order, "order_total"), bound)))
          : FieldConditions.ordered(op, Double.compare(spent(orders), bound));
    };
  }

  /** By the title of what was bought, or by its type, which stands for the category. */
  Predicate<Member> bought(JsonObject condition, String op) {
    TextTest test =
        reading.texts(
            op.equals("not") ? "is" : op.equals("notcontain") ? "contains" : op,
            condition.get("value").getAsString());
    String property = condition.get("field").getAsString().equals("ecomm_prod") ? "title" : "type";
    boolean negative = op.startsWith("not");
    return member ->
        lines(orders(member))
                .flatMap(line -> product(Store.text(line, "product_id")).stream())
                .anyMatch(product -> test.test(Store.text(product, property)))
            != negative;
  }

  Predicate<Member> store(JsonObject condition, String op) {
    String id = condition.get("value").getAsString();
    return member ->
        mine()
                .filter(store -> store.id.equals(id))
                .anyMatch(store -> store.orders(member.email).findAny().isPresent())
            == op.equals("is");
  }

  /** When the contact bought last. */
  Optional<Instant> lastOrder(Member member) {
    return orders(member).stream()
        .map(
            order ->
                Store.text(order, "processed_at_foreign").isEmpty()
                    ? Store.text(order, "created_at")
                    : Store.text(order, "processed_at_foreign"))
        .flatMap(text -> WireTime.parse(text).stream())
        .max(Instant::compareTo);
  }

  private Stream<Store> mine() {
    return stores.stream().filter(store -> store.listId.equals(audience.id));
  }

  private List<JsonObject> orders(Member member) {
    return mine().flatMap(store -> store.orders(member.email)).toList();
  }

  private static double spent(List<JsonObject> orders) {
    return orders.stream().mapToDouble(order -> Store.number(order, "order_total")).sum();
  }

  private static Stream<JsonObject> lines(List<JsonObject> orders) {
    return orders.stream()
        .flatMap(order -> order.getAsJsonArray("lines").asList().stream())
        .map(JsonElement::getAsJsonObject);
  }

  private Optional<JsonObject> product(String id) {
    return mine().flatMap(store -> Stream.ofNullable(store.products.get(id))).findFirst();
  }
}
