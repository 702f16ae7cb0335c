package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonObject;
import java.time.Instant;

/** A complaint that a mailbox provider passed on: the contact called a campaign spam. */
record AbuseReport(
    long id, String campaignId, String emailId, String email, Instant date, boolean vip) {

  JsonObject json(Audience audience) {
    JsonObject json = new JsonObject();
    json.addProperty("id", id);
    json.addProperty("campaign_id", campaignId);
    json.addProperty("list_id", audience.id);
    json.addProperty("email_id", emailId);
    json.addProperty("email_address", email);
    json.add(
        "merge_fields",
        audience
            .byHash(emailId)
            .map(member -> MemberJson.mergeFields(audience, member))
            .orElseGet(JsonObject::new));
    json.addProperty("vip", vip);
    json.addProperty("date", WireTime.print(date));
    return json;
  }
}
