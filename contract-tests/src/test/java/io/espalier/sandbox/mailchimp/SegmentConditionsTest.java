package io.espalier.sandbox.mailchimp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.espalier.sandbox.Sandbox;
import io.espalier.sandbox.SandboxOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The grammar of segments' conditions: all 41 types, what each takes, and whom each finds. */
class SegmentConditionsTest {
  private static final String ADA = "ada@shoppers.example.net";
  private static final String BOB = "bob@shoppers.example.net";
  private final Turned clock = new Turned("2026-11-27T12:00:00Z");
  private final Sandbox sandbox =
      new MailchimpSandboxProvider().start(SandboxOptions.fresh().at(clock));
  private final Client client = new Client(sandbox);
  private final String list = client.newList();

  @AfterEach
  void close() {
    sandbox.close();
  }

  /** One condition of each type, as the contract's examples have them. */
  private static final List<String> EXAMPLES =
      List.of(
          "'Aim',field:'aim',op:'open',value:'any'",
          "'Automation',field:'automation',op:'started',value:'321'",
          "'CampaignPoll',field:'poll',op:'member',value:409",
          "'Conversation',field:'conversation',op:'member',value:'any'",
          "'Date',field:'timestamp_opt',op:'greater',value:'date',extra:'2026-01-01'",
          "'EmailClient',field:'email_client',op:'client_is',value:'Gmail'",
          "'Language',field:'language',op:'is',value:'en'",
          "'MemberRating',field:'rating',op:'is',value:2",
          "'SignupSource',field:'source',op:'source_is',value:'API - Generic'",
          "'SurveyMonkey',field:'survey_monkey',op:'started',value:'1'",
          "'VIP',field:'gmonkey',op:'member'",
          "'Interests',field:'interests-CATEGORY',op:'interestcontains',value:['INTEREST']",
          "'EcommCategory',field:'ecomm_cat',op:'is',value:'Tea'",
          "'EcommNumber',field:'ecomm_orders',op:'greater',value:3",
          "'EcommPurchased',field:'ecomm_purchased',op:'member'",
          "'EcommSpent',field:'ecomm_spent_one',op:'greater',value:10",
          "'EcommStore',field:'ecomm_store',op:'is',value:'shop'",
          "'GoalActivity',field:'goal',op:'is',value:'https://shop.example'",
          "'GoalTimestamp',field:'goal_last_visited',op:'greater',value:'2026-01-01'",
          "'StaticSegment',field:'static_segment',op:'static_is',value:TAG",
          "'IPGeoCountryState',field:'ipgeo',op:'ipgeocountry',value:'US'",
          "'IPGeoIn',field:'ipgeo',op:'ipgeoin',value:5,addr:'Bath',lat:'51.38',lng:'-2.36'",
          "'IPGeoInZip',field:'ipgeo',op:'ipgeoinzip',value:25,extra:30318",
          "'IPGeoUnknown',field:'ipgeo',op:'ipgeounknown'",
          "'IPGeoZip',field:'ipgeo',op:'ipgeoiszip',value:30318",
          "'SocialAge',field:'social_age',op:'is',value:'18-24'",
          "'SocialGender',field:'social_gender',op:'is',value:'female'",
          "'SocialInfluence',field:'social_influence',op:'greater',value:2",
          "'SocialNetworkMember',field:'social_network',op:'member',value:'yelp'",
          "'SocialNetworkFollow',field:'social_network',op:'follow',value:'twitter_follow'",
          "'AddressMerge',field:'ADDRESS',op:'contains',value:'Bath'",
          "'ZipMerge',field:'ADDRESS',op:'geoin',value:'25',extra:'BA1'",
          "'BirthdayMerge',field:'BORN',op:'is',value:'02/29'",
          "'DateMerge',field:'JOINED',op:'less',value:'01/30/2026'",
          "'SelectMerge',field:'TIER',op:'is',value:'gold'",
          "'TextMerge',field:'FNAME',op:'starts',value:'A'",
          "'EmailAddress',field:'merge0',op:'ends',value:'example.net'",
          "'PredictedGender',field:'predicted_gender',op:'is',value:'male'",
          "'PredictedAge',field:'predicted_age_range',op:'is',value:'18-24'",
          "'NewSubscribers',field:'timestamp_opt',op:'date_within',value:'30'");

  private String category = "";
  private String interest = "";
  private String tag = "";

