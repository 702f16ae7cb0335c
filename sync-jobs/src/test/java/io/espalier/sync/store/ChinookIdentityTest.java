package io.espalier.sync.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.espalier.sync.shop.Shop;
import io.espalier.sync.source.Rejects;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The 59 customers of Chinook, and 20 rows of a second shop whose overlaps are planted. */
class ChinookIdentityTest {
  private static final Path CHINOOK =
      Path.of("../../shared/data/chinook/Chinook_Sqlite.sqlite").toAbsolutePath().normalize();

  /**
   * 8 with their address in capitals, 5 with another address and the phone written otherwise, 3
   * with both changed who gave their number: 16 known ones. 2 who share a street with somebody, 2
   * whom nobody knows: 4 new ones.
   */
  private static final String SECOND =
      """
      select 'w' || CustomerId as id, null as user_id, upper(Email) as email, null as phone, Address as street from Customer where CustomerId between 1 and 8
      union all select 'w' || CustomerId, null, 'new' || CustomerId || '@example.net', replace(replace(replace(Phone, '+', '00'), ' ', ''), '-', '.'), Address from Customer where CustomerId between 9 and 13
      union all select 'w' || CustomerId, CustomerId, 'new' || CustomerId || '@example.net', '0', Address from Customer where CustomerId between 14 and 16
      union all select 'w' || CustomerId, null, 'flatmate' || CustomerId || '@example.net', null, Address from Customer where CustomerId between 17 and 18
      union all select 'w' || CustomerId, null, 'stranger' || CustomerId || '@example.net', '+1 555 0' || CustomerId, 'Elsewhere' from Customer where CustomerId between 19 and 20
      """;

  @Test
  void seventyNineRowsAreSixtyThreePeople(@TempDir Path dir) {
    Assumptions.assumeTrue(
        Files.isRegularFile(CHINOOK), "Chinook does not lie beside the project: skipped");
    String url = "\"jdbc:sqlite:" + CHINOOK + "\"";
    Shop shop =
        Shop.empty(dir)
            .with(
                "espalier.yaml",
                "project: music\nsources:\n  crm: {kind: jdbc, url: "
                    + url
                    + ", table: Customer}\n  web:\n    kind: jdbc\n    url: "
                    + url
                    + "\n    query: |\n"
                    + SECOND.indent(6)
                    + "connections: {}\n")
            .with(
                "profile.yaml",
                """
                identity:
                  from:
                    crm: {key: CustomerId, columns: {user_id: CustomerId, street: Address}}
                    web: {key: id}
                  identifiers:
                    user_id: {limit: 1}
                    email: {limit: 5}
                    phone: {limit: 5}
                profile:
                  from: identity
                  key: key
                  identities: {email: email}
                  attributes:
                    street: {type: text, purposes: [marketing]}
                """);
    try (Engine engine = Engine.inMemory(256);
        Rejects rejects = new Rejects(Optional.empty())) {
      Population people =
          Population.load(shop.project(), engine, rejects, Instant.EPOCH, List.of(), true);

      assertEquals(79, engine.number("select count(*) from identity_keys"));
      assertEquals(63, people.profiles());
      assertEquals(
          List.of("web:w17", "web:w18", "web:w19", "web:w20"),
          engine.list(
              "select key from es_profile where key like 'web:%' order by key",
              row -> row.getString(1)));
      assertEquals(
          16,
          engine.number(
              "select count(*) from identity_keys where source = 'web' and profile = key[2:]"));
    }
  }
}
