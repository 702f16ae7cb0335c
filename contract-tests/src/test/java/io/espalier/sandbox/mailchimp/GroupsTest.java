package io.espalier.sandbox.mailchimp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.espalier.sandbox.SandboxOptions;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupsTest {
  private static final String ADA = "ada@shoppers.example.net";
  private static final String BO = "bo@shoppers.example.net";

  private final Turned clock = new Turned("2026-11-27T10:00:00Z");
  private final MailchimpSandbox sandbox =
      new MailchimpSandbox(SandboxOptions.fresh().at(clock), BatchPace.brisk());
  private final Client client = new Client(sandbox);
  private final String list = client.newList();
  private final String categories = list + "/interest-categories";
  private final String category =
      client.post(categories, "{'title':'Drinks','type':'checkboxes'}").at("id");
  private final String groups = categories + "/" + category + "/interests";
  private final String tea = client.post(groups, "{'name':'tea'}").at("id");
  private final String coffee = client.post(groups, "{'name':'coffee'}").at("id");

  @AfterEach
  void close() {
    sandbox.close();
  }

  private void put(String email, String interests) {
    assertEquals(
        200,
        client
            .put(
                list + "/members/" + Member.hash(email),
                "{'email_address':'"
                    + email
                    + "','status_if_new':'subscribed','interests':"
                    + interests
                    + "}")
            .status());
  }

  private int found(String match, String ids) {
    return client
        .get(
            list
                + "/members?interest_category_id="
                + category
                + "&interest_ids="
                + ids
                + "&interest_match="
                + match)
        .size("members");
  }

  @Test
  void contactsAreFoundByTheirGroups() {
    put(ADA, "{'" + tea + "':true,'" + coffee + "':true}");
    put(BO, "{'" + tea + "':true}");
    client.subscribe(list, "cy@shoppers.example.net", "{}");
    assertEquals(2, found("any", tea + "," + coffee));
    assertEquals(1, found("all", tea + "," + coffee));
    assertEquals(1, found("none", tea + "," + coffee));
    assertEquals(400, client.get(list + "/members?interest_ids=" + tea).status());
    assertEquals("2", client.get(groups + "/" + tea).at("subscriber_count"));
  }

  @Test
  void groupIsRenamedAndLeavesWithItsMembers() {
    put(ADA, "{'" + tea + "':true}");
    assertEquals("Tea", client.patch(groups + "/" + tea, "{'name':'Tea'}").at("name"));
    assertEquals(400, client.patch(groups + "/" + tea, "{'name':'coffee'}").status());
    assertEquals(204, client.delete(groups + "/" + tea).status());
    assertEquals(404, client.get(groups + "/" + tea).status());
    assertFalse(
        client
            .get(list + "/members/" + Member.hash(ADA))
            .json()
            .getAsJsonObject("interests")
            .has(tea));
  }

  @Test
  void categoryIsChangedAndDeleted() {
    put(ADA, "{'" + tea + "':true}");
    String one = categories + "/" + category;
    assertEquals(400, client.patch(one, "{'title':'x','type':'buttons'}").status());
    assertEquals("Drinks", client.get(one).at("title"));
    assertEquals("hidden", client.patch(one, "{'title':'x','type':'hidden'}").at("type"));
    assertEquals(204, client.delete(one).status());
    assertEquals(404, client.get(groups).status());
    assertFalse(client.get(list + "/members/" + Member.hash(ADA)).json().has("interests"));
  }

  @Test
  void audienceIsRenamedAndDeleted() {
    String changed =
        "{'name':'Shop two','permission_reminder':'r','email_type_option':false,"
            + "'contact':{'company':'c','address1':'a','city':'b','country':'GB'},"
            + "'campaign_defaults':{'from_name':'f','from_email':'f@shoppers.example.net',"
            + "'subject':'s','language':'en'}}";
    assertEquals(400, client.patch(list, "{'name':'alone'}").status());
    assertEquals("Shop two", client.patch(list, changed).at("name"));
    assertEquals(204, client.delete(list).status());
    assertEquals(404, client.get(list).status());
    assertEquals("0", client.get("/lists").at("total_items"));
  }

  @Test
  void sixtyGroupsAreTheMostAndTheirCountsAreTexts() {
    put(ADA, "{'" + tea + "':true}");
    String count =
        client.get(groups + "/" + tea).json().getAsJsonPrimitive("subscriber_count").toString();
    assertEquals("\"1\"", count);
    for (int i = 2; i < 60; i++) {
      assertEquals(200, client.post(groups, "{'name':'g" + i + "'}").status());
    }
    String more = client.post(categories, "{'title':'More','type':'hidden'}").at("id");
    assertEquals(400, client.post(groups, "{'name':'g60'}").status());
    assertEquals(400, client.post(categories + "/" + more + "/interests", "{'name':'x'}").status());
  }

  @Test
  void figuresOfAnAudienceAreUpToFiveMinutesOld() {
    assertEquals("0", client.get(list).at("stats.member_count"));
    put(ADA, "{}");
    assertEquals("0", client.get(list).at("stats.member_count"));
    clock.pass(Duration.ofMinutes(4));
    assertEquals("0", client.get(list).at("stats.member_count"));
    clock.pass(Duration.ofMinutes(1));
    assertEquals("1", client.get(list).at("stats.member_count"));
  }
}
