package io.espalier.salesforcecrm;

import com.google.gson.Gson;
import io.espalier.http.Answer;
import io.espalier.http.HttpStack;
import io.espalier.salesforcecrm.SalesforceWire.Token;
import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Settings;
import io.espalier.spi.Surroundings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;

/**
 * One session of one app, and every call made with it: a session that ended is renewed once, and
 * the call made again. Nobody says how long one lasts: two hours as a rule.
 */
final class SalesforceSession implements AutoCloseable {
  private static final Pattern USAGE = Pattern.compile("api-usage=([0-9]{1,12})/([0-9]{1,12})");
  private static final String USUAL_SHARE = "95%";

  private final Settings settings;
  private final Surroundings surroundings;
  private final SalesforceErrors errors;
  private final HttpUrl login;
  private final HttpStack authHttp;
  private final SalesforceApi.Auth auth;
  private @Nullable Open open;

  private record Open(String bearer, HttpUrl instance, HttpStack http, SalesforceApi.Data data) {}

  SalesforceSession(Settings settings, Surroundings surroundings) {
    this.settings = settings;
    this.surroundings = surroundings;
    errors = new SalesforceErrors(settings);
    String url = settings.require("url");
    Address.mistake(url)
        .ifPresent(
            m -> {
              throw EspException.auth(m.message(), m.mend());
            });
    login = HttpUrl.get(url);
    authHttp = stack(login);
    auth = authHttp.api(SalesforceApi.Auth.class);
  }

  private HttpStack stack(HttpUrl base) {
    return new HttpStack(SalesforceCrm.ID, base, new Gson(), surroundings, List.of(), errors);
  }

  /** A call; its failure, where it is not one of the session, is in the answer. */
  <T> Answer<T> call(BiFunction<SalesforceApi.Data, String, Call<T>> call) {
    Answer<T> first = once(call);
    if (!isEnded(first)) {
      return within(first);
    }
    Open ended = open;
    open = null;
    if (ended != null) {
      ended.http().close();
    }
    Answer<T> second = once(call);
    return isEnded(second) ? second.orThrow() : within(second);
  }

  /** Clears a job away. One that stays is gone after seven days: no reason to fail. */
  <T> void tidy(BiFunction<SalesforceApi.Data, String, Call<T>> call) {
    try {
      once(call);
    } catch (EspException e) {
      // Whoever asks for the next one will hear of it.
    }
  }

  private <T> Answer<T> once(BiFunction<SalesforceApi.Data, String, Call<T>> call) {
    Open session = open;
    if (session == null) {
      session = login();
      open = session;
    }
    return session.http().call(call.apply(session.data(), session.bearer()));
  }

  private static boolean isEnded(Answer<?> answer) {
    return answer.status() == 401;
  }

  private Open login() {
    String audience = login.toString().replaceAll("/$", "");
    Map<String, String> grant =
        settings.get("private_key").isPresent()
            ? Map.of(
                "grant_type",
                "urn:ietf:params:oauth:grant-type:jwt-bearer",
                "assertion",
                Assertion.of(settings, audience, surroundings.clock().instant()))
            : Map.of(
                "grant_type",
                "client_credentials",
                "client_id",
                settings.require("client_id"),
                "client_secret",
                settings.require("client_secret"));
    Token token = authHttp.call(auth.token(grant)).require();
    if (token.accessToken() == null) {
      throw new EspException(
          Failure.of(FailureKind.PROTOCOL, SalesforceErrors.NAME + " gave no usable session"));
    }
    HttpUrl instance = Address.instance(login, token.instanceUrl());
    HttpStack http = stack(instance);
    return new Open(
        "Bearer " + token.accessToken(), instance, http, http.api(SalesforceApi.Data.class));
  }

  /** The org's other apps need their calls too: what is left of the day is not all taken. */
  private <T> Answer<T> within(Answer<T> answer) {
    Matcher usage =
        USAGE.matcher(Optional.ofNullable(answer.headers().get("Sforce-Limit-Info")).orElse(""));
    if (answer.failure().isEmpty() && usage.find()) {
      long used = Long.parseLong(usage.group(1));
      long limit = Long.parseLong(usage.group(2));
      String share = settings.get("api_share").orElse(USUAL_SHARE);
      if (used * 100 > limit * Long.parseLong(share.replace("%", ""))) {
        throw new EspException(
            new Failure(
                FailureKind.INVALID,
                used
                    + " of the "
                    + limit
                    + " calls that "
                    + SalesforceErrors.NAME
                    + " takes in a day are used, more than "
                    + share,
                "run again later; what was read is kept. To use more of them: api_share: 100%"));
      }
    }
    return answer;
  }

  @Override
  public void close() {
    authHttp.close();
    if (open != null) {
      open.http().close();
    }
  }
}
