package io.espalier.mailchimp;

import io.espalier.http.Answer;
import io.espalier.http.HttpStack;
import io.espalier.model.Consent.State;
import io.espalier.model.EmailAddress;
import io.espalier.spi.ConsentFact;
import io.espalier.spi.FailureKind;
import io.espalier.spi.HookAnswer;
import io.espalier.spi.HookCall;
import io.espalier.spi.HookSignature;
import io.espalier.spi.Settings;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An audience's webhooks. They are not signed, or not surely: the secret is the end of their
 * address, and where a signing secret is set a signature is asked for, too. Whether an opt-out is
 * our own hold-back, and a subscription a form's, is asked of the contact. Sources: the guide to
 * audience webhooks and its change log, read 2026-11-23; they differ on signatures.
 */
final class MailchimpHook {
  static final String PATH = "path";
  static final String SECRET = "secret";

  private static final Duration TOLERANCE = Duration.ofMinutes(5);
  private static final Pattern SIGNATURE = Pattern.compile("t=([0-9]{1,12}),v1=([0-9a-f]{64})");
  private static final DateTimeFormatter FIRED = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
  private static final Set<String> ABOUT_CONSENT = Set.of("unsubscribe", "cleaned", "subscribe");
  private static final HookAnswer NOT_MAILCHIMPS =
      HookAnswer.refused(400, "this is no webhook of Mailchimp's");
  private static final String MEMBER =
      "email_address,status,source,unsubscribe_reason,timestamp_opt,timestamp_signup,last_changed,tags";

  private final HttpStack http;
  private final MailchimpApi api;
  private final MailchimpAudience audience;
  private final java.time.Clock clock;

  MailchimpHook(
      HttpStack http, MailchimpApi api, MailchimpAudience audience, java.time.Clock clock) {
    this.http = http;
    this.api = api;
    this.audience = audience;
    this.clock = clock;
  }

  HookAnswer take(HookCall call, Settings secrets) {
    if (!HookSignature.isSame(call.path(), secrets.require(PATH))) {
      return HookAnswer.refused(404, "the address does not end in the secret");
    }
    // The address is tried out with a GET, or an empty POST, when the webhook is made.
    if (call.method().equals("GET") || call.body().length == 0) {
      return HookAnswer.taken(List.of());
    }
    if (!call.method().equals("POST")) {
      return HookAnswer.refused(405, "Mailchimp posts");
    }
    Optional<String> secret = secrets.get(SECRET);
    if (secret.isPresent() && !isSigned(call, secret.get())) {
      return HookAnswer.refused(401, "the signature is not Mailchimp's, or is old");
    }
    Map<String, String> form;
    try {
      form = form(new String(call.body(), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return NOT_MAILCHIMPS;
    }
    String type = form.getOrDefault("type", "");
    if (type.isEmpty()) {
      return NOT_MAILCHIMPS;
    } else if (!ABOUT_CONSENT.contains(type)) {
      return HookAnswer.taken(List.of());
    } else if (!form.containsKey("data[list_id]")
        || EmailAddress.of(form.getOrDefault("data[email]", "")).isEmpty()) {
      return HookAnswer.refused(
          400, "the webhook's type is " + type + ", but it names no audience or no address");
    }
    // Another audience's people are another store's.
    if (audience.find().filter(list -> list.equals(form.get("data[list_id]"))).isEmpty()) {
      return HookAnswer.taken(List.of());
    }
    return HookAnswer.taken(
        fact(form)
            .map(fact -> new HookAnswer.Told(HookSignature.idOf(call.body()), fact))
            .map(List::of)
            .orElse(List.of()));
  }

  private boolean isSigned(HookCall call, String secret) {
    Matcher given = SIGNATURE.matcher(call.header("X-Mailchimp-Signature").orElse(""));
    if (!given.matches()) {
      return false;
    }
    Instant at = Instant.ofEpochSecond(Long.parseLong(given.group(1)));
    String wanted =
        HexFormat.of()
            .formatHex(
                HookSignature.hmac(
                    secret.getBytes(StandardCharsets.UTF_8),
                    (given.group(1) + ".").getBytes(StandardCharsets.UTF_8),
                    call.body()));
    return HookSignature.isSame(given.group(2), wanted)
        && Duration.between(at, clock.instant()).abs().compareTo(TOLERANCE) <= 0;
  }

  private static Map<String, String> form(String body) {
    Map<String, String> form = new HashMap<>();
    for (String pair : List.of(body.split("&", -1))) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        form.putIfAbsent(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
      }
    }
    return form;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private Optional<ConsentFact> fact(Map<String, String> form) {
    Optional<EmailAddress> email = EmailAddress.of(form.getOrDefault("data[email]", ""));
    String type = form.getOrDefault("type", "");
    String reason = form.getOrDefault("data[reason]", "");
    if (email.isEmpty()) {
      return Optional.empty();
    }
    @Nullable Instant at = fired(form.getOrDefault("fired_at", ""));
    if (reason.equals("abuse")) {
      return Optional.of(fact(email.get(), State.COMPLAINED, at, "abuse"));
    } else if (type.equals("cleaned")) {
      return Optional.of(fact(email.get(), State.SUPPRESSED, at, "cleaned " + reason));
    }
    if (form.getOrDefault("data[action]", "").equals("delete")) {
      // Somebody archived or deleted the contact; that says nothing about what the person wants.
      return Optional.empty();
    }
    Optional<MailchimpWire.Member> member = member(email.get());
    if (type.equals("unsubscribe")) {
      return member.filter(MailchimpHoldBacks::isOurs).isPresent()
          ? Optional.empty()
          : Optional.of(fact(email.get(), State.UNSUBSCRIBED, at, "unsubscribed"));
    }
    return member.flatMap(MailchimpFacts::signUp);
  }

  private static ConsentFact fact(
      EmailAddress email, State state, @Nullable Instant at, String reason) {
    return new ConsentFact(email, state, at, reason.strip(), false);
  }

  private Optional<MailchimpWire.Member> member(EmailAddress email) {
    Answer<MailchimpWire.Member> answer =
        http.call(api.member(audience.id(), SubscriberHash.of(email), MEMBER));
    boolean gone = answer.failure().filter(f -> f.kind() == FailureKind.MISSING_TARGET).isPresent();
    return gone ? Optional.empty() : Optional.of(answer.require());
  }

  /** UTC, without saying so. */
  private static @Nullable Instant fired(String text) {
    try {
      return LocalDateTime.parse(text, FIRED).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      return null;
    }
  }
}
