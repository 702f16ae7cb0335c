package io.espalier.sync.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.espalier.model.Consent;
import io.espalier.rule.Origin;
import io.espalier.rule.RuleParser;
import io.espalier.sync.project.Project;
import io.espalier.sync.project.WrongInput;
import io.espalier.sync.shop.Shop;
import io.espalier.sync.source.Rejects;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several tables, one person. */
class IdentityTest {
  static final String PROFILE =
      """
      identity:
        from:
          crm: {key: Id, columns: {email: Email, phone: Phone, country: Country}}
          shop: {key: no}
        identifiers:
          user_id: {limit: 1}
          email: {limit: 5}
          phone: {limit: 5, block: ["555.*"]}
          device: {limit: 5}
        prefer: {phone: [shop, crm]}
      profile:
        from: identity
        key: key
        identities: {email: email}
        consent:
          email: {state: {column: opt_in}, at: {column: opt_in_at}, source: here, evidence: {column: proof}}
        attributes:
          country: {type: text, purposes: [marketing]}
          phone: {type: text, purposes: [marketing]}
      """;

  private static final String CRM =
      "Id,user_id,Email,Phone,Country,device,opt_in,opt_in_at,proof\n";
  private static final String SHOP =
      "no,user_id,email,phone,country,device,opt_in,opt_in_at,proof\n";

  @TempDir Path dir;

  private Shop shop(String crm, String shop) {
    return Shop.empty(dir)
        .with(
            "espalier.yaml",
            "project: two\nsources:\n  crm: {kind: csv, path: crm.csv}\n  shop: {kind: csv, path: shop.csv}\nconnections: {}\n")
        .with("profile.yaml", PROFILE)
        .with("crm.csv", CRM + crm)
        .with("shop.csv", SHOP + shop);
  }

  /** Key, address, country, phone and consent of each person. */
  private static List<String> people(Project project) {
    try (Engine engine = Engine.inMemory(256);
        Rejects rejects = new Rejects(Optional.empty())) {
      Population.load(project, engine, rejects, Instant.EPOCH, List.of(), true);
      return engine.list(
          "select concat_ws('|', key, email, coalesce(a_country, '-'), coalesce(a_phone, '-'), consent_state) from es_profile order by key",
          row -> row.getString(1));
    }
  }

  @Test
  void oneIdentifierIsEnoughAndEachColumnIsFromTheMostTrustedRow() {
    Shop shop =
        shop(
            """
            7,,Ada@Example.net,0049 170 1,,,subscribed,2024-01-01T00:00:00Z,form
            8,,bob@example.net,,Spain,,subscribed,2024-01-01T00:00:00Z,form
            """,
            """
            1,,ada@example.net,+49 (170) 1,France,,,,
            2,,new@example.net,(0049) 170-1,Italy,,,,
            3,,cleo@example.net,,France,,subscribed,2024-01-01T00:00:00Z,form
            """);

    assertEquals(
        List.of(
            "7|ada@example.net|France|+49 (170) 1|1",
            "8|bob@example.net|Spain|-|1",
            "shop:3|cleo@example.net|France|-|1"),
        people(shop.project()));
  }

  @Test
  void aSharedDeviceJoinsNobody() {
    StringBuilder rows = new StringBuilder();
    for (int i = 1; i <= 50; i++) {
      rows.append(i + ",u" + i + ",p" + i + "@example.net,,,ipad,,,\n");
    }

    assertEquals(
        50,
        people(
                    shop("", rows.toString())
                        .with("crm.csv", CRM + "99,,z@example.net,,,,,,\n")
                        .project())
                .size()
            - 1);
  }

  @Test
  void valuesThatSayNothingJoinNobody() {
    assertEquals(
        List.of(
            "1|a@example.net|-|000-000|0",
            "2|b@example.net|-|000-000|0",
            "shop:1|c@example.net|-|555123|0",
            "shop:2|d@example.net|-|555123|0"),
        people(
            shop(
                    "1,anonymous,a@example.net,000-000,,null,,,\n2,Anonymous,b@example.net,000-000,,null,,,\n",
                    "1,-1,c@example.net,555123,,N/A,,,\n2,-1,d@example.net,555123,,n/a,,,\n")
                .project()));
  }