  private void furnish() {
    category =
        client.post(list + "/interest-categories", "{'title':'Tea','type':'checkboxes'}").at("id");
    interest =
        client
            .post(list + "/interest-categories/" + category + "/interests", "{'name':'Oolong'}")
            .at("id");
    client.post(list + "/merge-fields", "{'name':'b','type':'birthday','tag':'BORN'}");
    client.post(list + "/merge-fields", "{'name':'j','type':'date','tag':'JOINED'}");
    client.post(
        list + "/merge-fields",
        "{'name':'t','type':'dropdown','tag':'TIER','options':{'choices':['gold','silver']}}");
    client.subscribe(
        list, ADA, "{'FNAME':'Ada','BORN':'02/29','JOINED':'2025-05-01','TIER':'gold'}");
    client.patch(
        list + "/members/" + ADA,
        "{'vip':true,'language':'fr','interests':{'"
            + interest
            + "':true},'location':{'latitude':51.38,'longitude':-2.36},"
            + "'merge_fields':{'ADDRESS':{'addr1':'1 Lane','city':'Bath','state':'-','zip':'BA1'}}}");
    client.subscribe(list, BOB, "{}");
    tag =
        client
            .post(list + "/segments", "{'name':'Gold','static_segment':['" + BOB + "']}")
            .at("id");
  }

  private String condition(String example) {
    return ("{'condition_type':" + example + "}")
        .replaceAll("([{,])([a-z]+):", "$1'$2':")
        .replace("CATEGORY", category)
        .replace("INTEREST", interest)
        .replace("TAG", tag);
  }

  private Client.Answer segment(String example) {
    return client.post(
        list + "/segments",
        "{'name':'s','options':{'match':'all','conditions':[" + condition(example) + "]}}");
  }

  /** Whom a condition finds, in the order in which they came. */
  private String found(String example) {
    Client.Answer made = segment(example);
    assertEquals(200, made.status(), example + " " + made.text());
    StringBuilder found = new StringBuilder();
    client
        .get(list + "/segments/" + made.at("id") + "/members")
        .json()
        .getAsJsonArray("members")
        .forEach(
            member ->
                found.append(
                    member.getAsJsonObject().get("email_address").getAsString().charAt(0)));
    return found.toString();
  }

  @Test
  void everyTypeIsTakenAsTheContractHasItAndRefusedWithAnotherOperator() {
    furnish();
    Set<String> types = new HashSet<>();
    for (String example : EXAMPLES) {
      Client.Answer made = segment(example);
      assertEquals(200, made.status(), example + " " + made.text());
      types.add(
          JsonParser.parseString(condition(example).replace('\'', '"'))
              .getAsJsonObject()
              .get("condition_type")
              .getAsString());
      Client.Answer wrong = segment(example.replaceFirst("op:'[a-z_]+'", "op:'resembles'"));
      assertEquals(400, wrong.status(), example);
      assertEquals("Data did not match any of the schemas described in anyOf.", wrong.at("detail"));
      assertEquals(
          400,
          segment(example.replaceFirst("field:'[^']+'", "field:'elsewhere'")).status(),
          example);
    }
    types.add("FuzzySegment");
    assertEquals(ConditionType.names(), types);
    assertEquals(
        400, segment("'FuzzySegment',field:'fuzzy_segment',op:'fuzzy_is',value:1").status());
    assertEquals(400, segment("'Astrology',field:'sign',op:'is',value:'lion'").status());
  }

  @Test
  void valuesOfAnotherTypeAndMissingExtrasAreRefused() {
    furnish();
    for (String wrong :
        List.of(
            "'TextMerge',field:'FNAME',op:'is',value:5",
            "'TextMerge',field:'FNAME',op:'is'",
            "'TextMerge',field:'JOINED',op:'is',value:'x'",
            "'DateMerge',field:'JOINED',op:'is',value:'2026-01-30'",
            "'BirthdayMerge',field:'BORN',op:'is',value:'2026-02-03'",
            "'SelectMerge',field:'FNAME',op:'is',value:'gold'",
            "'MemberRating',field:'rating',op:'is',value:'2'",
            "'EcommSpent',field:'ecomm_spent_one',op:'greater',value:1.5",
            "'Interests',field:'interests-CATEGORY',op:'interestcontains',value:'INTEREST'",
            "'Interests',field:'interests-CATEGORY',op:'interestcontains',value:['nobody']",
            "'StaticSegment',field:'static_segment',op:'static_is',value:1",
            "'IPGeoIn',field:'ipgeo',op:'ipgeoin',value:5,addr:'Bath',lat:'51.38'",
            "'ZipMerge',field:'ADDRESS',op:'geoin',value:'25'",
            "'SocialAge',field:'social_age',op:'is',value:'17'",
            "'Date',field:'timestamp_opt',op:'is',value:'date',extra:'30 January'",
            "'Aim',field:'aim',op:'open',value:'999'")) {
      assertEquals(400, segment(wrong).status(), wrong);
    }
    assertEquals("b", found("'StaticSegment',field:'static_segment',op:'static_is',value:'TAG'"));
  }

