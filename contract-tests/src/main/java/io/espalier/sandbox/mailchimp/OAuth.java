package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonObject;
import io.espalier.sandbox.Exchange;
import io.espalier.sandbox.Reply;
import java.util.List;

/** What an OAuth token belongs to. The sandbox gives none away: its token is the key's own stem. */
final class OAuth {
  private OAuth() {}

  static Reply answer(
      Account account, Answers answers, Exchange exchange, List<String> path, String url) {
    boolean asked =
        exchange.method().equals("GET") && path.size() == 2 && path.get(1).equals("metadata");
    if (!asked) {
      return answers.problem(Refusal.notFound());
    }
    if (!exchange.header("Authorization").orElse("").equals("OAuth " + account.keyStem)) {
      JsonObject error = new JsonObject();
      error.addProperty("error", "invalid_token");
      return Reply.of(401, "application/json; charset=utf-8", Answers.print(error));
    }
    JsonObject login = new JsonObject();
    login.addProperty("email", account.email);
    login.add("avatar", com.google.gson.JsonNull.INSTANCE);
    login.addProperty("login_id", Long.parseLong(account.loginId));
    login.addProperty("login_name", account.username);
    login.addProperty("login_email", account.email);
    JsonObject json = new JsonObject();
    json.addProperty("dc", Account.DATACENTER);
    json.addProperty("role", "owner");
    json.addProperty("accountname", account.accountName);
    json.addProperty("user_id", Long.parseLong(account.loginId));
    json.add("login", login);
    json.addProperty("login_url", "https://login.mailchimp.com");
    json.addProperty("api_endpoint", url);
    return Reply.of(200, "application/json; charset=utf-8", Answers.print(json));
  }
}
