package io.espalier.mailchimp;

import io.espalier.http.Answer;
import io.espalier.http.Creation;
import io.espalier.http.HttpStack;
import io.espalier.model.Segment;
import io.espalier.spi.Change;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Outcome;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Segment → group, which the API calls an interest, in one category of ours. The category is hidden
 * from sign-up forms: nobody chooses their own segments.
 */
final class MailchimpGroups {
  /** An audience's groups, over all categories. Source: vendor's help, an old page. */
  private static final int MOST = 60;

  private final HttpStack http;
  private final MailchimpGroupApi api;
  private final MailchimpAudience audience;
  private final String title;
  private @Nullable String category;
  private @Nullable Map<String, MailchimpGroupApi.Group> byName;
  private final Map<String, MailchimpGroupApi.Group> bySegment = new HashMap<>();
  private int elsewhere = -1;
  private boolean restored;

  /**
   * @param title of the category
   */
  MailchimpGroups(HttpStack http, MailchimpAudience audience, String title) {
    this.http = http;
    this.api = http.api(MailchimpGroupApi.class);
    this.audience = audience;
    this.title = title;
  }

  synchronized List<Outcome> define(List<Change.DefineSegment> changes) {
    changes.forEach(change -> restore(change.reference()));
    Map<String, MailchimpGroupApi.Group> there = load(audience.id(), made());
    for (Change.DefineSegment change : changes) {
      there.values().stream()
          .filter(group -> reference(group).equals(change.reference()))
          .findFirst()
          .ifPresent(group -> bySegment.putIfAbsent(change.segment().id(), group));
    }
    return changes.stream().map(change -> define(change.segment(), there)).toList();
  }

  private Outcome define(Segment segment, Map<String, MailchimpGroupApi.Group> there) {
    MailchimpGroupApi.Group held = there.get(fold(segment.name()));
    if (held != null) {
      for (Map.Entry<String, MailchimpGroupApi.Group> other : bySegment.entrySet()) {
        if (other.getValue().id().equals(held.id()) && !other.getKey().equals(segment.id())) {
          return new Outcome.Rejected(
              new Failure(
                  FailureKind.INVALID,
                  "the segments '%s' and '%s' would be one group in Mailchimp: '%s'"
                      .formatted(other.getKey(), segment.id(), held.name()),
                  "give one of them another name; capitals make no difference"));
        }
      }
      return known(segment, held);
    }
    MailchimpGroupApi.Group earlier = bySegment.get(segment.id());
    if (earlier == null && there.size() + elsewhere() >= MOST) {
      return new Outcome.Rejected(
          refused(segment, "the audience holds all %d groups that it can".formatted(MOST)));
    }
    Answer<MailchimpGroupApi.Group> answer =
        earlier == null
            ? create(segment.name())
            : http.call(
                api.rename(
                    audience.id(), made(), earlier.id(), new MailchimpWire.Name(segment.name())));
    Optional<Failure> failure = answer.failure();
    if (failure.filter(f -> f.kind() == FailureKind.INVALID).isPresent()) {
      return new Outcome.Rejected(refused(segment, failure.get().message()));
    } else if (failure.filter(f -> f.kind() == FailureKind.TRANSIENT).isPresent()) {
      return new Outcome.Unknown(failure.get());
    }
    MailchimpGroupApi.Group group = answer.require();
    there.values().removeIf(one -> one.id().equals(group.id()));
    there.put(fold(segment.name()), group);
    return known(segment, group);
  }

  private static Failure refused(Segment segment, String why) {
    return new Failure(
        FailureKind.INVALID,
        "Mailchimp makes no group '%s': %s".formatted(segment.name(), why),
        "send fewer segments to mailchimp, delete groups there that nobody uses, or keep segments as tags ('as: tag')");
  }

  /** Groups of other categories, which count too; asked for once. */
  private int elsewhere() {
    if (elsewhere < 0) {
      String list = audience.id();
      String ours = made();
      elsewhere =
          categories(list).stream()
              .filter(one -> !one.id().equals(ours))
              .mapToInt(one -> http.call(api.groups(list, one.id(), 1, 0)).require().total())
              .sum();
    }
    return elsewhere;
  }

  private Answer<MailchimpGroupApi.Group> create(String name) {
    return Creation.of(
        () -> http.call(api.create(audience.id(), made(), new MailchimpWire.Name(name))),
        () -> Optional.ofNullable(load(audience.id(), made()).get(fold(name))));
  }

