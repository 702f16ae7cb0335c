package io.espalier.sync.store;

import io.espalier.spi.Content;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What was published where, each time; the last line of an account and key is what is there. */
public final class Publications {
  static final List<String> TABLES =
      List.of(
          "create sequence ledger_publication_id",
          "create table ledger_publication (id bigint, account varchar, key varchar, version varchar, held varchar, name varchar, shape varchar, subject varchar, html varchar, text varchar, amp varchar, reference varchar, published_at timestamp)");

  private final Engine engine;
  private final String account;

  /**
   * @param account as the ledger knows it
   */
  public Publications(Engine engine, String account) {
    this.engine = engine;
    this.account = account;
  }

  /**
   * One publication.
   *
   * @param held the version of what the ESP gave back right after: it may write a text differently
   * @param reference what the ESP answered with
   */
  public record Publication(
      long id, Content content, String held, String reference, Instant publishedAt) {}

  public void add(Content content, String held, String reference, Instant now) {
    engine.run(
        "insert into ledger_publication values (nextval('ledger_publication_id'), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        account,
        content.key(),
        content.version(),
        held,
        content.name(),
        content.shape().name(),
        content.subject(),
        content.html(),
        content.text(),
        content.amp(),
        reference,
        ValueColumns.stored(now));
  }

  /** What is there, as far as we know. */
  public Optional<Publication> last(String key) {
    return of(key).stream().findFirst();
  }

  /** All of a key, the newest first. */
  public List<Publication> of(String key) {
    return engine.list(
        "select id, key, name, shape, subject, html, text, amp, held, reference, published_at from ledger_publication where account = ? and key = ? order by id desc",
        row ->
            new Publication(
                row.getLong(1),
                new Content(
                    row.getString(2),
                    row.getString(3),
                    Content.Shape.valueOf(row.getString(4)),
                    row.getString(5),
                    row.getString(6),
                    row.getString(7),
                    row.getString(8)),
                row.getString(9),
                row.getString(10),
                ValueColumns.utc(row.getTimestamp(11))),
        account,
        key);
  }
}
