package io.espalier.sandbox.mailchimp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.espalier.sandbox.Sandbox;
import io.espalier.sandbox.SandboxOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The state machine of section 2.3 of the sheet, and what a write does to a contact. */
class MemberStateTest {
  private static final String ADA = "ada@shoppers.example.net";
  private final Sandbox sandbox = new MailchimpSandboxProvider().start(SandboxOptions.fresh());
  private final Client client = new Client(sandbox);
  private final String list = client.newList();
  private final String ada = list + "/members/" + Member.hash(ADA);

  @AfterEach
  void close() {
    sandbox.close();
  }

  private String status() {
    return client.get(ada).at("status");
  }

  @Test
  void memberIsFoundByHashByAddressAndByContactId() {
    client.subscribe(list, ADA, "{'FNAME':'Ada','LNAME':'King'}");
    String id = client.get(ada).at("contact_id");
    assertEquals(ADA, client.get(list + "/members/ADA@shoppers.example.net").at("email_address"));
    assertEquals("Ada King", client.get(list + "/members/" + id).at("full_name"));
    assertEquals(404, client.get(list + "/members/" + Member.hash("other")).status());
    assertEquals(
        "{\"FNAME\":\"Ada\",\"LNAME\":\"King\",\"ADDRESS\":\"\",\"PHONE\":\"\"}",
        client.get(ada).at("merge_fields"));
  }

  @Test
  void postOfExistingMemberIsRefusedWithoutType() {
    client.subscribe(list, ADA, "{}");
    Client.Answer again =
        client.post(list + "/members", "{'email_address':'" + ADA + "','status':'subscribed'}");
    assertEquals(400, again.status());
    assertEquals("Member Exists", again.at("title"));
    assertEquals(
        ADA + " is already a list member. Use PUT to insert or update list members.",
        again.at("detail"));
    assertFalse(again.json().has("type"));
  }

  @Test
  void putMergesAndEmptyTextClearsAndUnknownTagsAreIgnored() {
    client.subscribe(list, ADA, "{'FNAME':'Ada','LNAME':'King'}");
    Client.Answer put = client.put(ada, "{'merge_fields':{'FNAME':'','NOSUCH':'x'}}");
    assertEquals(200, put.status());
    assertEquals("", put.at("merge_fields.FNAME"));
    assertEquals("King", put.at("merge_fields.LNAME"));
  }

  @Test
  void statusIfNewLeavesTheExistingAloneAndStatusForces() {
    client.subscribe(list, ADA, "{}");
    Client.Answer off = client.patch(ada, "{'status':'unsubscribed'}");
    assertEquals("N/A (Unsubscribed by admin)", off.at("unsubscribe_reason"));
    assertEquals("unsubscribed", client.subscribe(list, ADA, "{}").at("status"));
    assertEquals("subscribed", client.put(ada, "{'status':'subscribed'}").at("status"));
  }

  @Test
  void contactWhoLeftCannotBeSubscribedByTheApi() {
    client.subscribe(list, ADA, "{'FNAME':'Ada'}");
    client.send("POST", "/__sandbox/unsubscribe", "{'email':'" + ADA + "'}");
    Client.Answer refused = client.put(ada, "{'status':'subscribed','merge_fields':{'FNAME':'X'}}");
    assertEquals(400, refused.status());
    assertEquals("Member In Compliance State", refused.at("title"));
    assertEquals(
        ADA
            + " is in a compliance state due to unsubscribe, bounce, or compliance review and"
            + " cannot be subscribed.",
        refused.at("detail"));
    assertEquals("Ada", client.get(ada).at("merge_fields.FNAME"));
    assertEquals("pending", client.put(ada, "{'status':'pending'}").at("status"));
    assertEquals(400, client.put(ada, "{'status':'subscribed'}").status());
    assertEquals(204, client.send("POST", "/__sandbox/confirm?email=" + ADA, "").status());
    assertEquals("subscribed", status());
  }

