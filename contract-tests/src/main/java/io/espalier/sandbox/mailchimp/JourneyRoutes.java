package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one door of customer journeys: a step that waits for the API lets a contact in. Journeys are
 * drawn in the web application; here {@code POST /__sandbox/journey} stands for it.
 */
final class JourneyRoutes {
  private JourneyRoutes() {}

  static List<Route> all() {
    return List.of(
        Route.of(
            "POST",
            "/customer-journeys/journeys/{journey}/steps/{step}/actions/trigger",
            JourneyRoutes::trigger));
  }

  private static @Nullable JsonObject trigger(Call call) {
    String step = call.id("journey") + "/" + call.id("step");
    List<String> inside =
        Optional.ofNullable(call.account().journeys.get(step)).orElseThrow(Refusal::notFound);
    String email = call.body().requiredText("email_address");
    AddressCheck.check(email);
    boolean known =
        call.account().audiences.values().stream()
            .anyMatch(
                audience ->
                    audience
                        .byEmail(email)
                        .filter(member -> member.status == MemberStatus.SUBSCRIBED)
                        .isPresent());
    if (!known) {
      throw Refusal.badRequest("The email address is not a subscribed contact of this audience.");
    }
    inside.add(email);
    return null;
  }
}
