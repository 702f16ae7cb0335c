package io.espalier.sync.store;

import io.espalier.model.Consent;
import io.espalier.model.EmailAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Erasures that were asked for, and how far each has come. The person is a keyed hash; the address
 * is kept only until every ESP has proved that it holds nothing more.
 */
public final class Erasures {
  static final List<String> TABLES =
      List.of(
          "create table erasure (id varchar, person varchar, asked_at timestamp, done_at timestamp)",
          "create table erasure_target (id varchar, account varchar, key varchar, email varchar, outcome varchar, reason varchar, answered_at timestamp)");

  /** Tables that name people by hashes, or that must outlive the rest. */
  private static final Set<String> KEPT = Set.of("consent_statement", "erasure", "erasure_target");

  /** How the tables begin that keep rows of a source as they are. */
  private static final String SOURCE_ROWS = "es_kept_";

  /** Of rows that could not be used, where each stands in its source. */
  private static final String REJECTED = "es_people_rejects";

  private Erasures() {}

  /** What one account has still to forget, or has forgotten. */
  public record Target(String id, String account, String key, String email) {}

  /** What one account answered; empty for nothing yet. */
  public record Answer(String account, String outcome, String reason, Optional<Instant> at) {}

  /**
   * Makes the tombstone, notes what each account must forget, and forgets it here; all or nothing.
   *
   * @param person an address, or a key
   * @param accounts that are connected; those that the ledger knows the person in are added
   * @return the erasure's id; empty where nobody here is known by that key
   */
  public static Optional<String> begin(
      Engine engine, String person, Set<String> accounts, Instant now) {
    Map<String, String> emails = known(engine, person);
    if (emails.isEmpty()) {
      Optional<EmailAddress> address = EmailAddress.of(person);
      if (address.isEmpty()) {
        return Optional.empty();
      }
      // Somebody may ask who is not known yet, and shall not become known.
      emails.put("", address.get().address());
    }
    String id =
        "e"
            + ValueColumns.stored(now).toString().replaceAll("[^0-9]", "")
            + "-"
            + engine.number("select count(*) from erasure");
    engine.atomically(
        () -> {
          emails.forEach(
              (key, email) -> {
                Set<String> all = new LinkedHashSet<>(accounts);
                all.addAll(
                    engine.list(
                        "select distinct account from ledger_profile where key = ? or email = ?",
                        row -> row.getString(1),
                        key,
                        email));
                ConsentLedger.state(
                    engine, email, key, Consent.State.ERASED, "erasure", id, now, now);
                engine.run(
                    "insert into erasure select ?, es_person(?), ?, null",
                    id,
                    email,
                    ValueColumns.stored(now));
                for (String account : all) {
                  engine.run(
                      "insert into erasure_target values (?, ?, ?, ?, null, null, null)",
                      id,
                      account,
                      key,
                      email);
                }
                forget(engine, key, email);
              });
        });
    return Optional.of(id);
  }

  /** Key → address, of all that are known by this key or address. */
  private static Map<String, String> known(Engine engine, String person) {
    String address = EmailAddress.of(person).map(EmailAddress::address).orElse(person);
    Map<String, String> emails = new LinkedHashMap<>();
    engine.each(
        "select key, email from consent_heard where key = ? or email = ? union select key, email from ledger_profile where key = ? or email = ? union select key, email from erasure_target where email <> '' and (key = ? or email = ?)",
        row -> emails.put(row.getString(1), row.getString(2)),
        person,
        address,
        person,
        address,
        person,
        address);
    return emails;
  }

  /** Takes a person out of every table that names one, whoever made it. */
  private static void forget(Engine engine, String key, String email) {
    forgetKeptSources(engine, key, email);
    for (TextColumn column : columns(engine)) {
      String name = Engine.quote(column.name());
      String from = "delete from " + Engine.quote(column.table()) + " where ";
      if (column.isKey()) {
        engine.run(from + name + " = ?", key);
      } else {
        engine.run(from + "contains(lower(" + name + "), ?)", email);
        if (column.table().equals(REJECTED)) {
          engine.run(from + name + " = ?", "key " + key);
        }
      }
    }
    // What was said of consent stays; a proof that names the person does not.
    engine.run(
        "update consent_statement set evidence = '' where state <> ? and (person = es_person(?) or profile = es_profile_of(?)) and (contains(lower(evidence), ?) or (? <> '' and contains(evidence, ?)))",
        Consent.State.ERASED.ordinal(),
        email,
        key,
        email,
        key,
        key);
  }

  private record TextColumn(String table, String name) {
    boolean isKey() {
      return name.equals("key") || name.equals("profile");
    }
  }

  /** Every column of text that may name a person. */
  private static List<TextColumn> columns(Engine engine) {
    return engine
        .list(
            "select c.table_name, c.column_name from information_schema.columns c join information_schema.tables t using (table_catalog, table_schema, table_name) where c.table_catalog = current_database() and t.table_type = 'BASE TABLE' and c.data_type = 'VARCHAR'",
            row -> new TextColumn(row.getString(1), row.getString(2)))
        .stream()
        .filter(column -> !KEPT.contains(column.table()))
        .toList();
  }

