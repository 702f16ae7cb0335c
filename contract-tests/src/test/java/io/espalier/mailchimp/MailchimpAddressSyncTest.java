package io.espalier.mailchimp;

import static io.espalier.mailchimp.MailchimpAccount.email;
import static io.espalier.mailchimp.MailchimpAccount.segment;
import static io.espalier.mailchimp.MailchimpAccount.subscribed;
import static io.espalier.mailchimp.MailchimpAccount.upsert;
import static io.espalier.mailchimp.MailchimpConsentSyncTest.agreed;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.espalier.model.Consent;
import io.espalier.model.ProfileKey;
import io.espalier.model.Segment;
import io.espalier.model.Value;
import io.espalier.model.ValueType;
import io.espalier.spi.Change;
import io.espalier.spi.Cursor;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MailchimpAddressSyncTest {
  private static final Segment FANS = segment("fans", "Fans");

  private final MailchimpAccount account =
      new MailchimpAccount(MailchimpAccount.attribute("city", ValueType.TEXT));

  @BeforeEach
  void define() {
    MailchimpSyncTest.assertApplied(
        account.settle(account.fields.attributes().stream().map(Change.DefineField::new).toList()));
    account.settle(List.of(new Change.DefineSegment(FANS)));
  }

  @AfterEach
  void close() {
    account.close();
  }

  @Test
  void aPersonKeepsTheirContactTagsAndOptOutUnderTheNewAddress() {
    account.settle(
        List.of(
            upsert("k1", "old@example.net", Map.of("city", Value.text("Bath"))),
            upsert("k2", "gone@example.net", Map.of())));
    account.settle(List.of(new Change.Join(FANS, new ProfileKey("k1"), email("old@example.net"))));
    account.act("unsubscribe", "gone@example.net");
    String contact = account.person("old@example.net").get("contact_id").getAsString();

    MailchimpSyncTest.assertApplied(
        account.settle(
            List.of(
                moved("k1", "old@example.net", "New@example.net "),
                moved("k2", "gone@example.net", "still-gone@example.net"))));

    assertEquals(Map.of("k1", "new@example.net", "k2", "still-gone@example.net"), addresses());
    assertEquals(contact, account.person("new@example.net").get("contact_id").getAsString());
    assertEquals(List.of("Fans"), account.tags("new@example.net"));
    assertEquals("Bath", account.field("new@example.net", "CITY"));
    assertEquals("unsubscribed", account.status("still-gone@example.net"));
  }

  @Test
  void aContactThatIsLeftBehindIsNotMailed() {
    MailchimpSyncTest.assertApplied(
        account.settle(
            List.of(agreed("k1", "old@example.net"), agreed("k2", "taken@example.net"))));

    for (int i = 0; i < 2; i++) {
      MailchimpSyncTest.assertApplied(
          account.settle(List.of(moved("k1", "old@example.net", "taken@example.net"))));
      assertEquals("unsubscribed", account.status("old@example.net"));
      assertEquals("subscribed", account.status("taken@example.net"));
    }

    // It is held back by us alone: whoever comes to have the address is mailed on their evidence.
    MailchimpSyncTest.assertApplied(account.settle(List.of(agreed("k3", "old@example.net"))));
    MailchimpSyncTest.assertApplied(
        account.settle(
            List.of(
                new Change.SetConsent(
                    new ProfileKey("k3"),
                    email("old@example.net"),
                    subscribed(account.clock.instant())))));
    assertEquals("subscribed", account.status("old@example.net"));
  }

  @Test
  void whatWasToldOfAContactThatIsLeftBehindIsNotBelieved() {
    account.settle(List.of(agreed("k1", "old@example.net"), agreed("k2", "taken@example.net")));
    account.settle(List.of(moved("k1", "old@example.net", "taken@example.net")));
    Change yes =
        new Change.SetConsent(
            new ProfileKey("k1"), email("old@example.net"), subscribed(account.clock.instant()));

    MailchimpSyncTest.assertApplied(account.settle(List.of(yes)));

    assertEquals("subscribed", account.status("old@example.net"));
  }

  @Test
  void aContactWhoseNewAddressIsRefusedIsMailedAsBefore() {
    account.settle(List.of(agreed("k1", "old@example.net")));
    account.settle(List.of(moved("k1", "old@example.net", "nobody@example.com")));
    assertEquals("subscribed", account.status("old@example.net"));
  }

  @Test
  void sendingItAgainChangesNothing() {
    account.settle(List.of(upsert("k1", "old@example.net", Map.of())));
    for (int i = 0; i < 2; i++) {
      MailchimpSyncTest.assertApplied(
          account.settle(List.of(moved("k1", "old@example.net", "new@example.net"))));
      assertEquals(Map.of("k1", "new@example.net"), addresses());
    }
  }

  @Test
  void twoWhoSwapTheirAddressesAreNotMixedUp() {
    account.settle(
        List.of(
            upsert("k1", "a@example.net", Map.of("city", Value.text("Bath"))),
            upsert("k2", "b@example.net", Map.of("city", Value.text("York")))));

    MailchimpSyncTest.assertApplied(
        account.settle(
            List.of(
                swapped("k1", "a@example.net", "b@example.net", "Bath"),
                swapped("k2", "b@example.net", "a@example.net", "York"))));

    assertEquals(Map.of("k1", "b@example.net", "k2", "a@example.net"), addresses());
    assertEquals("Bath", account.field("b@example.net", "CITY"));
    assertEquals("York", account.field("a@example.net", "CITY"));
  }

  @Test
  void aChainOfAddressesMovesFromItsEnd() {
    account.settle(
        List.of(upsert("k1", "a@example.net", Map.of()), upsert("k2", "b@example.net", Map.of())));

    MailchimpSyncTest.assertApplied(
        account.settle(
            List.of(
                moved("k1", "a@example.net", "b@example.net"),
                moved("k2", "b@example.net", "c@example.net"))));

    assertEquals(Map.of("k1", "b@example.net", "k2", "c@example.net"), addresses());
  }

  @Test
  void anAddressThatSomebodyElseTookOverIsLeftToThem() {
    account.settle(List.of(upsert("k1", "a@example.net", Map.of())));
    account.settle(List.of(upsert("k2", "a@example.net", Map.of())));

    MailchimpSyncTest.assertApplied(
        account.settle(List.of(moved("k1", "a@example.net", "b@example.net"))));

    assertEquals(Map.of("k1", "b@example.net", "k2", "a@example.net"), addresses());
  }

  @Test
  void aBounceStaysWithTheAddressThatBounced() {
    account.settle(List.of(upsert("k1", "old@example.net", Map.of())));
    account.act("bounce", "old@example.net");

    MailchimpSyncTest.assertApplied(
        account.settle(List.of(moved("k1", "old@example.net", "new@example.net"))));

    assertEquals("cleaned", account.status("old@example.net"));
    assertEquals("transactional", account.status("new@example.net"));
  }

  @Test
  void manyAddressesMoveBeforeTheirBatch() {
    account.settle(
        IntStream.range(0, 30)
            .mapToObj(i -> upsert("k" + i, "old" + i + "@example.net", Map.of()))
            .toList());

    MailchimpSyncTest.assertApplied(
        account.settle(
            Stream.concat(
                    IntStream.range(0, 30)
                        .mapToObj(
                            i ->
                                moved(
                                    "k" + i,
                                    "old" + i + "@example.net",
                                    "new" + i + "@example.net")),
                    // Somebody new takes an address over in the same batch.
                    Stream.of(upsert("k99", "old3@example.net", Map.of())))
                .toList()));

    Map<String, String> addresses = addresses();
    assertEquals(31, addresses.size());
    assertEquals("new3@example.net", addresses.get("k3"));
    assertEquals("old3@example.net", addresses.get("k99"));
  }

  private static Change.Upsert moved(String key, String from, String to) {
    return new Change.Upsert(
        new ProfileKey(key), email(to), Map.of(), Consent.unknown(Consent.EMAIL), email(from));
  }

  private static Change.Upsert swapped(String key, String from, String to, String city) {
    return new Change.Upsert(
        new ProfileKey(key),
        email(to),
        Map.of("city", Value.text(city)),
        Consent.unknown(Consent.EMAIL),
        email(from));
  }

  private Map<String, String> addresses() {
    return account.connector().read(Cursor.profiles()).items().stream()
        .collect(
            Collectors.toMap(
                person -> person.key().orElseThrow().value(), person -> person.email().address()));
  }
}