  @Test
  void conditionsFindTheContactsWhoFulfilThem() {
    furnish();
    assertEquals("a", found("'VIP',field:'gmonkey',op:'member'"));
    assertEquals("b", found("'VIP',field:'gmonkey',op:'notmember'"));
    assertEquals("a", found("'Language',field:'language',op:'is',value:'fr'"));
    assertEquals(
        "a",
        found("'Interests',field:'interests-CATEGORY',op:'interestcontains',value:['INTEREST']"));
    assertEquals(
        "b",
        found(
            "'Interests',field:'interests-CATEGORY',op:'interestnotcontains',value:['INTEREST']"));
    assertEquals("a", found("'SelectMerge',field:'TIER',op:'is',value:'gold'"));
    assertEquals("b", found("'SelectMerge',field:'TIER',op:'blank'"));
    assertEquals("a", found("'BirthdayMerge',field:'BORN',op:'is',value:'02/29'"));
    assertEquals("a", found("'AddressMerge',field:'ADDRESS',op:'contains',value:'bath'"));
    assertEquals("a", found("'ZipMerge',field:'ADDRESS',op:'geoin',value:'9',extra:'Bath'"));
    assertEquals(
        "a",
        found(
            "'IPGeoIn',field:'ipgeo',op:'ipgeoin',value:12,addr:'Bristol',lat:'51.45',lng:'-2.59'"));
    assertEquals("b", found("'IPGeoUnknown',field:'ipgeo',op:'ipgeounknown'"));
    assertEquals("ab", found("'MemberRating',field:'rating',op:'is',value:2"));
    assertEquals("ab", found("'SignupSource',field:'source',op:'source_is',value:'API - Generic'"));
    assertEquals("", found("'SocialGender',field:'social_gender',op:'is',value:'male'"));
  }

  @Test
  void timesAreComparedWithDaysAndAges() {
    furnish();
    assertEquals(Instant.parse("2026-11-27T12:00:00Z"), clock.instant());
    assertEquals(
        "ab", found("'Date',field:'timestamp_opt',op:'is',value:'date',extra:'2026-11-27'"));
    assertEquals(
        "", found("'Date',field:'timestamp_opt',op:'less',value:'date',extra:'2026-11-27'"));
    assertEquals("ab", found("'NewSubscribers',field:'timestamp_opt',op:'date_within',value:'3'"));
    clock.pass(Duration.ofDays(5));
    client.patch(list + "/members/" + BOB, "{'merge_fields':{'FNAME':'Bob'}}");
    assertEquals("", found("'NewSubscribers',field:'timestamp_opt',op:'date_within',value:'3'"));
    assertEquals("b", found("'Date',field:'info_changed',op:'within',value:'3'"));
    assertEquals("ab", found("'Date',field:'ecomm_date',op:'blank'"));
  }

  @Test
  void segmentOfACampaignTakesTheSameConditions() {
    furnish();
    String draft =
        campaign(
                "'segment_opts':{'match':'all','conditions':["
                    + condition("'VIP',field:'gmonkey',op:'member'")
                    + "]}")
            .at("id");
    assertEquals("1", client.get("/campaigns/" + draft).at("recipients.recipient_count"));
    assertEquals(
        400,
        campaign("'segment_opts':{'match':'all','conditions':[{'field':'a','op':'b'}]}").status());
    // A tag as saved segment aims at the tag, not at everybody.
    assertEquals(
        "1",
        campaign("'segment_opts':{'saved_segment_id':" + tag + "}")
            .at("recipients.recipient_count"));
  }

  private Client.Answer campaign(String segment) {
    return client.post(
        "/campaigns",
        "{'type':'regular','recipients':{'list_id':'"
            + list.replace("/lists/", "")
            + "',"
            + segment
            + "}}");
  }

  @Test
  void segmentsByCampaignKnowWhoGotAndOpenedIt() {
    furnish();
    JsonObject made = campaign("'segment_opts':{'saved_segment_id':" + tag + "}").json();
    String path = "/campaigns/" + made.get("id").getAsString();
    client.patch(
        path, "{'settings':{'subject_line':'x','from_name':'x','reply_to':'a@shop.example.net'}}");
    client.put(path + "/content", "{'html':'<p>x</p>'}");
    assertEquals(204, client.post(path + "/actions/send", "").status());
    String id = made.get("web_id").getAsString();
    assertEquals("b", found("'Aim',field:'aim',op:'sent',value:'" + id + "'"));
    assertEquals("a", found("'Aim',field:'aim',op:'nosent',value:'" + id + "'"));
    assertEquals("b", found("'Aim',field:'aim',op:'noopen',value:'any'"));
    client.send("POST", "/__sandbox/open?email=" + BOB, "");
    assertEquals("b", found("'Aim',field:'aim',op:'open',value:'" + id + "'"));
    assertEquals("", found("'Aim',field:'aim',op:'noopen',value:'" + id + "'"));
    assertEquals(
        "", found("'Date',field:'timestamp_opt',op:'greater',value:'campaign',extra:'" + id + "'"));
  }

  @Test
  void savedSegmentOfSomethingDeletedHoldsNobodyAndStillLists() {
    furnish();
    String id = segment("'StaticSegment',field:'static_segment',op:'static_is',value:TAG").at("id");
    assertEquals(204, client.delete(list + "/segments/" + tag).status());
    assertEquals("0", client.get(list + "/segments/" + id).at("member_count"));
    assertEquals(200, client.get(list + "/segments").status());
  }
}
