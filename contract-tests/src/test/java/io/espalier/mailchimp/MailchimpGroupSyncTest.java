package io.espalier.mailchimp;

import static io.espalier.mailchimp.MailchimpAccount.email;
import static io.espalier.mailchimp.MailchimpAccount.segment;
import static io.espalier.mailchimp.MailchimpAccount.upsert;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.espalier.model.ProfileKey;
import io.espalier.model.Segment;
import io.espalier.sandbox.Fault;
import io.espalier.sandbox.Mood;
import io.espalier.spi.Change;
import io.espalier.spi.Cursor;
import io.espalier.spi.EspException;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Segments as groups of a category. */
class MailchimpGroupSyncTest {
  private static final Segment FANS = segment("fans", "Fans");

  private final MailchimpAccount account = new MailchimpAccount();

  @BeforeEach
  void open() {
    account.reopen(Map.of("as", "group"));
  }

  @AfterEach
  void close() {
    account.close();
  }

  private void people(int many) {
    account.settle(
        IntStream.range(0, many).mapToObj(i -> upsert("k" + i, address(i), Map.of())).toList());
  }

  private static String address(int i) {
    return "p" + i + "@shoppers.example.net";
  }

  private static Change join(int i) {
    return new Change.Join(FANS, new ProfileKey("k" + i), email(address(i)));
  }

  private static Change leave(int i) {
    return new Change.Leave(FANS, new ProfileKey("k" + i), email(address(i)));
  }

  private static void applied(List<Outcome> outcomes) {
    outcomes.forEach(o -> assertInstanceOf(Outcome.Applied.class, o));
  }

  private JsonObject categories() {
    return account
        .get("/3.0/lists/" + account.list() + "/interest-categories?count=100")
        .getAsJsonObject();
  }

  private JsonArray groups() {
    String category =
        categories().getAsJsonArray("categories").get(0).getAsJsonObject().get("id").getAsString();
    return account
        .get(
            "/3.0/lists/"
                + account.list()
                + "/interest-categories/"
                + category
                + "/interests?count=100")
        .getAsJsonObject()
        .getAsJsonArray("interests");
  }

  private List<String> named() {
    List<String> names = new ArrayList<>();
    groups().forEach(group -> names.add(group.getAsJsonObject().get("name").getAsString()));
    return names;
  }

  private long inside() {
    return IntStream.range(0, 40)
        .filter(
            i -> {
              JsonElement interests = account.person(address(i)).get("interests");
              return interests != null
                  && interests.getAsJsonObject().entrySet().stream()
                      .anyMatch(e -> e.getValue().getAsBoolean());
            })
        .count();
  }

  @Test
  void segmentIsAGroupOfAHiddenCategoryAndNoTag() {
    applied(account.settle(List.of(new Change.DefineSegment(FANS))));
    assertEquals(List.of("Fans"), named());
    JsonObject category = categories().getAsJsonArray("categories").get(0).getAsJsonObject();
    assertEquals("Segments", category.get("title").getAsString());
    assertEquals("hidden", category.get("type").getAsString());
    assertEquals(
        0,
        account
            .get("/3.0/lists/" + account.list() + "/segments")
            .getAsJsonObject()
            .get("total_items")
            .getAsInt());
  }

  @Test
  void fewGoOneByOneManyInABatchAndLeaveAgain() {
    account.settle(List.of(new Change.DefineSegment(FANS)));
    people(40);
    applied(account.settle(IntStream.range(0, 3).mapToObj(i -> join(i)).toList()));
    assertEquals(3, inside());
    applied(account.settle(IntStream.range(0, 40).mapToObj(i -> join(i)).toList()));
    assertEquals(40, inside());
    assertEquals(40, account.connector().read(Cursor.members(FANS)).items().size());
    applied(account.settle(IntStream.range(0, 30).mapToObj(i -> leave(i)).toList()));
    assertEquals(10, inside());
    assertEquals(10, account.connector().read(Cursor.members(FANS)).items().size());
  }

  @Test
  void whomTheAudienceDoesNotHoldIsNamedAndTheOthersJoin() {
    account.settle(List.of(new Change.DefineSegment(FANS)));
    people(12);
    List<Outcome> outcomes = account.settle(IntStream.range(0, 13).mapToObj(i -> join(i)).toList());
    applied(outcomes.subList(0, 12));
    assertEquals(
        "the audience does not hold this person, so that no group can",
        assertInstanceOf(Outcome.Rejected.class, outcomes.get(12)).failure().message());
    applied(account.settle(List.of(leave(12))));
  }

  @Test
  void groupsThatSomebodyChoseStayAsTheyAre() {
    people(1);
    String list = "/3.0/lists/" + account.list();
    String theirs =
        account
            .post(list + "/interest-categories", "{\"title\":\"Drinks\",\"type\":\"radio\"}")
            .getAsJsonObject()
            .get("id")
            .getAsString();
    String tea =
        account
            .post(list + "/interest-categories/" + theirs + "/interests", "{\"name\":\"tea\"}")
            .getAsJsonObject()
            .get("id")
            .getAsString();
    account.send(
        "PATCH", list + "/members/" + address(0), "{\"interests\":{\"" + tea + "\":true}}");
    account.settle(List.of(new Change.DefineSegment(FANS)));
    applied(account.settle(List.of(join(0))));
    applied(account.settle(List.of(leave(0))));
    JsonObject interests = account.person(address(0)).getAsJsonObject("interests");
    assertTrue(interests.get(tea).getAsBoolean());
  }

