package io.espalier.sandbox.mailchimp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.sandbox.RenderException;
import io.espalier.sandbox.Sandbox;
import io.espalier.sandbox.SandboxOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldsAndSegmentsTest {
  private static final String ADA = "ada@shoppers.example.net";
  private final Sandbox sandbox = new MailchimpSandboxProvider().start(SandboxOptions.fresh());
  private final Client client = new Client(sandbox);
  private final String list = client.newList();

  @AfterEach
  void close() {
    sandbox.close();
  }

  private Client.Answer field(String type, String tag, String options) {
    return client.post(
        list + "/merge-fields",
        "{'name':'"
            + tag
            + "','type':'"
            + type
            + "','tag':'"
            + tag
            + "','options':"
            + options
            + "}");
  }

  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "number|'15.50'|15.5",
        "number|1000|1000",
        "number|'AAAAA'|Please enter a number",
        "date|'2021-02-28'|2021-02-28",
        "date|'02/28/2021'|2021-02-28",
        "date|'2021-02-30'|Please enter the date",
        "birthday|'2/29'|02/29",
        "birthday|'31/12'|Please enter a month (01-12) and a day (01-31)",
        "text|true|Schema describes string, boolean found instead",
        "text|null|Schema describes string, NULL found instead",
        "text|5|5",
        "url|'shop'|Please enter a valid url",
        "address|{'addr1':'1 Lane','city':'Bath'}|Please enter a complete address",
        "address|'1 Lane'|Please enter a complete address"
      })
  void valueIsKeptInItsTypesFormOrRefusedInTheVendorsWords(
      String type, String value, String expected) {
    field(type, "FIELD", "{}");
    Client.Answer answer = client.subscribe(list, ADA, "{'FIELD':" + value + "}");
    if (answer.status() == 200) {
      assertEquals(expected, answer.at("merge_fields.FIELD"));
    } else {
      assertEquals("Your merge fields were invalid.", answer.at("detail"));
      assertEquals("FIELD", answer.at("errors.0.field"));
      assertEquals(expected, answer.at("errors.0.message"));
    }
  }

  @Test
  void dropdownTakesItsChoicesAlone() {
    field("dropdown", "TIER", "{'choices':['gold','silver']}");
    assertEquals(200, client.subscribe(list, ADA, "{'TIER':'gold'}").status());
    assertEquals(
        "Value must be one of: gold, silver",
        client.subscribe(list, ADA, "{'TIER':'Gold'}").at("errors.0.message"));
  }

  @Test
  void requiredFieldIsAskedForUnlessValidationIsSkipped() {
    client.post(
        list + "/merge-fields", "{'name':'Tier','type':'text','tag':'TIER','required':true}");
    assertEquals("TIER", client.subscribe(list, ADA, "{}").at("errors.0.field"));
    assertEquals(
        200,
        client
            .post(
                list + "/members?skip_merge_validation=true",
                "{'email_address':'" + ADA + "','status':'subscribed'}")
            .status());
  }

  @Test
  void incompleteAddressStoredEarlierBreaksLaterWrites() {
    String path = list + "/members/" + ADA;
    client.subscribe(list, ADA, "{}");
    client.patch(
        path + "?skip_merge_validation=true", "{'merge_fields':{'ADDRESS':{'addr1':'1 Lane'}}}");
    Client.Answer unrelated = client.patch(path, "{'merge_fields':{'FNAME':'Ada'}}");
    assertEquals("Please enter a complete address", unrelated.at("errors.0.message"));
  }

  @Test
  void fieldsAreListedTenAtATimeAndEndAtTheLimit() {
    for (int i = 5; i <= 30; i++) {
      assertEquals(200, field("text", "F" + i, "{}").status());
    }
    Client.Answer page = client.get(list + "/merge-fields");
    assertEquals(10, page.size("merge_fields"));
    assertEquals("30", page.at("total_items"));
    assertEquals("30", page.at("merge_field_limit"));
    assertEquals(400, field("text", "F31", "{}").status());
    int first =
        client
            .get(list + "/merge-fields")
            .json()
            .getAsJsonArray("merge_fields")
            .get(0)
            .getAsJsonObject()
            .get("merge_id")
            .getAsInt();
    assertEquals(204, client.delete(list + "/merge-fields/" + first).status());
    assertEquals(200, field("text", "F31", "{}").status());
  }

  @Test
  void tagIsShortUpperCaseAndUniqueAndTypeIsForLife() {
    assertEquals(400, field("text", "ELEVENCHARS", "{}").status());
    Client.Answer made = field("text", "tier", "{}");
    assertEquals("TIER", made.at("tag"));
    assertEquals(
        "A Merge Field with the tag \"TIER\" already exists for this list.",
        field("text", "Tier", "{}").at("detail"));
    assertEquals(
        400,
        client
            .patch(list + "/merge-fields/" + made.at("merge_id"), "{'name':'x','type':'number'}")
            .status());
    assertEquals(
        "MMERGE6", client.post(list + "/merge-fields", "{'name':'x','type':'text'}").at("tag"));
  }

  @Test
  void tagAndStaticSegmentAreOneObject() {
    client.subscribe(list, ADA, "{}");
    Client.Answer segment =
        client.post(
            list + "/segments",
            "{'name':'Gold','static_segment':['" + ADA + "','nobody@shoppers.example.net']}");
    assertEquals("1", segment.at("member_count"));
    assertEquals("static", segment.at("type"));
    String tags = list + "/members/" + Member.hash(ADA) + "/tags";
    assertEquals("Gold", client.get(tags).at("tags.0.name"));
    assertEquals(
        204,
        client
            .post(
                tags,
                "{'tags':[{'name':'GOLD','status':'inactive'},{'name':'New','status':'active'}]}")
            .status());
    assertEquals("0", client.get(list + "/segments/" + segment.at("id")).at("member_count"));
    assertEquals("New", client.get(list + "/tag-search?name=ne").at("tags.0.name"));
    assertEquals("2", client.get(list + "/tag-search?name=").at("total_items"));
    assertEquals(
        "Sorry, that tag already exists.",
        client.post(list + "/segments", "{'name':'gold','static_segment':[]}").at("detail"));
  }

  @Test
  void segmentTakesFiveHundredAtATimeAndNamesTheUnknown() {
    client.post(list, MailchimpSandboxTest.batch(Client.emails(0, 500), "subscribed", false));
    String segment =
        list
            + "/segments/"
            + client.post(list + "/segments", "{'name':'Gold','static_segment':[]}").at("id");
    Client.Answer added = client.post(segment, "{'members_to_add':" + Client.emails(1, 501) + "}");
    assertEquals("499", added.at("total_added"));
    assertEquals("1", added.at("error_count"));
    assertEquals("[\"p500@shoppers.example.net\"]", added.at("errors.0.email_addresses"));
    assertEquals(
        400, client.post(segment, "{'members_to_add':" + Client.emails(0, 501) + "}").status());
    client.patch(list + "/members/p1@shoppers.example.net", "{'status':'unsubscribed'}");
    assertEquals("498", client.get(segment + "/members").at("total_items"));
    assertEquals(
        "499", client.get(segment + "/members?include_unsubscribed=true").at("total_items"));
    Client.Answer removed =
        client.post(segment, "{'members_to_remove':['p2@shoppers.example.net']}");
    assertEquals("1", removed.at("total_removed"));
    assertEquals("497", client.get(segment).at("member_count"));
  }

  @Test
  void savedSegmentIsNotStatic() {
    Client.Answer saved =
        client.post(
            list + "/segments",
            "{'name':'S','options':{'match':'all','conditions':[{'condition_type':'TextMerge',"
                + "'field':'FNAME','op':'is','value':'x'}]}}");
    assertEquals("saved", saved.at("type"));
    Client.Answer refused =
        client.post(list + "/segments/" + saved.at("id"), "{'members_to_add':[]}");
    assertTrue(refused.at("detail").startsWith("A Static Segment with an id of"));
    assertEquals(
        "Must provide either an \"options\" field or a \"static_segment\" field",
        client.post(list + "/segments", "{'name':'S2'}").at("detail"));
    assertEquals("0", client.get(list + "/segments?type=static").at("total_items"));
  }

  @Test
  void campaignRendersForSubscribedContactsFromWhatTheAudienceHolds() {
    field("number", "SPENT", "{}");
    String category =
        client.post(list + "/interest-categories", "{'title':'Tea','type':'checkboxes'}").at("id");
    String interest =
        client
            .post(list + "/interest-categories/" + category + "/interests", "{'name':'Oolong'}")
            .at("id");
    client.subscribe(list, ADA, "{'FNAME':'Ada','SPENT':1250}");
    client.patch(list + "/members/" + ADA, "{'interests':{'" + interest + "':true}}");
    assertEquals(
        "Ada:vip:1250:tea:Ada",
        sandbox.render(
            "*|FNAME|*:*|IF:SPENT >= 1000|*vip*|END:IF|*:*|SPENT|*:"
                + "*|INTERESTED:Tea:Oolong|*tea*|END:INTERESTED|*:*|MERGE1|*",
            ADA));
    String address = sandbox.render("*|HTML:LIST_ADDRESS_HTML|*", ADA);
    assertTrue(
        address.contains("Harbour &amp; Sons") && address.contains("Bristol BS1 4RW"), address);
    assertTrue(
        sandbox.render("*|UNSUB|*", ADA).matches("https://.*/unsubscribe\\?u=.*&id=.*&e=.*"));
    Client.Answer wire =
        client.send("POST", "/__sandbox/render", "{'template':'*|FNAME|*','email':'" + ADA + "'}");
    assertEquals("Ada", wire.text());
    client.patch(list + "/members/" + ADA, "{'status':'unsubscribed'}");
    RenderException skipped =
        Assertions.assertThrows(RenderException.class, () -> sandbox.render("x", ADA));
    assertEquals(
        "this contact is unsubscribed: a campaign goes to subscribed contacts only",
        skipped.getMessage());
    Client.Answer refused =
        client.send("POST", "/__sandbox/render", "{'template':'x','email':'no@one.example'}");
    assertEquals(422, refused.status());
    assertEquals("no audience of this account holds this address", refused.text());
    assertTrue(
        client.send("GET", "/__sandbox/people?email=" + ADA, "").text().contains("\"SPENT\":1250"));
  }

  @Test
  void templateIsKeptAndNeverGivenBack() {
    Client.Answer made = client.post("/templates", "{'name':'T','html':'<p>*|FNAME|*</p>'}");
    assertEquals("html", made.at("content_type"));
    assertEquals("1", client.get("/templates").at("total_items"));
    assertEquals(204, client.delete("/templates/" + made.at("id")).status());
    assertEquals("false", client.get("/templates/" + made.at("id")).at("active"));
    assertEquals(
        "Editable section names must be unique",
        client
            .post(
                "/templates",
                "{'name':'T','html':'<p mc:edit=\\'a\\'></p><p mc:edit=\\'a\\'></p>'}")
            .at("detail"));
  }

  @Test
  void fieldsAreListedByTheirTags() {
    field("text", "ZEBRA", "{}");
    field("text", "APE", "{}");
    StringBuilder tags = new StringBuilder();
    client
        .get(list + "/merge-fields")
        .json()
        .getAsJsonArray("merge_fields")
        .forEach(f -> tags.append(f.getAsJsonObject().get("tag").getAsString()).append(' '));
    assertEquals("ADDRESS APE FNAME LNAME PHONE ZEBRA ", tags.toString());
  }
}