  @Test
  void whoOptedOutAnywhereIsOut() {
    assertEquals(
        List.of("1|a@example.net|-|1700|" + Consent.State.UNSUBSCRIBED.ordinal()),
        people(
            shop(
                    "1,,a@example.net,1700,,,subscribed,2024-02-01T00:00:00Z,form\n",
                    "1,,b@example.net,1700,,,unsubscribed,2023-01-01T00:00:00Z,link\n")
                .project()));
  }

  @Test
  void whoSubscribedWithAnotherAddressDidNotWithThisOne() {
    assertEquals(
        List.of("1|a@example.net|-|1700|0"),
        people(
            shop(
                    "1,,a@example.net,1700,,,,,\n",
                    "1,,b@example.net,1700,,,subscribed,2024-01-01T00:00:00Z,form\n")
                .project()));
  }

  @Test
  void aWordWithoutAMeaningIsSeenWhateverTheOtherRowsSay() {
    Project project =
        shop(
                "1,,a@example.net,1700,,,subscribed,2024-02-01T00:00:00Z,form\n",
                "1,,a@example.net,,,,vielleicht,,\n")
            .project();

    WrongInput wrong = assertThrows(WrongInput.class, () -> people(project));
    assertEquals(
        "the consent column 'opt_in' holds words without a meaning: 'vielleicht' (1 rows)",
        wrong.issues().get(0).message());
  }

  @Test
  void whatIsSplitStaysApart() {
    Shop shop = shop("1,,a@example.net,1700,,,,,\n", "1,,b@example.net,1700,,,,,\n");
    assertEquals(1, people(shop.project()).size());

    shop.with("identity-splits.yaml", "splits:\n  - {apart: [\"crm:1\", \"shop:1\"]}\n");

    assertEquals(
        List.of("1|a@example.net|-|1700|0", "shop:1|b@example.net|-|1700|0"),
        people(shop.project()));
  }