  @Test
  void renamedSegmentRenamesItsGroupWithItsMembers() {
    Outcome made = account.settle(List.of(new Change.DefineSegment(FANS))).get(0);
    people(1);
    account.settle(List.of(join(0)));
    String reference = assertInstanceOf(Outcome.Applied.class, made).reference();
    account.reopen();
    applied(
        account.settle(List.of(new Change.DefineSegment(segment("fans", "Friends"), reference))));
    assertEquals(List.of("Friends"), named());
    assertEquals(1, inside());
  }

  @Test
  void sixtyFirstGroupIsRefusedWithTheReasonAndTheOthersStand() {
    List<Change> segments =
        IntStream.range(0, 61)
            .mapToObj(i -> (Change) new Change.DefineSegment(segment("s" + i, "Segment " + i)))
            .toList();
    List<Outcome> outcomes = account.settle(segments);
    applied(outcomes.subList(0, 60));
    var failure = assertInstanceOf(Outcome.Rejected.class, outcomes.get(60)).failure();
    assertEquals(FailureKind.INVALID, failure.kind());
    assertEquals(
        "Mailchimp makes no group 'Segment 60': the audience holds all 60 groups that it can",
        failure.message());
    assertEquals(
        "send fewer segments to mailchimp, delete groups there that nobody uses, or keep segments as tags ('as: tag')",
        failure.mend());
    assertEquals(60, groups().size());
  }

  @Test
  void retiredGroupIsGone() {
    Outcome made = account.settle(List.of(new Change.DefineSegment(FANS))).get(0);
    String reference = assertInstanceOf(Outcome.Applied.class, made).reference();
    Change retire = new Change.Retire(FANS, Change.Retire.Container.LIST, reference);
    applied(account.settle(List.of(retire)));
    applied(account.settle(List.of(retire)));
    assertEquals(0, groups().size());
  }

  @Test
  void groupThatIsGoneIsAMissingTarget() {
    account.settle(List.of(new Change.DefineSegment(FANS)));
    people(1);
    account.reopen();
    JsonObject group = groups().get(0).getAsJsonObject();
    account.send(
        "DELETE",
        "/3.0/lists/"
            + account.list()
            + "/interest-categories/"
            + group.get("category_id").getAsString()
            + "/interests/"
            + group.get("id").getAsString(),
        "");
    var failure =
        assertInstanceOf(Outcome.Rejected.class, account.settle(List.of(join(0))).get(0)).failure();
    assertEquals(FailureKind.MISSING_TARGET, failure.kind());
    assertEquals("the audience has no group 'Fans'", failure.message());
  }

  @Test
  void whatWasToldOfTagsIsNotBelievedOfGroups() {
    String asGroups = account.connector().account().id();
    account.reopen(Map.of());
    assertFalse(asGroups.equals(account.connector().account().id()));
  }

  @Test
  void otherWordThanTagAndGroupIsRefused() {
    EspException refused =
        assertThrows(EspException.class, () -> account.reopen(Map.of("as", "list")));
    assertEquals(
        "the setting 'as' is 'list', and segments are tags or groups in Mailchimp",
        refused.getMessage());
    account.reopen(Map.of());
  }

  @Test
  void nothingIsMadeTwiceWhereNobodyKnowsWhetherItArrived() {
    Map<String, Fault> faults =
        Map.of("reset", new Fault.Reset(), "drop", new Fault.Drop(), "cut", new Fault.Cut());
    for (String kind : faults.keySet()) {
      for (String as : List.of("group", "tag")) {
        account.reopen(Map.of("as", as));
        List<Change> segments =
            IntStream.range(0, 3)
                .mapToObj(
                    i ->
                        (Change)
                            new Change.DefineSegment(segment(kind + i, as + " " + kind + " " + i)))
                .toList();
        // Every other creation of a kind.
        account
            .faults()
            .become(
                (call, time) ->
                    call.startsWith("POST /3.0/lists/*/") && time % 2 == 1
                        ? faults.get(kind)
                        : Fault.NONE);
        List<Outcome> outcomes = account.settle(segments);
        int disturbed = account.faults().disturbed();
        account.faults().become(Mood.CALM);
        assertTrue(disturbed >= 2, kind + " of a " + as + ": " + disturbed);
        applied(outcomes);
      }
    }
    assertEquals(9, named().stream().filter(name -> name.startsWith("group")).count());
    List<String> tags = new ArrayList<>();
    account
        .get("/3.0/lists/" + account.list() + "/segments?count=100")
        .getAsJsonObject()
        .getAsJsonArray("segments")
        .forEach(tag -> tags.add(tag.getAsJsonObject().get("name").getAsString()));
    Collections.sort(tags);
    assertEquals(9, tags.size());
    assertEquals(1, categories().get("total_items").getAsInt());
  }
}