  @Test
  void archivedMemberIsReadableIsNotArchivedTwiceAndComesBackWhole() {
    client.subscribe(list, ADA, "{'FNAME':'Ada'}");
    client.post(ada + "/tags", "{'tags':[{'name':'Gold','status':'active'}]}");
    String webId = client.get(ada).at("web_id");
    assertEquals(204, client.delete(ada).status());
    assertEquals("archived", status());
    assertEquals("0", client.get(list + "/members").at("total_items"));
    assertEquals("1", client.get(list + "/members?status=archived").at("total_items"));
    Client.Answer twice = client.delete(ada);
    assertEquals(405, twice.status());
    assertEquals("GET, PUT", twice.whole().headers().firstValue("Allow").orElse(""));
    Client.Answer back =
        client.post(list + "/members", "{'email_address':'" + ADA + "','status':'subscribed'}");
    assertEquals(200, back.status());
    assertEquals("Ada", back.at("merge_fields.FNAME"));
    assertEquals("Gold", back.at("tags.0.name"));
    assertEquals(webId, back.at("web_id"));
  }

  @Test
  void forgottenAddressNeverComesBack() {
    client.subscribe(list, ADA, "{}");
    assertEquals(204, client.post(ada + "/actions/delete-permanent", "").status());
    assertEquals(404, client.get(ada).status());
    assertEquals("Forgotten Email Not Subscribed", client.subscribe(list, ADA, "{}").at("title"));
  }

  @Test
  void renameChangesTheHashAndKeepsTheContact() {
    Client.Answer before = client.subscribe(list, ADA, "{'FNAME':'Ada'}");
    client.subscribe(list, "taken@shoppers.example.net", "{}");
    Client.Answer after = client.put(ada, "{'email_address':'ada2@shoppers.example.net'}");
    assertEquals(200, after.status());
    assertEquals(404, client.get(ada).status());
    assertEquals(before.at("contact_id"), after.at("contact_id"));
    assertNotEquals(before.at("id"), after.at("id"));
    assertNotEquals(before.at("unique_email_id"), after.at("unique_email_id"));
    Client.Answer collision =
        client.put(
            list + "/members/ada2@shoppers.example.net",
            "{'email_address':'taken@shoppers.example.net'}");
    assertEquals("Member Exists", collision.at("title"));
  }

  @Test
  void putOfUnknownMemberNeedsStatusIfNew() {
    Client.Answer refused = client.put(ada, "{'email_address':'" + ADA + "'}");
    assertEquals(400, refused.status());
    assertEquals("status_if_new", refused.at("errors.0.field"));
  }

  @Test
  void tagsInPutAreIgnoredAndTagObjectsInPostAreRefused() {
    client.put(ada, "{'email_address':'" + ADA + "','status_if_new':'subscribed','tags':['Gold']}");
    assertEquals("0", client.get(ada).at("tags_count"));
    Client.Answer refused =
        client.post(
            list + "/members",
            "{'email_address':'b@shoppers.example.net','status':'subscribed','tags':[{'name':'x'}]}");
    assertEquals(400, refused.status());
    assertEquals("Schema describes string, object found instead", refused.at("errors.0.message"));
    assertEquals(
        200,
        client
            .post(
                list + "/members",
                "{'email_address':'b@shoppers.example.net','status':'subscribed','tags':['Gold']}")
            .status());
    assertEquals("1", client.get(list + "/segments").at("segments.0.member_count"));
  }

  @Test
  void pathOfLastChangedIsStrictlyLater() {
    String changed = client.subscribe(list, ADA, "{}").at("last_changed");
    String since = "?since_last_changed=" + changed.replace("+", "%2B");
    assertEquals("0", client.get(list + "/members" + since).at("total_items"));
    assertEquals(
        "1",
        client.get(list + "/members?since_last_changed=2020-01-01T00:00:00Z").at("total_items"));
  }

  @Test
  void tagsAndErasureTakeTheHashAlone() {
    client.subscribe(list, ADA, "{}");
    String byAddress = list + "/members/" + ADA;
    String byContact = list + "/members/" + client.get(ada).at("contact_id");
    for (String path : new String[] {byAddress, byContact, list + "/members/" + Member.hash("x")}) {
      assertEquals(404, client.post(path + "/tags", "{'tags':[]}").status());
      assertEquals(404, client.post(path + "/actions/delete-permanent", "").status());
    }
    assertEquals(200, client.get(byAddress + "/tags").status());
    assertEquals(204, client.post(ada + "/tags", "{'tags':[]}").status());
  }

