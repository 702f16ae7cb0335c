package io.espalier.sync.drift;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.espalier.model.Segment;
import io.espalier.model.Value;
import io.espalier.spi.Connector;
import io.espalier.spi.Cursor;
import io.espalier.spi.Page;
import io.espalier.spi.RemoteProfile;
import io.espalier.sync.store.Engine;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What an ESP holds now, read by pages into tables, each person under the key that is ours. */
final class Actual {
  /** {@code key, email, fields, consent}: people whom the ledger knows. */
  static final String PEOPLE = "es_actual_person";

  /**
   * {@code segment, key, email, ours}: of strangers the key is the one that they have there, or the
   * address.
   */
  static final String MEMBERS = "es_actual_member";

  private static final String READ = "es_actual_read";
  private static final String READ_MEMBERS = "es_actual_read_member";
  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  /** As the ledger writes a time. */
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private final Engine engine;
  private final Connector connector;
  private final String account;

  Actual(Engine engine, Connector connector, String account) {
    this.engine = engine;
    this.connector = connector;
    this.account = account;
  }

  /**
   * Reads everybody, and the members of segments.
   *
   * @param segments under the names that they have there
   */
  void read(List<Segment> segments) {
    engine.run(
        "create or replace temp table "
            + READ
            + " (key varchar, email varchar, fields varchar, consent integer)");
    engine.run(
        "create or replace temp table "
            + READ_MEMBERS
            + " (segment varchar, key varchar, email varchar)");
    pages(Cursor.profiles(), this::people);
    for (Segment segment : segments) {
      pages(Cursor.members(segment), people -> members(segment.id(), people));
    }
    String who =
        " left join ledger_profile k on k.account = ? and k.key = a.key left join ledger_profile e on e.account = ? and e.email = a.email";
    engine.run(
        "create or replace temp table "
            + PEOPLE
            + " as select key, email, fields, consent from (select coalesce(k.key, e.key) as key, a.email, a.fields, a.consent, row_number() over (partition by coalesce(k.key, e.key) order by (a.email = coalesce(k.email, e.email)) desc, a.email) as n from (select distinct on (email) * from "
            + READ
            + ") a"
            + who
            + ") where n = 1 and key is not null",
        account,
        account);
    engine.run(
        "create or replace temp table "
            + MEMBERS
            + " as select a.segment, coalesce(k.key, e.key, a.key, a.email) as key, min(a.email) as email, bool_or(coalesce(k.key, e.key) is not null) as ours from "
            + READ_MEMBERS
            + " a"
            + who
            + " group by 1, 2",
        account,
        account);
  }

  long strangers() {
    return engine.number(
        "select count(distinct a.email) from "
            + READ
            + " a where not exists (select 1 from ledger_profile l where l.account = ? and (l.key = a.key or l.email = a.email))",
        account);
  }

  private interface Taker {
    void take(List<RemoteProfile> people);
  }

  private void pages(Cursor from, Taker taker) {
    Optional<Cursor> next = Optional.of(from);
    while (next.isPresent()) {
      Page<RemoteProfile> page = connector.read(next.get());
      taker.take(page.items());
      next = page.next();
    }
  }

  private void people(List<RemoteProfile> people) {
    engine.fill(
        READ,
        appender -> {
          for (RemoteProfile person : people) {
            appender.beginRow();
            if (person.key().isPresent()) {
              appender.append(person.key().get().value());
            } else {
              appender.appendNull();
            }
            appender.append(person.email().address());
            appender.append(fields(person.values()));
            if (person.consent().isPresent()) {
              appender.append(person.consent().get().ordinal());
            } else {
              appender.appendNull();
            }
            appender.endRow();
          }
        });
  }

  private void members(String segment, List<RemoteProfile> people) {
    engine.fill(
        READ_MEMBERS,
        appender -> {
          for (RemoteProfile person : people) {
            appender.beginRow();
            appender.append(segment);
            if (person.key().isPresent()) {
              appender.append(person.key().get().value());
            } else {
              appender.appendNull();
            }
            appender.append(person.email().address());
            appender.endRow();
          }
        });
  }

  private static String fields(Map<String, Value> values) {
    JsonObject fields = new JsonObject();
    new TreeMap<>(values)
        .forEach(
            (name, value) -> {
              String text = canonical(value);
              if (text != null) {
                fields.addProperty(name, text);
              }
            });
    return GSON.toJson(fields);
  }

  /** As the ledger writes a value; null for none. */
  private static @Nullable String canonical(Value value) {
    if (value instanceof Value.Number number) {
      BigDecimal decimal = number.number();
      return (decimal.scale() < Value.SCALE ? decimal.setScale(Value.SCALE) : decimal)
          .toPlainString();
    } else if (value instanceof Value.Moment moment) {
      Instant instant = moment.moment();
      return MICROS.format(instant);
    } else if (value instanceof Value.TextList list) {
      JsonArray items = new JsonArray();
      list.texts().forEach(items::add);
      return GSON.toJson(items);
    }
    return value.exists() ? value.plain() : null;
  }
}
