package io.espalier.mailchimp;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import io.espalier.http.Redaction;
import io.espalier.http.VendorErrors;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import java.util.List;
import java.util.stream.Collectors;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What Mailchimp's refusals mean. Their {@code type} is constant or missing, so status and title
 * decide. Source: the vendor's error glossary and recorded answers, 2026-11-23.
 */
final class MailchimpErrors implements VendorErrors {
  private static final Gson GSON = new Gson();

  private final MailchimpSettings settings;

  MailchimpErrors(MailchimpSettings settings) {
    this.settings = settings;
  }

  @Override
  public Failure read(int status, Headers headers, String body) {
    MailchimpWire.@Nullable Problem problem = problem(body);
    if (status == 429) {
      return Failure.of(FailureKind.RATE_LIMITED, "Mailchimp is busy with other calls of this key");
    }
    if (problem == null) {
      return unexplained(status, body);
    }
    String title = problem.title() == null ? "" : problem.title();
    switch (status) {
      case 401:
        return new Failure(
            FailureKind.AUTH,
            "Mailchimp refused the API key given by " + settings.keySource(),
            "make a new key in Mailchimp, Account, Extras, API keys, and put it there");
      case 403:
        return new Failure(
            FailureKind.AUTH,
            "Mailchimp does not let the API key given by "
                + settings.keySource()
                + " in: "
                + words(problem),
            "check the end of the key, which names the data centre, and the role of its user");
      case 404:
        return Failure.of(FailureKind.MISSING_TARGET, "Mailchimp has no such thing (404)");
      case 400:
      case 405:
      case 422:
        return row(problem);
      case 503:
        if (title.contains("Compliance")) {
          return Failure.of(
              FailureKind.UNSUPPORTED, "Mailchimp has disabled this: " + words(problem));
        }
        return busy(status);
      default:
        return status >= 500
            ? busy(status)
            : Failure.of(
                FailureKind.PROTOCOL, "Mailchimp answered " + status + ": " + words(problem));
    }
  }

  /** Edge servers answer without problem+json: under load that is 403, 404 or 5xx. */
  private static Failure unexplained(int status, String body) {
    if (status == 403) {
      return Failure.of(
          FailureKind.RATE_LIMITED, "Mailchimp throttles this key (403 without a word)");
    }
    if (status == 404 && body.isBlank()) {
      return busy(status);
    }
    if (status >= 500 || status == 408) {
      return busy(status);
    }
    return Failure.of(
        FailureKind.PROTOCOL,
        "Mailchimp answered "
            + status
            + " with something unreadable: "
            + Redaction.firstWords(body));
  }

  private static Failure busy(int status) {
    return Failure.of(
        FailureKind.TRANSIENT, "Mailchimp is not well at the moment (" + status + ")");
  }

  /** What the storage of batch results means: a link lives for minutes and then is forbidden. */
  static Failure storage(int status, Headers headers, String body) {
    return Failure.of(
        status >= 500 || status == 429 ? FailureKind.TRANSIENT : FailureKind.MISSING_TARGET,
        "the storage of Mailchimp's batch results answered " + status);
  }

  /** What the refusal of one row means. */
  static Failure row(MailchimpWire.Problem problem) {
    String title = problem.title() == null ? "" : problem.title();
    String detail = problem.detail() == null ? "" : problem.detail();
    if (title.equals("Member In Compliance State")) {
      return new Failure(
          FailureKind.INVALID,
          "Mailchimp will not subscribe this person: they unsubscribed, bounced, or are under review",
          "only the person can come back, through a Mailchimp sign-up form");
    }
    if (title.equals("Forgotten Email Not Subscribed")) {
      return new Failure(
          FailureKind.INVALID,
          "this person was permanently deleted in Mailchimp and cannot be imported again",
          "only the person can come back, through a Mailchimp sign-up form");
    }
    if (detail.contains("signed up to a lot of lists")) {
      return new Failure(
          FailureKind.TRANSIENT,
          "Mailchimp takes no more sign-ups of this person for now",
          "it is tried again in the next run");
    }
    List<MailchimpWire.FieldProblem> fields = MailchimpWire.list(problem.errors());
    if (!fields.isEmpty()) {
      String named =
          fields.stream()
              .map(f -> "field " + f.field() + ": " + f.message())
              .collect(Collectors.joining("; "));
      return new Failure(
          FailureKind.INVALID,
          "Mailchimp refused " + Redaction.text(named),
          "correct the value in the source");
    }
    return Failure.of(FailureKind.INVALID, "Mailchimp refused: " + words(problem));
  }

  /** What one operation of a batch came to; only for a status that is no success. */
  Failure operation(int status, String response) {
    return read(status, Headers.of(), response);
  }

  private static String words(MailchimpWire.Problem problem) {
    String text = problem.detail() == null ? problem.title() : problem.detail();
    return Redaction.text(text == null ? "no reason given" : text);
  }

  private static MailchimpWire.@Nullable Problem problem(String body) {
    try {
      MailchimpWire.Problem problem = GSON.fromJson(body, MailchimpWire.Problem.class);
      boolean edge =
          problem != null && problem.title() != null && problem.title().startsWith("akamai");
      return problem == null || problem.title() == null || edge ? null : problem;
    } catch (JsonParseException e) {
      return null;
    }
  }
}
