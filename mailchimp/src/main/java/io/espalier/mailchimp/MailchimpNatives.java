package io.espalier.mailchimp;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.espalier.http.Answer;
import io.espalier.http.HttpStack;
import io.espalier.mailchimp.MailchimpSegmentApi.Saved;
import io.espalier.spi.Change;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Limits;
import io.espalier.spi.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Saved segments, which Mailchimp keeps by itself, by conditions of ours. */
final class MailchimpNatives {
  static final Map<Change.Kind, Limits.Budget> BUDGETS =
      Map.of(
          Change.Kind.DEFINE_NATIVE,
          new Limits.Budget(100, 1, 2, 120),
          Change.Kind.RETIRE,
          new Limits.Budget(100, 1, 0, 120));

  private final HttpStack http;
  private final MailchimpSegmentApi api;
  private final MailchimpApi tags;
  private final MailchimpGroupApi groups;
  private final MailchimpAudience audience;

  MailchimpNatives(HttpStack http, MailchimpApi tags, MailchimpAudience audience) {
    this.http = http;
    this.api = http.api(MailchimpSegmentApi.class);
    this.tags = tags;
    this.groups = http.api(MailchimpGroupApi.class);
    this.audience = audience;
  }

  List<Outcome> define(List<Change.DefineNative> changes) {
    List<Saved> saved =
        Pages.all(
            offset -> http.call(api.saved(audience.id(), Pages.SIZE, offset)).require(),
            page -> MailchimpWire.list(page.segments()),
            MailchimpSegmentApi.AllSaved::total);
    Map<String, Long> byName = new HashMap<>();
    if (changes.stream().anyMatch(c -> c.definition().text().contains(MailchimpConditions.TAG))) {
      Pages.all(
              offset -> http.call(tags.tags(audience.id(), "static", Pages.SIZE, offset)).require(),
              page -> MailchimpWire.list(page.segments()),
              MailchimpWire.Tags::total)
          .forEach(tag -> byName.putIfAbsent(fold(tag.name()), tag.id()));
    }
    List<Outcome> outcomes = new ArrayList<>();
    changes.forEach(change -> outcomes.add(define(change, saved, byName)));
    return outcomes;
  }

  private static String fold(String name) {
    return name.strip().toLowerCase(Locale.ROOT);
  }

  private Outcome define(Change.DefineNative change, List<Saved> saved, Map<String, Long> byName) {
    JsonObject options = JsonParser.parseString(change.definition().text()).getAsJsonObject();
    if (!options.has("conditions")) {
      return new Outcome.Rejected(
          Failure.of(
              FailureKind.INVALID, "the definition has no conditions for a Mailchimp segment"));
    }
    for (JsonElement condition : options.getAsJsonArray("conditions")) {
      Optional<Failure> unknown = putTag(condition.getAsJsonObject(), byName);
      if (unknown.isPresent()) {
        return new Outcome.Rejected(unknown.get());
      }
    }
    String name = change.segment().name();
    MailchimpSegmentApi.NewSaved wanted = new MailchimpSegmentApi.NewSaved(name, options);
    @Nullable Saved ours = null;
    @Nullable Saved namesake = null;
    for (Saved one : saved) {
      ours = Long.toString(one.id()).equals(change.reference()) ? one : ours;
      namesake = fold(one.name()).equals(fold(name)) ? one : namesake;
    }
    if (ours != null) {
      return outcome(http.call(api.update(audience.id(), change.reference(), wanted)));
    } else if (namesake == null) {
      return outcome(http.call(api.create(audience.id(), wanted)));
    }
    // Made by a run that could not write down that it did; or somebody else's.
    return options.equals(namesake.options())
        ? new Outcome.Applied(Long.toString(namesake.id()))
        : new Outcome.Rejected(
            new Failure(
                FailureKind.INVALID,
                "the audience has a segment '"
                    + name
                    + "' with other conditions, and it is not ours",
                "rename it in Mailchimp, or give the segment another name"));
  }

  /** The id of the tag in place of its name. */
  private static Optional<Failure> putTag(JsonObject condition, Map<String, Long> byName) {
    boolean isTag = condition.get("condition_type").getAsString().equals("StaticSegment");
    if (!isTag) {
      return Optional.empty();
    }
    String name = condition.get("value").getAsString().substring(MailchimpConditions.TAG.length());
    Long id = byName.get(fold(name));
    if (id == null) {
      return Optional.of(
          new Failure(
              FailureKind.MISSING_TARGET,
              "the audience has no tag '" + name + "'",
              "run the sync again: it defines its segments first"));
    }
    condition.addProperty("value", id);
    return Optional.empty();
  }

  private static Outcome outcome(Answer<Saved> answer) {
    Optional<Failure> failure = answer.failure();
    if (failure.filter(f -> f.kind() == FailureKind.INVALID).isPresent()) {
      return new Outcome.Rejected(failure.get());
    }
    return new Outcome.Applied(Long.toString(answer.require().id()));
  }

  /** Deletes the tag, or the saved segment, whose id we were answered with. */
  List<Outcome> retire(List<Change.Retire> changes) {
    List<Outcome> outcomes = new ArrayList<>();
    for (Change.Retire change : changes) {
      if (!change.reference().isEmpty()) {
        // A group's reference is its category and itself, a tag's is a number.
        String[] group = change.reference().split("/", 2);
        Answer<Void> answer =
            http.call(
                group.length == 2
                    ? groups.delete(audience.id(), group[0], group[1])
                    : api.delete(audience.id(), change.reference()));
        if (answer.failure().filter(f -> f.kind() == FailureKind.MISSING_TARGET).isEmpty()) {
          answer.orThrow();
        }
      }
      outcomes.add(Outcome.APPLIED);
    }
    return outcomes;
  }
}