  private Outcome known(Segment segment, MailchimpGroupApi.Group group) {
    bySegment.put(segment.id(), group);
    return new Outcome.Applied(reference(group));
  }

  private static String reference(MailchimpGroupApi.Group group) {
    return group.category() + "/" + group.id();
  }

  /** The segment's group; empty where there is none. Makes nothing. */
  synchronized Optional<MailchimpGroupApi.Group> find(String list, Segment segment) {
    MailchimpGroupApi.Group known = bySegment.get(segment.id());
    if (known != null) {
      return Optional.of(known);
    }
    Optional<String> there = category == null ? category(list) : Optional.of(category);
    if (there.isEmpty()) {
      return Optional.empty();
    }
    MailchimpGroupApi.Group group = byName == null ? null : byName.get(fold(segment.name()));
    if (group == null) {
      group = load(list, there.get()).get(fold(segment.name()));
    }
    if (group != null) {
      bySegment.put(segment.id(), group);
    }
    return Optional.ofNullable(group);
  }

  /**
   * From now on the segment's group, and our category, are found by their ids, whatever a marketer
   * calls them.
   */
  synchronized void found(Segment segment, String reference) {
    int slash = reference.indexOf('/');
    if (slash > 0) {
      String there = reference.substring(0, slash);
      if (!there.equals(category)) {
        category = there;
        byName = null;
      }
      bySegment.put(
          segment.id(),
          new MailchimpGroupApi.Group(reference.substring(slash + 1), there, segment.name()));
    }
  }

  /** Gives the category of an earlier answer our title back: templates test it by that. */
  private void restore(String reference) {
    int slash = reference.indexOf('/');
    if (restored || slash < 0) {
      return;
    }
    restored = true;
    String list = audience.id();
    categories(list).stream()
        .filter(one -> one.id().equals(reference.substring(0, slash)))
        .findFirst()
        .ifPresent(
            there -> {
              if (!fold(there.title()).equals(fold(title))) {
                http.call(
                        api.retitle(
                            list, there.id(), new MailchimpGroupApi.NewCategory(title, "hidden")))
                    .orThrow();
              }
              category = there.id();
            });
  }

  /** Forgets a group that Mailchimp does not have any more. */
  synchronized void forget(Segment segment) {
    bySegment.remove(segment.id());
    byName = null;
    category = null;
  }

  /** The id of our category, which is made where there is none. */
  private String made() {
    if (category == null) {
      String list = audience.id();
      category =
          category(list)
              .orElseGet(
                  () ->
                      Creation.of(
                              () ->
                                  http.call(
                                          api.createCategory(
                                              list,
                                              new MailchimpGroupApi.NewCategory(title, "hidden")))
                                      .map(MailchimpGroupApi.Category::id),
                              () -> category(list))
                          .require());
    }
    return category;
  }

  private Optional<String> category(String list) {
    return categories(list).stream()
        .filter(one -> fold(one.title()).equals(fold(title)))
        .map(MailchimpGroupApi.Category::id)
        .findFirst();
  }

  private List<MailchimpGroupApi.Category> categories(String list) {
    return Pages.all(
        offset -> http.call(api.categories(list, Pages.SIZE, offset)).require(),
        page -> MailchimpWire.list(page.categories()),
        MailchimpGroupApi.Categories::total);
  }

  private Map<String, MailchimpGroupApi.Group> load(String list, String in) {
    Map<String, MailchimpGroupApi.Group> groups = new HashMap<>();
    Pages.all(
            offset -> http.call(api.groups(list, in, Pages.SIZE, offset)).require(),
            page -> MailchimpWire.list(page.groups()),
            MailchimpGroupApi.Groups::total)
        .forEach(group -> groups.putIfAbsent(fold(group.name()), group));
    bySegment
        .values()
        .removeIf(known -> groups.values().stream().noneMatch(g -> g.id().equals(known.id())));
    byName = groups;
    return groups;
  }

  static Failure goneFailure(Segment segment) {
    return new Failure(
        FailureKind.MISSING_TARGET,
        "the audience has no group '" + segment.name() + "'",
        "run the sync again: it defines its segments first");
  }

  private static String fold(String name) {
    return name.strip().toLowerCase(Locale.ROOT);
  }
}