  @Test
  void anyOrderOfTheRowsGivesTheSamePeople() {
    Random random = new Random(3);
    List<String> crm = new ArrayList<>();
    List<String> shop = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      String row =
          ",u%d,p%d@example.net,%d,C%d,d%d,,,"
              .formatted(
                  random.nextInt(40),
                  random.nextInt(40),
                  1000 + random.nextInt(40),
                  i,
                  random.nextInt(20));
      crm.add(i + row);
      shop.add(i + row.replace("u", random.nextBoolean() ? "u" : "v"));
    }
    List<String> expected = people(shop(String.join("\n", crm), String.join("\n", shop)).project());
    for (int i = 0; i < 5; i++) {
      Collections.shuffle(crm, random);
      Collections.shuffle(shop, random);
      assertEquals(
          expected, people(shop(String.join("\n", crm), String.join("\n", shop)).project()));
    }
  }

  @Test
  void theExplanationNamesRowsIdentifiersLimitsAndOrigins() {
    Project project =
        shop(
                "7,u7,ada@example.net,,France,ipad,,,\n8,u8,bob@example.net,,,ipad,,,\n",
                "1,,ADA@example.net,4917,,,,,\n")
            .project();
    try (Engine engine = Engine.inMemory(256);
        Rejects rejects = new Rejects(Optional.empty())) {
      Population.load(project, engine, rejects, Instant.EPOCH, List.of(), true);
      IdentityExplanation explanation =
          new IdentityExplanation(project.profile().identity().orElseThrow(), project, engine);
      IdentityExplanation.Person person = explanation.person("shop:1").orElseThrow();

      assertEquals("7", person.key());
      assertEquals(List.of("crm:7", "shop:1"), person.rows());
      assertEquals(
          List.of(
              new IdentityExplanation.Link(
                  "email",
                  io.espalier.model.EmailAddress.mask("ada@example.net"),
                  List.of("crm:7", "shop:1"))),
          person.links());
      assertEquals(
          List.of(
              new IdentityExplanation.NotJoined(
                  "device", "ipad", 2, "one person would have more than 1 user_id")),
          person.notJoined());
      assertEquals("crm:7", person.origins().get("country"));
      assertEquals("shop:1", person.origins().get("phone"));
      assertEquals(Optional.of(person), explanation.person("ada@example.net"));
    }
  }

  @Test
  void mistakesAreToldAtTheirPlaces() {
    Shop shop =
        shop("", "")
            .edit("profile.yaml", "shop: {key: no}", "shp: {key: no}")
            .edit("profile.yaml", "email: {limit: 5}", "email: {limit: 0, as: mail}")
            .edit("profile.yaml", "555.*", "(")
            .with("identity-splits.yaml", "splits:\n  - {apart: [crm:1]}\n");

    assertEquals(
        List.of(
            "there is no model or source 'shp'",
            "'limit' must be at least 1",
            "unknown kind 'mail'",
            "'(' is no regular expression: Unclosed group",
            "'from' has no 'shop'",
            "'apart' must be two rows"),
        shop.read().issues().stream().map(i -> i.message()).toList());
  }

  private static final String EVENTS =
      """
      events:
        visit:
          from: visits
          id: id
          profile: who
          time: at
      """;

  private Shop visited(String events) {
    return shop(
            """
            7,,ada@example.net,,,,subscribed,2024-01-01T00:00:00Z,form
            8,,ada@example.net,,,,subscribed,2024-01-01T00:00:00Z,form
            """,
            """
            7,,bob@example.net,,,,subscribed,2024-01-01T00:00:00Z,form
            9,,ada@example.net,,,,subscribed,2024-01-01T00:00:00Z,form
            """)
        .with("profile.yaml", PROFILE + events)
        .edit("espalier.yaml", "sources:\n", "sources:\n  visits: {kind: csv, path: visits.csv}\n")
        .with(
            "visits.csv",
            """
            id,who,at
            v1,7,2024-01-01T00:00:00Z
            v2,8,2024-01-01T00:00:00Z
            v3,shop:9,2024-01-01T00:00:00Z
            v4,shop:7,2024-01-01T00:00:00Z
            v5,9,2024-01-01T00:00:00Z
            """);
  }

  private static List<String> visits(Project project) {
    try (Engine engine = Engine.inMemory(256);
        Rejects rejects = new Rejects(Optional.empty())) {
      Population.load(
          project,
          engine,
          rejects,
          Instant.parse("2024-06-01T00:00:00Z"),
          List.of(
              RuleParser.parse(
                      "count(visit, all) >= 1", Origin.of("rule", "count(visit, all) >= 1"))
                  .value()
                  .orElseThrow()),
          true);
      return engine.list(
          "select id || ' ' || profile from event_visit order by id", row -> row.getString(1));
    }
  }

  @Test
  void anEventOfARowThatWasJoinedAwayBelongsToThePersonThatItBecame() {
    assertEquals(List.of("v1 7", "v2 7", "v3 7", "v4 shop:7"), visits(visited(EVENTS).project()));
  }

  @Test
  void anEventMayHoldTheKeysOfAnotherTable() {
    assertEquals(
        List.of("v1 shop:7", "v3 7", "v4 shop:7", "v5 7"),
        visits(visited(EVENTS + "    keys_of: shop\n").project()));
  }

  @Test
  void aTableOfKeysThatJoinsNobodyIsNamed() {
    assertEquals(
        """
        profile.yaml:26:14: error: 'sohp' is none of the tables that people are joined from
          keys_of: sohp
                   ^^^^
          did you mean 'shop'?""",
        visited(EVENTS + "    keys_of: sohp\n").mistakes());
  }
}
