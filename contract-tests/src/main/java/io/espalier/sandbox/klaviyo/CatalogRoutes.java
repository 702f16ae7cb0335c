package io.espalier.sandbox.klaviyo;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;

/** The catalog's items, variants and categories, one by one and in bulk. */
final class CatalogRoutes {
  private static final Paging PAGES = new Paging(100, 100);
  private static final int MOST = 100;
  private static final int WAITING = 500;
  private static final Map<String, BiFunction<String, CatalogEntry, String>> SORTS =
      Map.of("created", (id, entry) -> entry.created);
  private static final Map<CatalogKind, Map<String, Set<String>>> FILTERS =
      Map.of(
          CatalogKind.ITEM,
          Map.of(
              "ids", Set.of("any"),
              "category.id", Set.of("equals"),
              "title", Set.of("contains"),
              "published", Set.of("equals")),
          CatalogKind.VARIANT,
          Map.of(
              "ids", Set.of("any"),
              "item.id", Set.of("equals"),
              "sku", Set.of("equals"),
              "title", Set.of("contains"),
              "published", Set.of("equals")),
          CatalogKind.CATEGORY,
          Map.of("ids", Set.of("any"), "item.id", Set.of("equals"), "name", Set.of("contains")));

  private final Catalog catalog;
  private final BulkJobs jobs;

  CatalogRoutes(Catalog catalog, BulkJobs jobs) {
    this.catalog = catalog;
    this.jobs = jobs;
  }

