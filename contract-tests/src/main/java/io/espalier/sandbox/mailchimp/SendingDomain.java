package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonObject;
import java.time.Instant;

/** A domain from which the account wants to send: verified by a code that is mailed to it. */
final class SendingDomain {
  String name = "";

  /** Where the code went. */
  String verificationEmail = "";

  Instant sentAt = Instant.EPOCH;
  String code = "";
  boolean verified;

  JsonObject json() {
    JsonObject json = new JsonObject();
    json.addProperty("domain", name);
    json.addProperty("verified", verified);
    // Needs the owner's DNS, which is out of reach here.
    json.addProperty("authenticated", false);
    json.addProperty("verification_email", verificationEmail);
    json.addProperty("verification_sent", WireTime.print(sentAt));
    return json;
  }
}
