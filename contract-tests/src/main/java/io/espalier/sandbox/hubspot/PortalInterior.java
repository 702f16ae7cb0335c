package io.espalier.sandbox.hubspot;

import io.espalier.sandbox.Exchange;
import io.espalier.sandbox.Interior;
import io.espalier.sandbox.RenderException;
import io.espalier.sandbox.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The account as its server and its page see it. */
final class PortalInterior implements Interior {
  private final Object lock;
  private final Portal portal;
  private final Function<Exchange, Reply> api;

  PortalInterior(Object lock, Portal portal, Function<Exchange, Reply> api) {
    this.lock = lock;
    this.portal = portal;
    this.api = api;
  }

  @Override
  public String label() {
    return "HubSpot";
  }

  @Override
  public Reply answer(Exchange exchange) {
    return api.apply(exchange);
  }

  @Override
  public Reply refusal(Exchange exchange, int status) {
    return status == 429
        ? Portal.limited("SECONDLY", "You have reached your secondly limit.").reply()
        : new PortalException(status, "INTERNAL_ERROR", "internal error").reply();
  }

  /** Somebody saves the first record of each object as it is. */
  @Override
  public void stir() {
    synchronized (lock) {
      for (PortalObject object : portal.objects.values()) {
        object.items.values().stream()
            .filter(item -> item.archived == null)
            .findFirst()
            .ifPresent(
                item -> {
                  item.values.put(object.modified(), portal.clock.instant().toString());
                  item.changed(portal.clock.instant());
                });
      }
    }
  }

  @Override
  public List<Group> groups() {
    synchronized (lock) {
      List<Group> groups = new ArrayList<>();
      portal.objects.forEach(
          (name, object) ->
              groups.add(
                  new Group(
                      "object",
                      name,
                      name,
                      object.items.values().stream().filter(i -> i.archived == null).count())));
      portal.lists.forEach(
          (id, members) -> groups.add(new Group("list", "List " + id, id, members.size())));
      return groups;
    }
  }

  @Override
  public List<String> people(int most) {
    synchronized (lock) {
      return portal.objects.values().stream()
          .flatMap(o -> o.items.values().stream())
          .flatMap(i -> Optional.ofNullable(i.values.get("email")).stream())
          .distinct()
          .limit(most)
          .toList();
    }
  }

  @Override
  public Optional<Face> face(String email) {
    synchronized (lock) {
      for (PortalObject object : portal.objects.values()) {
        for (PortalObject.Item item : object.items.values()) {
          if (email.equalsIgnoreCase(item.values.get("email"))) {
            boolean out = "true".equals(item.values.get("hs_email_optout"));
            return Optional.of(
                new Face(
                    Map.copyOf(item.values),
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
