package io.espalier.contract.reference;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.espalier.contract.Subject;
import io.espalier.model.Attribute;
import io.espalier.model.Consent;
import io.espalier.model.Value;
import io.espalier.rule.Issue;
import io.espalier.spi.Change;
import io.espalier.spi.Connector;
import io.espalier.spi.Cursor;
import io.espalier.spi.Esp;
import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.FieldMap;
import io.espalier.spi.Job;
import io.espalier.spi.Outcome;
import io.espalier.spi.Settings;
import io.espalier.spi.Surroundings;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** The reference adapter with exactly one fault, one for each rule; each fault was seen abroad. */
public final class Twins {
  private Twins() {}

  /** Rule → the adapter that breaks it. */
  public static Map<String, Subject> all() {
    Map<String, Subject> twins = new LinkedHashMap<>();
    twins.put("c01", connector(OutcomesInTheOrderInWhichThePartsEnded::new));
    twins.put("c02", connector(EventsWithoutAnId::new));
    twins.put("c03", connector(OneBadRowSinksAll::new));
    twins.put("c04", http(NeverWaitsAsTold::new));
    twins.put("c05", http(GivesUpAtTheFirstServerError::new));
    twins.put("c06", http(TriesForEver::new));
    twins.put("c07", http(TakesARefusedSecretForAnything::new));
    twins.put("c08", http(ShowsTheWholePage::new));
    twins.put("c09", http(RepeatsWhatMayHaveHappened::new));
    twins.put("c10", connector(TakesAnyBatchAsItComes::new));
    twins.put("c11", connector(NamesThePersonInAMessage::new));
    twins.put("c12", connector(UpsertsConsentToo::new));
    twins.put("c13", connector(TakesFalseAndZeroForNothing::new));
    twins.put("c14", connector(ErasesThePersonOnly::new));
    twins.put("c15", connector(LosesALastPageOfOne::new));
    twins.put("c16", connector(RemembersItsJobsItself::new));
    twins.put("c17", connector(TakesAnyJobForDone::new));
    twins.put("c18", http(AllAtOnce::new));
    twins.put("c19", connector(OneCharOneCharacter::new));
    twins.put("c20", connector(ClosesOnce::new));
    twins.put(
        "c21",
        connector(PublishesNothingAndSaysDone::new)
            .lacks("c21", Change.Kind.PUBLISH, "this twin cannot publish"));
    twins.put("c22", connector(ReadsOnePageOfErrors::new));
    twins.put("c23", connector(ReportsRemovalsItNeverSent::new));
    twins.put("c24", connector(SeesOnePageOfGroups::new));
    twins.put("c25", esp(new DropsTheSecondOfTwoNames()));
    twins.put("c26", connector(RemembersHowAnAddressWasWritten::new));
    twins.put("c27", connector(FindsSegmentsByName::new));
    twins.put("c28", connector(WidensUnseen::new));
    twins.put("c29", connector(LooksForADefinitionByName::new));
    twins.put("c30", connector(BelievesWhoeverCalls::new));
    return twins;
  }

  /** The reference adapter to a Postbox that cannot do one kind of change, and says so cleanly. */
  public static Subject without(Change.Kind kind) {
    return connector(
        (fields, http) ->
            new ReferenceConnector(fields, http) {
              @Override
              List<Outcome> pushPart(List<Change> part) {
                return part.get(0).kind() == kind
                    ? Collections.nCopies(
                        part.size(),
                        rejected(FailureKind.UNSUPPORTED, "Postbox has no " + kind + " here"))
                    : super.pushPart(part);
              }
            });
  }

  private static Subject connector(BiFunction<FieldMap, ReferenceHttp, Connector> maker) {
    return esp(
        new ReferenceEsp() {
          @Override
          Connector connector(FieldMap fields, ReferenceHttp http) {
            return maker.apply(fields, http);
          }
        });
  }

