package io.espalier.mailchimp;

import static io.espalier.mailchimp.MailchimpAccount.attribute;
import static io.espalier.mailchimp.MailchimpAccount.email;
import static io.espalier.mailchimp.MailchimpAccount.segment;
import static io.espalier.mailchimp.MailchimpAccount.upsert;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.model.Attribute;
import io.espalier.model.ProfileKey;
import io.espalier.model.Segment;
import io.espalier.model.Value;
import io.espalier.model.ValueType;
import io.espalier.spi.Change;
import io.espalier.spi.Connector;
import io.espalier.spi.Cursor;
import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Job;
import io.espalier.spi.Outcome;
import io.espalier.spi.Page;
import io.espalier.spi.RemoteProfile;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MailchimpSyncTest {
  private static final Segment LAPSED = segment("lapsed", "Lapsed");

  private final MailchimpAccount account =
      new MailchimpAccount(
          attribute("first_name", ValueType.TEXT),
          attribute("country", ValueType.TEXT),
          attribute("spent_365d", ValueType.NUMBER),
          attribute("vip", ValueType.BOOL),
          attribute("birthday", ValueType.DATE),
          attribute("last_order_at", ValueType.DATETIME),
          attribute("skus", ValueType.LIST));

  @AfterEach
  void close() {
    account.close();
  }

  @Test
  void accountIsTheAudienceOfTheAccount() {
    assertTrue(account.connector().account().id().endsWith("/Customers"));
    assertEquals("Harbour Lane Trading, audience Customers", account.connector().account().name());
    assertEquals(0, account.writes());
  }

  @Test
  void wrongKeyNamesItsVariable() {
    try (Connector stranger = account.open("0123456789abcdef0123456789abcdef-us1")) {
      EspException refused = assertThrows(EspException.class, stranger::account);
      assertEquals(FailureKind.AUTH, refused.failure().kind());
      assertEquals(
          "Mailchimp refused the API key given by the environment variable MAILCHIMP_API_KEY",
          refused.getMessage());
    }
  }

  @Test
  void everyTypeArrivesAndIsReadBackAsItsOwn() {
    define();
    Map<String, Value> values =
        Map.of(
            "first_name", Value.text("Zoë \"O'Brien\" 🎉"),
            "country", Value.text("United Kingdom"),
            "spent_365d", Value.number("1234.50"),
            "vip", Value.flag(false),
            "birthday", new Value.Day(LocalDate.of(2024, 2, 29)),
            "last_order_at", new Value.Moment(Instant.parse("2026-11-01T08:30:00Z")),
            "skus", Value.list(List.of("a,b", "c\\d")));

    assertApplied(account.settle(List.of(upsert("k1", "zoe@example.net", values))));

    assertEquals("Zoë \"O'Brien\" 🎉", account.field("zoe@example.net", "FNAME"));
    assertEquals("1234.5", account.field("zoe@example.net", "SPENT_365D"));
    assertEquals("k1", account.field("zoe@example.net", "ES_KEY"));
    RemoteProfile read = all(Cursor.profiles()).get(0);
    assertEquals(values, read.values());
    assertEquals(Optional.of(new ProfileKey("k1")), read.key());
  }

  @Test
  void nothingClearsAbsentLeavesZeroIsAValue() {
    define();
    account.settle(
        List.of(
            upsert(
                "k1",
                "a@example.net",
                Map.of("country", Value.text("France"), "spent_365d", Value.number(5)))));
    assertApplied(
        account.settle(
            List.of(
                upsert(
                    "k1",
                    "a@example.net",
                    Map.of("country", Value.NOTHING, "vip", Value.flag(false))))));

    assertEquals("", account.field("a@example.net", "COUNTRY"));
    assertEquals("5", account.field("a@example.net", "SPENT_365D"));
    assertEquals("false", account.field("a@example.net", "VIP"));
    assertApplied(
        account.settle(
            List.of(upsert("k1", "a@example.net", Map.of("spent_365d", Value.number(0))))));
    assertEquals("0", account.field("a@example.net", "SPENT_365D"));
  }

  @Test
  void secondIdenticalDefineWritesNothing() {
    define();
    account.settle(List.of(new Change.DefineSegment(LAPSED)));
    account.reopen();
    long before = account.writes();

    define();
    assertApplied(account.settle(List.of(new Change.DefineSegment(LAPSED))));

    assertEquals(before, account.writes());
  }

  @Test
  void tagIsFoundWhateverItsCaseAndRenamedWhileKnown() {
    Outcome first = account.settle(List.of(new Change.DefineSegment(segment("vip", "VIP")))).get(0);
    account.reopen();
    Outcome again = account.settle(List.of(new Change.DefineSegment(segment("vip", "vip")))).get(0);
    assertEquals(first, again);

    Outcome renamed =
        account.settle(List.of(new Change.DefineSegment(segment("vip", "Best customers")))).get(0);

    assertEquals(first, renamed);
    assertEquals(List.of("Best customers"), tagNames());
  }

  @Test
  void twoSegmentsThatWouldBeOneTagAreRefused() {
    List<Outcome> outcomes =
        account.settle(
            List.of(
                new Change.DefineSegment(segment("a", "Gold")),
                new Change.DefineSegment(segment("b", "gold"))));

    assertEquals(
        "the segments 'a' and 'b' would be one tag in Mailchimp: 'Gold'",
        failure(outcomes.get(1)).message());
  }

  @Test
  void fieldOverTheLimitIsRefusedWithTheNumbers() {
    List<Attribute> many =
        IntStream.range(0, 40).mapToObj(i -> attribute("field" + i, ValueType.TEXT)).toList();
    try (MailchimpAccount full = new MailchimpAccount(many.toArray(Attribute[]::new))) {
      List<Outcome> outcomes = full.settle(many.stream().map(Change.DefineField::new).toList());

      // Four fields come with an audience, and one keeps our key.
      assertEquals(25, outcomes.stream().filter(Outcome.Applied.class::isInstance).count());
      assertEquals(
          new Failure(
              FailureKind.UNSUPPORTED,
              "the audience holds 30 fields of the 30 that Mailchimp allows, so there is no room"
                  + " for 'field25' (FIELD25)",
              "send fewer attributes to mailchimp, or delete fields there that nobody uses"),
          failure(outcomes.get(25)));
    }
  }

  @Test
  void fieldOfAnotherTypeIsRefusedAndNotOverwritten() {
    account.settle(List.of(new Change.DefineSegment(LAPSED)));
    account.post(
        "/3.0/lists/" + account.list() + "/merge-fields",
        "{\"name\":\"Country\",\"tag\":\"COUNTRY\",\"type\":\"number\"}");

    assertEquals(
        new Failure(
            FailureKind.UNSUPPORTED,
            "the field COUNTRY of the audience is of type number, and 'country' needs text; a"
                + " field's type cannot be changed",
            "give 'country' another name for mailchimp, or delete the field COUNTRY in Mailchimp"),
        failure(define().get(1)));
  }

  @Test
  void badRowsAreNamedAndTheOthersLand() {
    define();
    List<Outcome> outcomes =
        account.settle(
            List.of(
                upsert("k0", "fine@example.net", Map.of("country", Value.text("France"))),
                upsert("k1", "long@example.net", Map.of("country", Value.text("é".repeat(128)))),
                upsert("k2", "code@example.net", Map.of("country", Value.text("*|UNSUB|*"))),
                upsert("k3", "html@example.net", Map.of("country", Value.text("<a href=x>hi</a>"))),
                upsert("k4", "fake@example.com", Map.of()),
                upsert("k5", "big@example.net", Map.of("spent_365d", Value.number((1L << 53) + 1))),
                upsert("k6", "fine@example.net", Map.of()),
                upsert("k7", "last@example.net", Map.of("vip", Value.flag(true)))));

    assertEquals(Outcome.APPLIED, outcomes.get(0));
    assertEquals(
        "the field 'country' (COUNTRY) is 256 bytes long, and Mailchimp keeps 255",
        failure(outcomes.get(1)).message());
    assertEquals(Outcome.APPLIED, outcomes.get(2));
    assertEquals("*\u2060|UNSUB|\u2060*", account.field("code@example.net", "COUNTRY"));
    assertEquals(Outcome.APPLIED, outcomes.get(3));
    assertEquals("<\u2060a href=x>hi<\u2060/a>", account.field("html@example.net", "COUNTRY"));
    assertEquals(
        "Mailchimp refused: f***@e***.com looks fake or invalid, please enter a real email"
            + " address.",
        failure(outcomes.get(4)).message());
    assertEquals(
        "the field 'spent_365d' (SPENT_365D) has more digits than a Mailchimp number keeps:"
            + " 9007199254740993",
        failure(outcomes.get(5)).message());
    assertEquals(
        "another profile has the same address, and Mailchimp keeps one person for an address",
        failure(outcomes.get(6)).message());
    assertEquals(Outcome.APPLIED, outcomes.get(7));
    assertEquals("true", account.field("last@example.net", "VIP"));
    assertEquals("France", account.field("fine@example.net", "COUNTRY"));
  }

  @Test
  void undefinedFieldIsMissingNotSilentlyIgnored() {
    Outcome outcome =
        account
            .settle(List.of(upsert("k1", "a@example.net", Map.of("country", Value.text("France")))))
            .get(0);

    assertEquals(FailureKind.MISSING_TARGET, failure(outcome).kind());
    assertEquals("the audience has no field COUNTRY", failure(outcome).message());
  }

  @Test
  void jobSurvivesARestartAndAnUnknownOneIsRefused() {
    define();
    List<Change> rows =
        IntStream.range(0, 20)
            .<Change>mapToObj(
                i -> upsert("k" + i, "p" + i + "@example.net", Map.of("vip", Value.flag(true))))
            .toList();
    Outcome.Pending pending =
        assertInstanceOf(Outcome.Pending.class, account.connector().push(rows).get(0));
    account.reopen();
    account.connector().poll(pending.job(), rows);

    assertApplied(account.connector().poll(pending.job(), rows));
    assertThrows(EspException.class, () -> account.connector().poll(new Job("batch/0000"), rows));
    assertThrows(EspException.class, () -> account.connector().poll(new Job("nonsense"), rows));
  }

  @Test
  void oneWhoLeavesWhileEverybodyIsReadHidesNobody() {
    define();
    assertApplied(
        account.settle(
            IntStream.range(0, 1_100)
                .mapToObj(i -> upsert("k" + i, "p" + i + "@example.net", Map.of()))
                .toList()));
    Page<RemoteProfile> first = account.connector().read(Cursor.profiles());
    String members = "/3.0/lists/" + account.list() + "/members/";
    for (int i = 0; i < 5; i++) {
      account.send(
          "DELETE",
          members + SubscriberHash.of(MailchimpAccount.email("p" + i + "@example.net")),
          "");
    }
    Page<RemoteProfile> second = account.connector().read(first.next().orElseThrow());

    assertEquals(1_000, first.items().size());
    assertEquals(100, second.items().size());
  }

  @Test
  void membersJoinAndLeaveByThousands() {
    define();
    account.settle(List.of(new Change.DefineSegment(LAPSED)));
    List<Change.Upsert> people =
        IntStream.range(0, 1100)
            .mapToObj(i -> upsert("k" + i, "p" + i + "@example.net", Map.of()))
            .toList();
    assertApplied(account.settle(people));
    List<Change> joins = new ArrayList<>();
    people.forEach(p -> joins.add(new Change.Join(LAPSED, p.key(), p.email())));
    assertApplied(account.settle(joins));
    assertApplied(account.settle(joins));
    assertEquals(1100, all(Cursor.members(LAPSED)).size());
    assertEquals(1100, all(Cursor.profiles()).size());

    List<Change> leaves = new ArrayList<>();
    people.subList(0, 1000).forEach(p -> leaves.add(new Change.Leave(LAPSED, p.key(), p.email())));
    assertApplied(account.settle(leaves));
    assertApplied(account.settle(leaves));

    assertEquals(100, all(Cursor.members(LAPSED)).size());
  }

  @Test
  void strangersCannotJoinAndMayLeave() {
    account.settle(List.of(new Change.DefineSegment(LAPSED)));
    account.settle(List.of(upsert("k1", "here@example.net", Map.of())));
    List<Outcome> joins =
        account.settle(
            List.of(
                new Change.Join(LAPSED, new ProfileKey("k1"), email("here@example.net")),
                new Change.Join(LAPSED, new ProfileKey("k2"), email("gone@example.net"))));

    assertEquals(Outcome.APPLIED, joins.get(0));
    assertEquals(FailureKind.MISSING_TARGET, failure(joins.get(1)).kind());
    assertEquals(List.of("Lapsed"), account.tags("here@example.net"));
    assertApplied(
        account.settle(
            List.of(new Change.Leave(LAPSED, new ProfileKey("k2"), email("gone@example.net")))));
    assertEquals(
        "the audience has no tag 'Never'",
        failure(
                account
                    .settle(
                        List.of(
                            new Change.Join(
                                segment("never", "Never"),
                                new ProfileKey("k1"),
                                email("here@example.net"))))
                    .get(0))
            .message());
  }

  @Test
  void readingMakesNoAudience() {
    assertEquals(List.of(), all(Cursor.profiles()));
    assertEquals(0, account.writes());
  }

  @Test
  void noCallShowsAnAddressOrTheKey() {
    define();
    account.settle(List.of(upsert("k1", "ada@example.net", Map.of())));
    account.calls.forEach(
        call -> {
          assertFalse(call.toString().contains("ada@example.net"), call::toString);
          assertFalse(call.toString().contains(SubscriberHashes.ADA), call::toString);
          assertFalse(call.toString().contains(account.apiKey()), call::toString);
        });
  }

  /** MD5 of ada@example.net, computed apart. */
  private static final class SubscriberHashes {
    static final String ADA = md5("ada@example.net");

    private static String md5(String text) {
      try {
        return java.util.HexFormat.of()
            .formatHex(
                java.security.MessageDigest.getInstance("MD5")
                    .digest(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
      } catch (java.security.NoSuchAlgorithmException e) {
        throw new AssertionError(e);
      }
    }
  }

  private List<Outcome> define() {
    return account.settle(
        account.fields.attributes().stream().map(Change.DefineField::new).toList());
  }

  private List<String> tagNames() {
    List<String> names = new ArrayList<>();
    account
        .get("/3.0/lists/" + account.list() + "/segments?count=1000")
        .getAsJsonObject()
        .getAsJsonArray("segments")
        .forEach(s -> names.add(s.getAsJsonObject().get("name").getAsString()));
    return names;
  }

  private List<RemoteProfile> all(Cursor from) {
    Map<String, RemoteProfile> seen = new HashMap<>();
    Optional<Cursor> next = Optional.of(from);
    while (next.isPresent()) {
      Page<RemoteProfile> page = account.connector().read(next.get());
      page.items()
          .forEach(p -> assertEquals(null, seen.put(p.email().address(), p), "seen twice: " + p));
      next = page.next();
    }
    return List.copyOf(seen.values());
  }

  private static Failure failure(Outcome outcome) {
    return assertInstanceOf(Outcome.Rejected.class, outcome).failure();
  }

  static void assertApplied(List<Outcome> outcomes) {
    outcomes.forEach(outcome -> assertInstanceOf(Outcome.Applied.class, outcome));
    assertFalse(Collections.disjoint(outcomes, outcomes));
  }
}
