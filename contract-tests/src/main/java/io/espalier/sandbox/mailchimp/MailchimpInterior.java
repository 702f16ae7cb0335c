package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonElement;
import io.espalier.sandbox.Exchange;
import io.espalier.sandbox.Interior;
import io.espalier.sandbox.Reply;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The account as its server and its page see it. */
final class MailchimpInterior implements Interior {
  private final Object lock;
  private final Account account;
  private final Answers answers;
  private final Control control;
  private final Function<Exchange, Reply> api;

  MailchimpInterior(
      Object lock,
      Account account,
      Answers answers,
      Control control,
      Function<Exchange, Reply> api) {
    this.lock = lock;
    this.account = account;
    this.answers = answers;
    this.control = control;
    this.api = api;
  }

  @Override
  public String label() {
    return "Mailchimp";
  }

  @Override
  public Reply answer(Exchange exchange) {
    return api.apply(exchange);
  }

  @Override
  public Reply refusal(Exchange exchange, int status) {
    synchronized (lock) {
      return answers.problem(
          status == 429
              ? Refusal.of(
                  429,
                  "Too Many Requests",
                  "You have exceeded the limit of 10 simultaneous connections.")
              : Refusal.of(
                  status,
                  "Internal Server Error",
                  "An unexpected internal error has occurred. Please contact Support for more"
                      + " information."));
    }
  }

  /** The first contact of each audience and of each tag is the last: the others move up by one. */
  @Override
  public void stir() {
    synchronized (lock) {
      for (Audience audience : account.audiences.values()) {
        audience.members.keySet().stream()
            .findFirst()
            .ifPresent(id -> audience.members.put(id, audience.members.remove(id)));
        for (Segment segment : audience.segments.values()) {
          segment.members.stream()
              .findFirst()
              .ifPresent(
                  id -> {
                    segment.members.remove(id);
                    segment.members.add(id);
                  });
        }
        audience.changed();
      }
    }
  }

  @Override
  public List<Group> groups() {
    synchronized (lock) {
      List<Group> groups = new ArrayList<>();
      for (Audience audience : account.audiences.values()) {
        long members =
            audience.members.values().stream()
                .filter(member -> member.status != MemberStatus.ARCHIVED)
                .count();
        groups.add(new Group("audience", name(audience), audience.id, members));
        for (Segment segment : audience.segments.values()) {
          groups.add(
              new Group(
                  segment.isStatic ? "tag" : "segment",
                  segment.name,
                  Long.toString(segment.id),
                  segment
                      .inside(audience)
                      .filter(member -> member.status != MemberStatus.ARCHIVED)
                      .count()));
        }
        for (InterestCategory category : audience.categories.values()) {
          category.interests.forEach(
              (id, name) ->
                  groups.add(
                      new Group(
                          "group of " + category.title,
                          name,
                          id,
                          audience.members.values().stream()
                              .filter(member -> member.interests.contains(id))
                              .count())));
        }
      }
      for (Store store : account.stores.values()) {
        groups.add(
            new Group(
                "shop", Store.text(store.settings, "name"), store.id, store.customers.size()));
      }
      return groups;
    }
  }

  private static String name(Audience audience) {
    return audience.settings.get("name").getAsString();
  }

  @Override
  public List<String> people(int most) {
    synchronized (lock) {
      return account.audiences.values().stream()
          .flatMap(audience -> audience.members.values().stream())
          .map(member -> member.email)
          .distinct()
          .limit(most)
          .toList();
    }
  }

  @Override
  public Optional<Face> face(String email) {
    synchronized (lock) {
      Map<String, String> fields = new LinkedHashMap<>();
      List<String> groups = new ArrayList<>();
      List<String> consent = new ArrayList<>();
      for (Audience audience : account.audiences.values()) {
        audience.byEmail(email).ifPresent(m -> look(audience, m, fields, groups, consent));
      }
      return groups.isEmpty()
          ? Optional.empty()
          : Optional.of(new Face(fields, groups, String.join(", ", consent)));
    }
  }

  private static void look(
      Audience audience,
      Member member,
      Map<String, String> fields,
      List<String> groups,
      List<String> consent) {
    fields.put("EMAIL", member.email);
    for (MergeField field : audience.fields.values()) {
      JsonElement value = member.values.get(field.mergeId);
      String shown =
          value == null
              ? ""
              : value.isJsonPrimitive() ? value.getAsString() : FieldConditions.line(value);
      fields.put(field.tag + " (" + field.name + ")", shown);
    }
    groups.add(name(audience));
    member.tags.keySet().forEach(tag -> groups.add(audience.segment(tag).name));
    audience
        .categories
        .values()
        .forEach(
            category ->
                category.interests.forEach(
                    (id, name) -> {
                      if (member.interests.contains(id)) {
                        groups.add(category.title + ": " + name);
                      }
                    }));
    consent.add(member.status.word() + (member.compliance ? " by their own hand" : ""));
  }

  @Override
  public List<Stored> stored() {
    synchronized (lock) {
      List<SavedTemplate> templates =
          account.templates.values().stream().filter(template -> template.active).toList();
      Stream<Stored> kept =
          templates.stream().map(t -> new Stored(Long.toString(t.id), t.name, t.html));
      // A campaign that says what a template says would only show it twice.
      Stream<Stored> campaigns =
          account.campaigns.values().stream()
              .filter(c -> !c.html.isEmpty())
              .filter(c -> templates.stream().noneMatch(t -> t.html.equals(c.html)))
              .map(
                  c ->
                      new Stored(
                          c.id, c.text("title") + " (campaign, " + c.status.word() + ")", c.html));
      return Stream.concat(kept, campaigns).toList();
    }
  }

  @Override
  public String render(String template, String email) {
    synchronized (lock) {
      return control.render(template, email);
    }
  }
}
