package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The team's feedback on a campaign, in the order it came. */
final class FeedbackRoutes {
  private static final String FEEDBACK = CampaignRoutes.CAMPAIGN + "/feedback";

  private FeedbackRoutes() {}

  static List<Route> all() {
    return List.of(
        Route.of("GET", FEEDBACK, FeedbackRoutes::list),
        Route.of("POST", FEEDBACK, FeedbackRoutes::create),
        Route.of("GET", FEEDBACK + "/{feedback}", call -> shown(call, found(call))),
        Route.of("PATCH", FEEDBACK + "/{feedback}", FeedbackRoutes::update),
        Route.of("DELETE", FEEDBACK + "/{feedback}", FeedbackRoutes::delete));
  }

  private static JsonObject list(Call call) {
    Campaign campaign = CampaignRoutes.found(call);
    JsonObject answer =
        Paging.of(call)
            .into(
                new JsonObject(),
                "feedback",
                campaign.feedback.stream(),
                feedback -> feedback.json(campaign));
    answer.addProperty("campaign_id", campaign.id);
    return Links.add(answer, call);
  }

  private static JsonObject create(Call call) {
    Campaign campaign = CampaignRoutes.found(call);
    Body body = call.body();
    Feedback feedback =
        new Feedback(call.account().nextWebId(), call.now(), body.requiredText("message"));
    change(feedback, body);
    campaign.feedback.add(feedback);
    return shown(call, feedback);
  }

  private static JsonObject update(Call call) {
    Feedback feedback = found(call);
    Body body = call.body();
    Optional<String> message = body.text("message");
    change(feedback, body);
    message.ifPresent(text -> feedback.message = text);
    feedback.updatedAt = call.now();
    return shown(call, feedback);
  }

  /** All is read before any of it is changed. */
  private static void change(Feedback feedback, Body body) {
    int block = body.integer("block_id").orElse(feedback.block);
    feedback.complete = body.flag("is_complete").orElse(feedback.complete);
    feedback.block = block;
  }

  private static @Nullable JsonObject delete(Call call) {
    CampaignRoutes.found(call).feedback.remove(found(call));
    return null;
  }

  private static Feedback found(Call call) {
    long id = call.id("feedback");
    return CampaignRoutes.found(call).feedback.stream()
        .filter(feedback -> feedback.id == id)
        .findFirst()
        .orElseThrow(Refusal::notFound);
  }

  private static JsonObject shown(Call call, Feedback feedback) {
    return Links.add(feedback.json(CampaignRoutes.found(call)), call);
  }
}
