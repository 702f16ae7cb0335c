package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.espalier.sandbox.Exchange;
import io.espalier.sandbox.RenderException;
import io.espalier.sandbox.Reply;
import io.espalier.sandbox.mailchimp.merge.Disputed;
import io.espalier.sandbox.mailchimp.merge.MergeTags;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the vendor does not offer: a look at a person, a rendered template, and the acts of the
 * contact itself ({@link ContactActs#ACTS}).
 */
record Control(Account account, Clock clock, Disputed disputed, ContactActs acts) {

  Reply answer(Exchange exchange, List<String> path) {
    String act = exchange.method() + " " + (path.size() == 2 ? path.get(1) : "");
    try {
      return switch (act) {
        case "GET people" -> people(exchange.parameter("email").orElse(""));
        case "POST merge-field-limit" -> {
          account.mergeFieldLimit = Integer.parseInt(exchange.text().strip());
          yield text(200, "an audience now holds " + account.mergeFieldLimit + " merge fields");
        }
        case "POST journey" -> {
          String step = ++account.lastReportId + "/" + ++account.lastReportId;
          account.journeys.put(step, new ArrayList<>());
          yield text(200, step);
        }
        case "GET tests" -> {
          Campaign campaign = account.campaigns.get(exchange.parameter("campaign").orElse(""));
          JsonObject mails = new JsonObject();
          mails.add("mails", campaign == null ? new JsonArray() : campaign.tests.deepCopy());
          yield Reply.of(200, "application/json; charset=utf-8", Answers.print(mails));
        }
        case "GET domain-code" -> {
          SendingDomain domain = account.domains.get(exchange.parameter("domain").orElse(""));
          yield domain == null
              ? text(404, "the account has no such domain")
              : text(200, domain.code);
        }
        case "GET journey" ->
            text(
                200,
                String.join(
                    "\n",
                    account.journeys.getOrDefault(
                        exchange.parameter("step").orElse(""), List.of())));
        case "POST standing" -> {
          account.standing =
              Account.Standing.valueOf(
                  exchange.text().strip().toUpperCase(Locale.ROOT).replace('-', '_'));
          yield text(200, "the account is now " + account.standing);
        }
        case "POST render" -> {
          Body body = Body.parse(exchange.text());
          yield text(200, render(body.text("template").orElse(""), email(body)));
        }
        default -> {
          if (!exchange.method().equals("POST")
              || path.size() != 2
              || !ContactActs.ACTS.contains(path.get(1))) {
            yield text(404, "the sandbox has no such control");
          }
          Optional<String> asked = exchange.parameter("email");
          yield act(path.get(1), asked.orElseGet(() -> email(Body.parse(exchange.text()))));
        }
      };
    } catch (RenderException e) {
      return text(422, String.valueOf(e.getMessage()));
    } catch (Refusal e) {
      return text(400, e.detail() + (e.errors().isEmpty() ? "" : " " + e.errors()));
    }
  }

  /**
   * What the person would see.
   *
   * @throws RenderException where no audience holds the person as subscribed
   */
  String render(String template, String email) {
    Optional<Audience> subscribed =
        account.audiences.values().stream()
            .filter(audience -> status(audience, email) == MemberStatus.SUBSCRIBED)
            .findFirst();
    if (subscribed.isEmpty()) {
      throw new RenderException(
          account.audiences.values().stream()
              .map(audience -> status(audience, email))
              .filter(Objects::nonNull)
              .findFirst()
              .map(
                  status ->
                      "this contact is "
                          + status.word()
                          + ": a campaign goes to subscribed contacts only")
              .orElse("no audience of this account holds this address"));
    }
    Audience audience = subscribed.get();
    Member member = audience.byEmail(email).orElseThrow();
    return MergeTags.render(
        template, new CampaignRecipient(account, audience, member, clock, disputed), disputed);
  }

  private static @Nullable MemberStatus status(Audience audience, String email) {
    return audience.byEmail(email).map(member -> member.status).orElse(null);
  }

  private static String email(Body body) {
    return body.requiredText("email");
  }

  /** All that the account holds about a person, one entry per audience. */
  private Reply people(String email) {
    JsonArray held = new JsonArray();
    for (Audience audience : account.audiences.values()) {
      Optional<Member> member = audience.byEmail(email);
      if (member.isPresent()) {
        JsonObject json = MemberJson.of(audience, member.get());
        json.addProperty("list_name", audience.settings.get("name").getAsString());
        json.addProperty("confirmations_sent", member.get().confirmations);
        json.addProperty("compliance", member.get().compliance);
        held.add(json);
      }
    }
    JsonObject answer = new JsonObject();
    answer.add("members", held);
    return Reply.of(200, "application/json; charset=utf-8", Answers.print(answer));
  }

  private Reply act(String act, String email) {
    return acts.act(act, email) == 0
        ? text(404, "no audience holds this address")
        : Reply.empty(204);
  }

  private static Reply text(int status, String text) {
    return Reply.of(status, "text/plain; charset=utf-8", text);
  }
}