  List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    for (CatalogKind kind : List.of(CatalogKind.ITEM, CatalogKind.VARIANT, CatalogKind.CATEGORY)) {
      String all = "/api/catalog-" + kind.plural();
      String one = all + "/{id}";
      routes.add(Route.of("GET", all, Quota.XL, call -> all(call, kind, (i, e) -> true)));
      routes.add(Route.of("POST", all, Quota.L, call -> create(call, kind)));
      routes.add(Route.of("GET", one, Quota.XL, call -> one(call, kind)));
      routes.add(Route.of("PATCH", one, Quota.L, call -> update(call, kind)));
      routes.add(Route.of("DELETE", one, Quota.L, call -> delete(call, kind)));
      for (String verb : List.of("create", "update", "delete")) {
        routes.addAll(jobs.routes(kind(kind, verb), new Work(catalog, kind, verb)));
      }
    }
    Route variants =
        Route.of(
            "GET",
            "/api/catalog-items/{id}/variants",
            Quota.XL,
            call -> {
              String item = catalog.find(CatalogKind.ITEM, call.variable("id")).id;
              return all(call, CatalogKind.VARIANT, (id, entry) -> entry.item.equals(item));
            });
    routes.add(variants);
    routes.add(variants.references());
    related(routes, CatalogKind.ITEM, CatalogKind.CATEGORY);
    related(routes, CatalogKind.CATEGORY, CatalogKind.ITEM);
    return routes;
  }

  /** Reading jobs that make or change items or variants is scarcer than the others. */
  private static BulkJobs.Kind kind(CatalogKind kind, String verb) {
    Quota reads = kind.isCategory() || verb.equals("delete") ? Quota.XL : Quota.L;
    return new BulkJobs.Kind(
        kind.type() + "-bulk-" + verb + "-job",
        kind.type(),
        kind.plural(),
        MOST,
        reads,
        Quota.L,
        WAITING,
        !verb.equals("delete"));
  }

  private void related(List<Route> routes, CatalogKind kind, CatalogKind other) {
    String one = "/api/catalog-" + kind.plural() + "/{id}";
    Route read =
        Route.of(
            "GET",
            one + "/" + other.plural(),
            Quota.XL,
            call -> {
              CatalogEntry holder = catalog.find(kind, call.variable("id"));
              return all(
                  call,
                  other,
                  (id, entry) ->
                      kind.isCategory()
                          ? entry.categories.contains(holder.id)
                          : holder.categories.contains(entry.id));
            });
    routes.add(read);
    routes.add(read.references());
    String relation = one + "/relationships/" + other.plural();
    for (String method : List.of("POST", "PATCH", "DELETE")) {
      routes.add(
          Route.of(
              method,
              relation,
              Quota.L,
              call -> {
                catalog.relate(
                    kind,
                    catalog.find(kind, call.variable("id")).id,
                    call.references(other.type()),
                    !method.equals("DELETE"),
                    method.equals("PATCH"));
                return Answer.empty(204);
              }));
    }
  }

  private Answer all(Call call, CatalogKind kind, BiPredicate<String, CatalogEntry> keep) {
    List<Filter.Term> terms = Filter.of(call, FILTERS.getOrDefault(kind, Map.of()));
    return including(
        call,
        kind,
        PAGES.page(
            call,
            Paging.sorted(call, catalog.all(kind), SORTS),
            (key, entry) ->
                keep.test(entry.id, entry)
                    && terms.stream().allMatch(term -> accepts(term, kind, entry)),
            (key, entry) -> Catalog.json(call, kind, entry)));
  }

  private boolean accepts(Filter.Term term, CatalogKind kind, CatalogEntry entry) {
    JsonObject held = entry.attributes();
    return switch (term.field()) {
      case "ids" -> term.accepts(entry.id);
      case "category.id" -> entry.categories.contains(term.value());
      case "item.id" ->
          kind.isVariant()
              ? term.accepts(entry.item)
              : catalog.all(CatalogKind.ITEM).containsKey(term.value())
                  && catalog.find(CatalogKind.ITEM, term.value()).categories.contains(entry.id);
      default -> held.has(term.field()) && term.accepts(held.get(term.field()).getAsString());
    };
  }

  private Answer including(Call call, CatalogKind kind, Answer answer) {
    if (!kind.equals(CatalogKind.ITEM) || call.include(Set.of("variants")).isEmpty()) {
      return answer;
    }
    return Included.many(
        answer,
        "variants",
        id ->
            catalog.variantsOf(id).stream()
                .map(
                    v ->
                        Catalog.json(
                            call, CatalogKind.VARIANT, catalog.find(CatalogKind.VARIANT, v)))
                .toList());
  }

  private Answer create(Call call, CatalogKind kind) {
    JsonObject data = call.resource(kind.type());
    return Answer.one(201, Catalog.json(call, kind, catalog.create(kind, data, "/data")));
  }

  private Answer one(Call call, CatalogKind kind) {
    CatalogEntry entry = catalog.find(kind, call.variable("id"));
    return including(call, kind, Answer.one(200, Catalog.json(call, kind, entry)));
  }

  private Answer update(Call call, CatalogKind kind) {
    String id = catalog.find(kind, call.variable("id")).id;
    JsonObject data = call.resource(kind.type(), id);
    return Answer.one(200, Catalog.json(call, kind, catalog.update(kind, id, data, "/data")));
  }

  private Answer delete(Call call, CatalogKind kind) {
    catalog.delete(kind, call.variable("id"));
    return Answer.empty(204);
  }

  /** A row of a job. What it refers to need be there only when it is carried out. */
  private record Work(Catalog catalog, CatalogKind kind, String verb) implements BulkJobs.Work {
    @Override
    public void check(JsonObject row, String at) {
      if (verb.equals("create")) {
        JsonObject attributes = Json.object(row, "attributes", at);
        for (String name : kind.required()) {
          if (!attributes.has(name)) {
            throw ApiError.invalid(
                    "'" + name + "' is a required field.", at + "/attributes/" + name)
                .thrown();
          }
        }
      } else {
        Json.requiredText(row, "id", at);
      }
    }

    @Override
    public String carryOut(JsonObject row) {
      if (verb.equals("create")) {
        return catalog.create(kind, row, "/data").id;
      }
      String id = row.get("id").getAsString();
      if (verb.equals("update")) {
        return catalog.update(kind, id, row, "/data").id;
      }
      catalog.delete(kind, id);
      return id;
    }

    @Override
    public List<JsonObject> show(Call call, String id) {
      CatalogEntry entry = catalog.all(kind).get(id);
      return entry == null ? List.of() : List.of(Catalog.json(call, kind, entry));
    }
  }
}