  private static Subject http(BiFunction<Settings, Surroundings, ReferenceHttp> maker) {
    return esp(
        new ReferenceEsp() {
          @Override
          ReferenceHttp http(Settings settings, Surroundings surroundings) {
            return maker.apply(settings, surroundings);
          }
        });
  }

  private static Subject esp(Esp esp) {
    return Reference.SUBJECT.by(esp);
  }

  private static final class OutcomesInTheOrderInWhichThePartsEnded extends ReferenceConnector {
    OutcomesInTheOrderInWhichThePartsEnded(FieldMap fields, ReferenceHttp http) {
      super(fields, http);
    }

    @Override
    public List<Outcome> push(List<Change> batch) {
      List<Outcome> outcomes = new ArrayList<>(super.push(batch));
      if (outcomes.size() > 55) {
        Collections.reverse(outcomes);
      }
      return outcomes;
    }
  }

  private static final class EventsWithoutAnId extends ReferenceConnector {
    EventsWithoutAnId(FieldMap fields, ReferenceHttp http) {
      super(fields, http);
    }

    @Override
    JsonObject event(Change.Track track) {
      JsonObject event = super.event(track);
      event.remove("id");
      return event;
    }
  }

  private static final class OneBadRowSinksAll extends ReferenceConnector {
    OneBadRowSinksAll(FieldMap fields, ReferenceHttp http) {
      super(fields, http);
    }

    @Override
    List<Outcome> pushPart(List<Change> part) {
      if (part.get(0).kind() == Change.Kind.UPSERT) {
        for (Change change : part) {
          if (((Change.Upsert) change).values().containsKey("nowhere")) {
            Outcome all = rejected(FailureKind.INVALID, "there is no field for 'nowhere'");
            return Collections.nCopies(part.size(), all);
          }
        }
      }
      return super.pushPart(part);
    }
  }

  private static final class NeverWaitsAsTold extends ReferenceHttp {
    NeverWaitsAsTold(Settings settings, Surroundings surroundings) {
      super(settings, surroundings);
    }

    @Override
    Duration retryAfter(HttpResponse<String> answer, int attempt) {
      return Duration.ofMillis(100);
    }
  }

  private static final class GivesUpAtTheFirstServerError extends ReferenceHttp {
    GivesUpAtTheFirstServerError(Settings settings, Surroundings surroundings) {
      super(settings, surroundings);
    }

    @Override
    boolean repeatsServerError(boolean repeatable) {
      return false;
    }
  }

  private static final class TriesForEver extends ReferenceHttp {
    TriesForEver(Settings settings, Surroundings surroundings) {
      super(settings, surroundings);
    }

    @Override
    int attempts() {
      return 200;
    }
  }

  private static final class TakesARefusedSecretForAnything extends ReferenceHttp {
    TakesARefusedSecretForAnything(Settings settings, Surroundings surroundings) {
      super(settings, surroundings);
    }

    @Override
    EspException refusedSecret() {
      return failed(FailureKind.INVALID, "Postbox answered 401", "");
    }
  }

  private static final class ShowsTheWholePage extends ReferenceHttp {
    ShowsTheWholePage(Settings settings, Surroundings surroundings) {
      super(settings, surroundings);
    }

    @Override
    EspException unreadable(int status, String body) {
      return status >= 500
          ? super.unreadable(status, body)
          : failed(FailureKind.PROTOCOL, "Postbox answered " + status + ": " + body, "");
    }
  }

  private static final class RepeatsWhatMayHaveHappened extends ReferenceHttp {
    RepeatsWhatMayHaveHappened(Settings settings, Surroundings surroundings) {
      super(settings, surroundings);
    }

    @Override
    boolean repeatsLostAnswer(boolean repeatable) {
      return true;
    }
  }

  private static final class TakesAnyBatchAsItComes extends ReferenceConnector {
    TakesAnyBatchAsItComes(FieldMap fields, ReferenceHttp http) {
      super(fields, http);
    }

