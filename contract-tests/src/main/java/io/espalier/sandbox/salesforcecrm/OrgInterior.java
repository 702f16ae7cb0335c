package io.espalier.sandbox.salesforcecrm;

import io.espalier.sandbox.Exchange;
import io.espalier.sandbox.Interior;
import io.espalier.sandbox.RenderException;
import io.espalier.sandbox.Reply;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The org as its server and its page see it. */
final class OrgInterior implements Interior {
  private final Object lock;
  private final Org org;
  private final Function<Exchange, Reply> api;

  OrgInterior(Object lock, Org org, Function<Exchange, Reply> api) {
    this.lock = lock;
    this.org = org;
    this.api = api;
  }

  @Override
  public String label() {
    return "Salesforce";
  }

  @Override
  public Reply answer(Exchange exchange) {
    return api.apply(exchange);
  }

  @Override
  public Reply refusal(Exchange exchange, int status) {
    return status == 429
        ? OrgApi.wrong(
            403,
            "REQUEST_LIMIT_EXCEEDED",
            "ConcurrentRequests (Concurrent API Requests) Limit exceeded.")
        : OrgApi.wrong(status, "UNKNOWN_EXCEPTION", "An unexpected error occurred.");
  }

  /** Somebody saves a record of each object as it is. */
  @Override
  public void stir() {
    synchronized (lock) {
      String now = OrgTime.field(OrgTime.now(org.clock));
      for (SObject object : org.objects.values()) {
        object.records.values().stream()
            .filter(record -> !SObject.isDeleted(record))
            .findFirst()
            .ifPresent(record -> record.put("SystemModstamp", now));
      }
    }
  }

  @Override
  public List<Group> groups() {
    synchronized (lock) {
      return org.objects.values().stream()
          .map(
              o ->
                  new Group(
                      "object",
                      o.name,
                      o.prefix,
                      o.records.values().stream().filter(r -> !SObject.isDeleted(r)).count()))
          .toList();
    }
  }

  @Override
  public List<String> people(int most) {
    synchronized (lock) {
      return org.objects.values().stream()
          .flatMap(o -> o.records.values().stream())
          .flatMap(r -> Optional.ofNullable(r.get("Email")).stream())
          .distinct()
          .limit(most)
          .toList();
    }
  }

  @Override
  public Optional<Face> face(String email) {
    synchronized (lock) {
      for (SObject object : org.objects.values()) {
        for (Map<String, String> record : object.records.values()) {
          if (email.equalsIgnoreCase(record.get("Email"))) {
            boolean out = "true".equals(record.get("HasOptedOutOfEmail"));
            return Optional.of(
                new Face(
                    Map.copyOf(record),
                    List.of(object.name),
                    out ? "has opted out" : "has not opted out"));
          }
        }
      }
      return Optional.empty();
    }
  }

  @Override
  public List<Stored> stored() {
    return List.of();
  }

  @Override
  public String render(String template, String email) {
    throw new RenderException("a CRM renders no templates");
  }
}