  @Test
  void whoBouncedOrComplainedIsInComplianceToo() {
    for (String act : new String[] {"bounce", "complain"}) {
      String email = act + "@shoppers.example.net";
      client.subscribe(list, email, "{}");
      client.send("POST", "/__sandbox/" + act + "?email=" + email, "");
      Client.Answer refused = client.put(list + "/members/" + email, "{'status':'subscribed'}");
      assertEquals("Member In Compliance State", refused.at("title"));
      assertFalse(refused.json().has("type"));
    }
  }

  @Test
  void pendingAndCleanedAreNotArchived() {
    client.put(ada, "{'email_address':'" + ADA + "','status_if_new':'pending'}");
    Client.Answer refused = client.delete(ada);
    assertEquals(405, refused.status());
    assertEquals(
        "This list member cannot be removed. Can not archive a contact that is bounced, pending or"
            + " archived",
        refused.at("detail"));
    client.send("POST", "/__sandbox/bounce?email=" + ADA, "");
    assertEquals(405, client.delete(ada).status());
    assertEquals("cleaned", status());
  }

  @Test
  void forgottenContactMaySignUpThemselves() {
    client.subscribe(list, ADA, "{}");
    client.post(ada + "/actions/delete-permanent", "");
    assertEquals(400, client.subscribe(list, ADA, "{}").status());
    assertEquals(204, client.send("POST", "/__sandbox/signup?email=" + ADA, "").status());
    assertEquals("subscribed", status());
    assertEquals("Hosted Signup Form", client.get(ada).at("source"));
  }

  @Test
  void patchTakesNoTransactionalAndNoWriteArchives() {
    client.subscribe(list, ADA, "{}");
    assertEquals("status", client.patch(ada, "{'status':'transactional'}").at("errors.0.field"));
    assertEquals(200, client.put(ada, "{'status':'transactional'}").status());
    assertEquals(400, client.patch(ada, "{'status':'archived'}").status());
    assertEquals(400, client.put(ada, "{'status':'archived'}").status());
    assertEquals("transactional", status());
  }

  @Test
  void oneUnfitValueChangesNothing() {
    client.post(list + "/merge-fields", "{'name':'Spent','type':'number','tag':'SPENT'}");
    client.subscribe(list, ADA, "{'FNAME':'Ada'}");
    Client.Answer refused =
        client.patch(
            ada, "{'status':'unsubscribed','merge_fields':{'FNAME':'Eve','SPENT':'AAAAA'}}");
    assertEquals(
        "[{\"field\":\"SPENT\",\"message\":\"Please enter a number\"}]", refused.at("errors"));
    assertEquals("Ada", client.get(ada).at("merge_fields.FNAME"));
    assertEquals("subscribed", status());
  }

  @Test
  void pagesAndCountsFollowEveryChangeAtOnce() {
    String page = list + "/members?status=subscribed&fields=members.email_address,total_items";
    client.subscribe(list, ADA, "{}");
    assertEquals("1", client.get(page).at("total_items"));
    client.subscribe(list, "grace@shoppers.example.net", "{}");
    assertEquals("2", client.get(page).at("total_items"));
    String tag =
        list
            + "/segments/"
            + client
                .post(list + "/segments", "{'name':'Gold','static_segment':['" + ADA + "']}")
                .at("id");
    assertEquals("1", client.get(tag).at("member_count"));
    assertEquals("1", client.get(tag + "/members").at("total_items"));
    client.patch(ada, "{'status':'unsubscribed'}");
    assertEquals("grace@shoppers.example.net", client.get(page).at("members.0.email_address"));
    assertEquals("0", client.get(tag).at("member_count"));
    assertEquals("0", client.get(tag + "/members").at("total_items"));
    assertEquals(
        "1",
        client
            .patch(tag, "{'name':'Gold','static_segment':['grace@shoppers.example.net']}")
            .at("member_count"));
    assertEquals(
        "grace@shoppers.example.net", client.get(tag + "/members").at("members.0.email_address"));
    client.send("POST", "/__sandbox/unsubscribe?email=grace@shoppers.example.net", "");
    assertEquals("0", client.get(page).at("total_items"));
    assertEquals("0", client.get(tag).at("member_count"));
  }
}