    @Override
    List<List<Change>> parts(List<Change> batch) {
      int most = limits().batch(batch.get(0).kind());
      return List.of(batch.subList(0, Math.min(most, batch.size())));
    }
  }

  private static final class NamesThePersonInAMessage extends ReferenceConnector {
    NamesThePersonInAMessage(FieldMap fields, ReferenceHttp http) {
      super(fields, http);
    }

    @Override
    List<Outcome> pushPart(List<Change> part) {
      List<Outcome> outcomes = new ArrayList<>(super.pushPart(part));
      for (int i = 0; i < part.size(); i++) {
        if (outcomes.get(i) instanceof Outcome.Rejected rejected
            && part.get(i) instanceof Change.Upsert upsert) {
          Failure failure = rejected.failure();
          outcomes.set(
              i, rejected(failure.kind(), failure.message() + ", for " + upsert.email().address()));
        }
      }
      return outcomes;
    }
  }

  private static final class UpsertsConsentToo extends ReferenceConnector {
    UpsertsConsentToo(FieldMap fields, ReferenceHttp http) {
      super(fields, http);
    }

    @Override
    JsonObject row(Change.Upsert upsert) {
      JsonObject row = super.row(upsert);
      if (upsert.consent().state() == Consent.State.SUBSCRIBED) {
        row.addProperty("consent", "subscribed");
      }
      return row;
    }
  }

  private static final class TakesFalseAndZeroForNothing extends ReferenceConnector {
    TakesFalseAndZeroForNothing(FieldMap fields, ReferenceHttp http) {
      super(fields, http);
    }

    @Override
    void put(JsonObject into, String name, Value value) {
      boolean falsy = value.equals(Value.flag(false)) || value.equals(Value.number(0));
      super.put(into, name, falsy ? Value.NOTHING : value);
    }
  }

  private static final class ErasesThePersonOnly extends ReferenceConnector {
    ErasesThePersonOnly(FieldMap fields, ReferenceHttp http) {
      super(fields, http);
    }

    @Override
    void eraseEvents(String email) {
      // Somebody else's table.
    }
  }

  private static final class LosesALastPageOfOne extends ReferenceConnector {
    LosesALastPageOfOne(FieldMap fields, ReferenceHttp http) {
      super(fields, http);
    }

    @Override
    Optional<Cursor> next(Cursor from, JsonObject page) {
      Optional<Cursor> next = super.next(from, page);
      boolean first = from.position().isEmpty();
      return next.filter(cursor -> !first || read(cursor).items().size() > 1);
    }
  }

  private static final class RemembersItsJobsItself extends ReferenceConnector {
    private final Map<String, Integer> mine = new HashMap<>();

    RemembersItsJobsItself(FieldMap fields, ReferenceHttp http) {
      super(fields, http);
    }

    @Override
    List<Outcome> pushPart(List<Change> part) {
      List<Outcome> outcomes = super.pushPart(part);
      for (Outcome outcome : outcomes) {
        if (outcome instanceof Outcome.Pending pending) {
          mine.merge(pending.job().handle(), 1, Integer::sum);
        }
      }
      return outcomes;
    }

    @Override
    public List<Outcome> poll(Job job, List<Change> rows) {
      if (job.handle().startsWith("import:") && mine.isEmpty()) {
        throw unknownJob();
      }
      return super.poll(job, rows);
    }
  }

  private static final class TakesAnyJobForDone extends ReferenceConnector {
    TakesAnyJobForDone(FieldMap fields, ReferenceHttp http) {
      super(fields, http);
    }

    @Override
    public List<Outcome> poll(Job job, List<Change> rows) {
      return job.handle().matches("import:[0-9a-f]{12}")
          ? super.poll(job, rows)
          : Collections.nCopies(rows.size(), Outcome.APPLIED);
    }
  }

  private static final class AllAtOnce extends ReferenceHttp {
    AllAtOnce(Settings settings, Surroundings surroundings) {
      super(settings, surroundings);
    }

