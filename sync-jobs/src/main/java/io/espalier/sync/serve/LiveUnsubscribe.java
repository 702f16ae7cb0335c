package io.espalier.sync.serve;

import io.espalier.amp.live.LiveTokens;
import io.espalier.sync.project.LiveSpec;
import java.time.Instant;

/** The address of one person's one-click unsubscription from one email. */
public final class LiveUnsubscribe {
  /** No block can be called so. */
  static final String PURPOSE = "/unsubscribe";

  private LiveUnsubscribe() {}

  public static String address(LiveSpec live, String profile, String email, Instant now) {
    LiveTokens tokens = new LiveTokens(live.keys(), live.life(), fingerprint -> false);
    return live.server()
        + UnsubscribePart.PATH
        + email
        + "?t="
        + tokens.mint(profile, email, PURPOSE, now);
  }
}
