package io.espalier.amp.live;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who may ask from within an email (amp.dev, "CORS in email", read in November 2026). Version 2:
 * the sender stands in the header {@code AMP-Email-Sender}. Version 1, which clients still send: an
 * {@code Origin}, and the sender as the parameter {@code __amp_source_origin}. Where both are
 * there, version 2 counts; where neither is, nobody may.
 */
public final class EmailCors {
  private final Set<String> senders;

  /**
   * @param senders the addresses that emails come from; compared without regard to case
   */
  public EmailCors(Set<String> senders) {
    this.senders = senders.stream().map(EmailCors::folded).collect(Collectors.toSet());
  }

  /**
   * The answer.
   *
   * @param status 200 where the request may go on; otherwise what to answer with
   * @param headers of the answer, when it may
   * @param why fit for a log; empty where it may
   */
  public record Verdict(int status, Map<String, String> headers, String why) {
    public boolean allowed() {
      return status == 200;
    }
  }

  /**
   * @param senderHeader of {@code AMP-Email-Sender}
   * @param origin of {@code Origin}
   * @param sourceOrigin of the parameter {@code __amp_source_origin}, decoded
   */
  public Verdict judge(
      Optional<String> senderHeader, Optional<String> origin, Optional<String> sourceOrigin) {
    Map<String, String> headers = new LinkedHashMap<>();
    if (senderHeader.isPresent()) {
      if (!allows(senderHeader.get())) {
        return refuse(403, "the sender is not on the list");
      }
      headers.put("AMP-Email-Allow-Sender", senderHeader.get());
      return new Verdict(200, headers, "");
    }
    if (sourceOrigin.isPresent() && origin.isEmpty()) {
      return refuse(400, "a source origin without an origin");
    }
    if (origin.isEmpty() || sourceOrigin.isEmpty()) {
      return refuse(403, "the request does not say which email it comes from");
    }
    if (!allows(sourceOrigin.get())) {
      return refuse(403, "the sender is not on the list");
    }
    if (hasControl(origin.get())) {
      return refuse(400, "the origin is no origin");
    }
    headers.put("Access-Control-Allow-Origin", origin.get());
    headers.put("AMP-Access-Control-Allow-Source-Origin", sourceOrigin.get());
    headers.put("Access-Control-Expose-Headers", "AMP-Access-Control-Allow-Source-Origin");
    return new Verdict(200, headers, "");
  }

  private boolean allows(String sender) {
    return !hasControl(sender) && senders.contains(folded(sender));
  }

  private static boolean hasControl(String text) {
    return text.chars().anyMatch(c -> c < ' ' || c == 0x7f);
  }

  private static Verdict refuse(int status, String why) {
    return new Verdict(status, Map.of(), why);
  }

  private static String folded(String sender) {
    return sender.strip().toLowerCase(Locale.ROOT);
  }
}