    @Override
    void enter() {
      // Nobody counts.
    }

    @Override
    void leave() {
      // Nobody counts.
    }
  }

  private static final class OneCharOneCharacter extends ReferenceConnector {
    OneCharOneCharacter(FieldMap fields, ReferenceHttp http) {
      super(fields, http);
    }

    @Override
    void put(JsonObject into, String name, Value value) {
      super.put(
          into,
          name,
          value instanceof Value.Text text
              ? Value.text(text.text().replaceAll("[\\x{10000}-\\x{10FFFF}]", "?"))
              : value);
    }
  }

  private static final class ClosesOnce extends ReferenceConnector {
    private boolean closed;

    ClosesOnce(FieldMap fields, ReferenceHttp http) {
      super(fields, http);
    }

    @Override
    public void close() {
      if (closed) {
        throw new IllegalStateException("closed already");
      }
      closed = true;
    }
  }

  private static final class PublishesNothingAndSaysDone extends ReferenceConnector {
    PublishesNothingAndSaysDone(FieldMap fields, ReferenceHttp http) {
      super(fields, http);
    }

    @Override
    Outcome publish(io.espalier.spi.Content content) {
      return Outcome.APPLIED;
    }
  }

  private static final class ReadsOnePageOfErrors extends ReferenceConnector {
    ReadsOnePageOfErrors(FieldMap fields, ReferenceHttp http) {
      super(fields, http);
    }

    @Override
    List<JsonObject> errors(String job) {
      List<JsonObject> errors = super.errors(job);
      return errors.subList(0, Math.min(errors.size(), PostboxApi.ERRORS));
    }
  }

  private static final class ReportsRemovalsItNeverSent extends ReferenceConnector {
    ReportsRemovalsItNeverSent(FieldMap fields, ReferenceHttp http) {
      super(fields, http);
    }

    @Override
    boolean sends(boolean in, int from) {
      return in || from != 300;
    }
  }

  private static final class SeesOnePageOfGroups extends ReferenceConnector {
    SeesOnePageOfGroups(FieldMap fields, ReferenceHttp http) {
      super(fields, http);
    }

    @Override
    List<JsonObject> heldGroups() {
      List<JsonObject> groups = super.heldGroups();
      return groups.subList(0, Math.min(groups.size(), PostboxApi.GROUPS));
    }
  }

  private static final class DropsTheSecondOfTwoNames extends ReferenceEsp {
    @Override
    public FieldMap map(Collection<Attribute> attributes, Collection<Issue> issues) {
      FieldMap map = new FieldMap();
      Map<String, Attribute> first = new LinkedHashMap<>();
      attributes.forEach(a -> first.putIfAbsent(a.name().replace('.', '_'), a));
      first.forEach((name, attribute) -> map.put(attribute, name));
      return map;
    }
  }

  private static final class RemembersHowAnAddressWasWritten extends ReferenceConnector {
    RemembersHowAnAddressWasWritten(FieldMap fields, ReferenceHttp http) {
      super(fields, http);
    }

    @Override
    String spelling(Change change) {
      return super.spelling(change).replaceFirst("^ada\\.lovelace", "Ada.LOVELACE");
    }
  }

  private static final class FindsSegmentsByName extends ReferenceConnector {
    FindsSegmentsByName(FieldMap fields, ReferenceHttp http) {
      super(fields, http);
    }

    @Override
    Optional<JsonObject> find(List<JsonObject> held, Change.DefineSegment wanted) {
      for (JsonObject group : held) {
        JsonElement name = group.get("name");
        if (name.getAsString().equals(wanted.segment().name())) {
          return Optional.of(group);
        }
      }
      return Optional.empty();
    }
  }

  private static final class WidensUnseen extends ReferenceConnector {
    WidensUnseen(FieldMap fields, ReferenceHttp http) {
      super(fields, http);
    }

    @Override
    boolean isNewer(Consent wanted, JsonObject held) {
      return true;
    }
  }
}