  /**
   * The kept rows of a source have names of its own for key and address: a source in which either
   * stands is forgotten as a whole, and the next run reads what it then holds. Rows taken out one
   * by one would be missed where their key is another's number, and nobody would read them again.
   */
  private static void forgetKeptSources(Engine engine, String key, String email) {
    Map<String, List<String>> named = new LinkedHashMap<>();
    for (TextColumn column : columns(engine)) {
      if (column.table().startsWith(SOURCE_ROWS)) {
        String name = Engine.quote(column.name());
        named
            .computeIfAbsent(column.table(), any -> new ArrayList<>())
            .add(
                "contains(lower("
                    + name
                    + "), "
                    + Engine.literal(email)
                    + ") or "
                    + name
                    + " = "
                    + Engine.literal(key));
      }
    }
    List<String> marks =
        engine.list(
            "select table_name from information_schema.tables where table_catalog = current_database() and table_name = 'es_source_marks'",
            row -> row.getString(1));
    named.forEach(
        (table, conditions) -> {
          String any = String.join(" or ", conditions);
          if (engine.number("select count(*) from " + Engine.quote(table) + " where " + any) > 0) {
            engine.run("drop table " + Engine.quote(table));
            marks.forEach(
                mark ->
                    engine.run(
                        "delete from " + mark + " where source = ?",
                        table.substring(SOURCE_ROWS.length())));
          }
        });
  }

  /** What an account has not proved yet. */
  public static List<Target> open(Engine engine, String account) {
    return engine.list(
        "select id, account, key, email from erasure_target where account = ? and outcome is distinct from 'APPLIED' order by id, key",
        row -> new Target(row.getString(1), row.getString(2), row.getString(3), row.getString(4)),
        account);
  }

  public static void answered(
      Engine engine, Target target, String outcome, String reason, Instant at) {
    engine.run(
        "update erasure_target set outcome = ?, reason = ?, answered_at = ? where id = ? and account = ? and key = ?",
        outcome,
        reason,
        ValueColumns.stored(at),
        target.id(),
        target.account(),
        target.key());
  }

  public static List<Answer> answers(Engine engine, String id) {
    return engine.list(
        "select account, coalesce(outcome, ''), coalesce(reason, ''), answered_at from erasure_target where id = ? order by account",
        row ->
            new Answer(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                Optional.ofNullable(row.getTimestamp(4)).map(ValueColumns::utc)),
        id);
  }

  /** Ends the erasures whose accounts have all proved it: the last clear address goes. */
  public static void endAll(Engine engine, Instant now) {
    String proved =
        "not exists (select 1 from erasure_target t where t.id = erasure.id and t.outcome is distinct from 'APPLIED')";
    engine.run(
        "update erasure set done_at = ? where done_at is null and " + proved,
        ValueColumns.stored(now));
    engine.run(
        "update erasure_target set key = '', email = '' where email <> '' and id in (select id from erasure where done_at is not null)");
  }

  public static boolean isDone(Engine engine, String id) {
    return engine.number("select count(*) from erasure where id = ? and done_at is null", id) == 0;
  }

  /** The keyed hash by which the erased person is remembered. */
  public static String hash(Engine engine, String id) {
    return engine
        .first("select person from erasure where id = ?", row -> row.getString(1), id)
        .orElse("");
  }

  /**
   * Takes the erased out of the loaded people, whatever a source or an import says: they are not
   * even remembered as withheld.
   */
  public static void keepOut(Engine engine, String profiles) {
    if (engine.number("select count(*) from erasure") == 0) {
      return;
    }
    // Who is known already was not erased since.
    engine.run(
        "delete from "
            + profiles
            + " where key in (select n.key from (select key, es_person(email) as person, es_profile_of(key) as profile from (select p.key, p.email from "
            + profiles
            + " p left join consent_heard h on h.key = p.key and h.email = p.email where h.key is null)) n where exists (select 1 from consent_statement c where c.state = "
            + Consent.State.ERASED.ordinal()
            + " and (c.person = n.person or c.profile = n.profile)))");
  }

  /** The folders of the state whose files may name people. */
  static final List<String> FOLDERS = List.of("rejects", "live", "exports", "dead", "errors");

  /**
   * Takes the lines that name the person out of the text files of the state folder: rejects,
   * answers, letters. A file that is about the person, or cannot be read by lines, goes as a whole.
   */
  public static void forgetInFiles(Path state, String key, String email) {
    for (Path file : files(state)) {
      try {
        boolean lines = file.getFileName().toString().endsWith(".jsonl");
        List<String> all = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        List<String> left = all.stream().filter(line -> !names(line, key, email)).toList();
        if (left.size() < all.size() && lines) {
          Files.write(file, left, StandardCharsets.ISO_8859_1);
        } else if (left.size() < all.size()) {
          Files.delete(file);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** The files of the state that may name people, but for the store itself. */
  public static List<Path> files(Path state) {
    List<Path> all = new ArrayList<>();
    for (String folder : FOLDERS) {
      Path dir = state.resolve(folder);
      if (Files.isDirectory(dir)) {
        try (Stream<Path> files = Files.walk(dir)) {
          files.filter(Files::isRegularFile).forEach(all::add);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    return all;
  }

  /** Whether a line of a file names the person; read as Latin-1, so that any file has lines. */
  public static boolean names(String line, String key, String email) {
    String bytes = new String(email.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    String ours = new String(key.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    return (!email.isEmpty()
            && line.toLowerCase(Locale.ROOT).contains(bytes.toLowerCase(Locale.ROOT)))
        || (!key.isEmpty()
            && (line.contains('"' + ours + '"') || line.contains("key " + ours + '"')));
  }

  /** The people of an erasure that is not ended. */
  public static List<Target> people(Engine engine, String id) {
    return engine.list(
        "select distinct id, '', key, email from erasure_target where id = ?",
        row -> new Target(row.getString(1), "", row.getString(3), row.getString(4)),
        id);
  }
}
