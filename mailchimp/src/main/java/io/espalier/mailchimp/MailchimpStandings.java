package io.espalier.mailchimp;

import io.espalier.http.HttpStack;
import io.espalier.spi.Change;
import io.espalier.spi.EspException;
import io.espalier.spi.FailureKind;
import io.espalier.spi.FieldMap;
import io.espalier.spi.Standing;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How our merge fields, by tag, and our tags, groups and saved segments, by id, stand. */
final class MailchimpStandings {
  private final HttpStack http;
  private final MailchimpApi api;
  private final MailchimpGroupApi groupApi;
  private final MailchimpAudience audience;
  private final FieldMap fields;
  private final MailchimpKeeping keeping;
  private final Optional<String> title;

  /** Category → id → name, of one look. */
  private final Map<String, Map<String, String>> groups = new HashMap<>();

  /**
   * @param title of the category of groups; empty where segments are tags
   */
  MailchimpStandings(
      HttpStack http,
      MailchimpApi api,
      MailchimpAudience audience,
      FieldMap fields,
      MailchimpKeeping keeping,
      Optional<String> title) {
    this.keeping = keeping;
    this.title = title;
    this.http = http;
    this.api = api;
    this.groupApi = http.api(MailchimpGroupApi.class);
    this.audience = audience;
    this.fields = fields;
  }

  synchronized List<Standing> of(List<Change> definitions) {
    groups.clear();
    Optional<String> list = audience.find();
    if (list.isEmpty()) {
      return Collections.nCopies(definitions.size(), Standing.GONE);
    }
    Map<String, MailchimpWire.MergeField> there =
        definitions.stream().anyMatch(Change.DefineField.class::isInstance)
            ? mergeFields(list.get())
            : Map.of();
    Map<String, String> segments =
        definitions.stream().allMatch(Change.DefineField.class::isInstance)
            ? Map.of()
            : segments(list.get());
    List<Standing> standings = new ArrayList<>();
    for (Change definition : definitions) {
      if (definition instanceof Change.DefineSegment tag) {
        String name =
            tag.reference().contains("/")
                ? group(list.get(), tag.reference())
                : segments.get(tag.reference());
        if (name != null) {
          keeping.found(tag.segment(), tag.reference());
        }
        standings.add(named(name));
      } else if (definition instanceof Change.DefineNative saved) {
        standings.add(named(segments.get(saved.reference())));
      } else if (definition instanceof Change.DefineField field) {
        MailchimpWire.MergeField held = there.get(fields.vendorName(field.attribute().name()));
        standings.add(
            held == null
                ? Standing.GONE
                : held.type().equals(MailchimpMapper.fieldType(field.attribute().type()))
                    ? Standing.there(held.tag())
                    : Standing.altered(held.type()));
      } else {
        throw new IllegalArgumentException("no definition: " + definition.kind());
      }
    }
    return standings;
  }

  /** The name of a group, {@code category/id}; null where either is gone. */
  private @Nullable String group(String list, String reference) {
    String category = reference.substring(0, reference.indexOf('/'));
    Map<String, String> names = groups.get(category);
    if (names == null) {
      names = new HashMap<>();
      try {
        String before = titleBefore(list, category);
        for (MailchimpGroupApi.Group group :
            Pages.all(
                offset -> http.call(groupApi.groups(list, category, Pages.SIZE, offset)).require(),
                page -> MailchimpWire.list(page.groups()),
                MailchimpGroupApi.Groups::total)) {
          names.put(group.id(), before + group.name());
        }
      } catch (EspException e) {
        if (e.failure().kind() != FailureKind.MISSING_TARGET) {
          throw e;
        }
      }
      groups.put(category, names);
    }
    return names.get(reference.substring(category.length() + 1));
  }

  /** Before the names of a category that a marketer renamed: templates test groups by its title. */
  private String titleBefore(String list, String category) {
    return Pages.all(
            offset -> http.call(groupApi.categories(list, Pages.SIZE, offset)).require(),
            page -> MailchimpWire.list(page.categories()),
            MailchimpGroupApi.Categories::total)
        .stream()
        .filter(one -> one.id().equals(category))
        .map(MailchimpGroupApi.Category::title)
        .filter(there -> title.filter(ours -> !ours.equalsIgnoreCase(there)).isPresent())
        .map(there -> there + ": ")
        .findFirst()
        .orElse("");
  }

  private static Standing named(@Nullable String name) {
    return name == null ? Standing.GONE : Standing.there(name);
  }

  private Map<String, MailchimpWire.MergeField> mergeFields(String list) {
    Map<String, MailchimpWire.MergeField> byTag = new HashMap<>();
    Pages.all(
            offset -> http.call(api.mergeFields(list, Pages.SIZE, offset)).require(),
            page -> MailchimpWire.list(page.fields()),
            MailchimpWire.MergeFields::total)
        .forEach(field -> byTag.put(field.tag(), field));
    return byTag;
  }

  /** Tags and saved segments alike: both are segments to the API, and have one series of ids. */
  private Map<String, String> segments(String list) {
    Map<String, String> names = new HashMap<>();
    Pages.all(
            offset -> http.call(api.tags(list, null, Pages.SIZE, offset)).require(),
            page -> MailchimpWire.list(page.segments()),
            MailchimpWire.Tags::total)
        .forEach(tag -> names.put(Long.toString(tag.id()), tag.name()));
    return names;
  }
}
