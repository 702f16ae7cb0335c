package io.espalier.sync.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.espalier.sync.shop.Shop;
import io.espalier.sync.source.Rejects;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** A million rows; prints what joining them took. */
class IdentityLongTest {
  @Test
  @EnabledIfSystemProperty(named = "espalier.long", matches = "true")
  void aMillionRowsAreSevenHundredThousandPeople(@TempDir Path dir) {
    Shop shop =
        Shop.empty(dir)
            .with(
                "espalier.yaml",
                """
                project: million
                sources: {one: {kind: csv, path: one.csv}}
                models:
                  crm: select range as id, 'p' || range || '@example.net' as email, '+49' || (1000000 + range) as phone, 'C' || (range % 50) as city from range(0, 600000), one
                  shop: select range as id, case when range % 4 <> 0 then 'P' || range || '@EXAMPLE.net' else 's' || range || '@example.net' end as email, case when range % 4 = 1 then '+99' || range else '0049' || (1000000 + range) end as phone, 'Oslo' as city from range(300000, 700000), one
                connections: {}
                """)
            .with("one.csv", "a\n1\n")
            .with(
                "profile.yaml",
                """
                identity:
                  from: {crm: {key: id}, shop: {key: id}}
                  identifiers: {email: {limit: 5}, phone: {limit: 5}}
                profile:
                  from: identity
                  key: key
                  identities: {email: email}
                  attributes:
                    city: {type: text, purposes: [marketing]}
                """);
    try (Engine engine = Engine.inMemory(2048);
        Rejects rejects = new Rejects(Optional.empty())) {
      long start = System.nanoTime();
      Population people =
          Population.load(shop.project(), engine, rejects, Instant.EPOCH, List.of(), true);
      System.out.printf(
          "identity: 1,000,000 rows, %,d people in %.1f s, their reading included%n",
          people.profiles(), (System.nanoTime() - start) / 1e9);
      assertEquals(700_000, people.profiles());
    }
  }
}
