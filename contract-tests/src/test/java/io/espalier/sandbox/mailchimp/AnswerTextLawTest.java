package io.espalier.sandbox.mailchimp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.CharRange;

/** Answers that are written as they are asked for say the same as those that are cut out. */
class AnswerTextLawTest {
  private static final Audience AUDIENCE = audience();
  private static final Member MEMBER = AUDIENCE.members.values().iterator().next();

  private static Audience audience() {
    Audience audience = new Audience();
    audience.id = "4c6f9ea1b2";
    for (String tag : List.of("FNAME", "ADDRESS", "SPENT")) {
      MergeField field = new MergeField();
      field.mergeId = ++audience.lastMergeId;
      field.tag = tag;
      audience.fields.put(field.mergeId, field);
    }
    InterestCategory category = new InterestCategory();
    category.interests.put("9d21a0c4", "Tea");
    audience.categories.put("c1", category);
    Segment tag = new Segment();
    tag.id = 4_700_004;
    tag.name = "Gold \"1\"";
    audience.add(tag);
    Member member = new Member();
    member.contactId = "c0ffee";
    member.readdress("zoë@shoppers.example.net");
    member.unsubscribeReason = "N/A";
    member.values.put(1, new JsonPrimitive("Zoë \\ \"Z\"\u2028\u0007"));
    JsonObject address = new JsonObject();
    address.addProperty("addr1", "12 Harbour Lane");
    address.addProperty("zip", "BS1 4RW");
    member.values.put(2, address);
    audience.add(member);
    audience.join(member, tag, Instant.EPOCH);
    return audience;
  }

  private static String written(Selection selection, boolean inside) {
    AnswerText out = new AnswerText(selection, 100, inside).begin().put("list_id", AUDIENCE.id);
    if (out.array("members")) {
      for (int i = 0; i < 2; i++) {
        out.begin();
        MemberJson.print(out, AUDIENCE, MEMBER, MemberJson.View.WHOLE);
        Links.addRow(out, "http://127.0.0.1/members/", MEMBER.id());
        out.end();
      }
      out.endArray();
    }
    return out.put("total_items", 2).end().toString();
  }

  private static final JsonObject WHOLE =
      JsonParser.parseString(written(Selection.everything(), false)).getAsJsonObject();

  @Provide
  Arbitrary<List<String>> paths() {
    return Arbitraries.of(
            "list_id",
            "members",
            "members.id",
            "members.merge_fields",
            "members.merge_fields.FNAME",
            "members.merge_fields.ADDRESS.zip",
            "members.merge_fields.SPENT",
            "members.interests.9d21a0c4",
            "members.location.latitude",
            "members.stats",
            "members.tags",
            "members.tags.name",
            "members.tags_count",
            "members._links",
            "members._links.href",
            "_links",
            "members.nothing",
            "total_items")
        .list()
        .ofMaxSize(5);
  }

  @Property
  void whatIsWrittenIsWhatTheSelectionLeavesOfAll(
      @ForAll("paths") List<String> fields,
      @ForAll("paths") List<String> excluded,
      @ForAll boolean linksEverywhere) {
    Selection selection = new Selection(fields, excluded, linksEverywhere);
    String cutOut = Answers.print(selection.from(WHOLE));
    assertEquals(cutOut, written(selection, false));
    String inside = '"' + written(selection, true) + '"';
    assertEquals(cutOut, JsonParser.parseString(inside).getAsString());
  }

  @Property
  void anyTextIsTheSameJsonStringAsItsTree(
      @ForAll String text, @ForAll @CharRange(from = 0, to = 127) String plain) {
    for (String one : List.of(text, plain)) {
      StringBuilder out = new StringBuilder();
      AnswerText.quote(out, one);
      assertEquals(Answers.print(new JsonPrimitive(one)), out.toString());
    }
  }

  @Property
  void valuesThatAreSharedAreTheValues(@ForAll List<String> texts) {
    Pool pool = new Pool();
    for (String text : texts) {
      JsonElement kept = pool.shared(new JsonPrimitive(text), null);
      assertEquals(text, kept.getAsString());
      assertEquals(
          new JsonPrimitive(text.length()), pool.shared(new JsonPrimitive(text.length()), null));
      assertEquals(
          new JsonPrimitive(Integer.toString(text.length())),
          pool.shared(new JsonPrimitive(Integer.toString(text.length())), null));
    }
  }
}
