package io.espalier.salesforcemc;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import io.espalier.http.Answer;
import io.espalier.http.HttpStack;
import io.espalier.http.QuotaHeaders;
import io.espalier.http.TokenCache;
import io.espalier.salesforcemc.SalesforceMcWire.Token;
import io.espalier.salesforcemc.SalesforceMcWire.TokenRequest;
import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Settings;
import io.espalier.spi.Surroundings;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okhttp3.ResponseBody;
import retrofit2.Call;

/**
 * One token for one client and business unit, and every call made with it: a refused token is
 * replaced once and the call sent again.
 */
final class SalesforceMcSession implements AutoCloseable {
  private static final MediaType XML = MediaType.get("text/xml; charset=utf-8");

  private final HttpStack authHttp;
  private final HttpStack restHttp;
  private final HttpStack soapHttp;
  private final SalesforceMcApi.Auth auth;
  private final SalesforceMcApi.Rest rest;
  private final SalesforceMcApi.Soap soap;
  private final SalesforceMcErrors errors;
  private final Addresses addresses;
  private final TokenRequest credentials;
  private final TokenCache<Token> tokens;

  SalesforceMcSession(String esp, Settings settings, Surroundings surroundings) {
    addresses = Addresses.of(settings);
    credentials = credentials(settings);
    errors = new SalesforceMcErrors(settings);
    tokens = new TokenCache<>(surroundings.clock());
    // A null in a row clears its column, so nulls must be written.
    Gson gson = new GsonBuilder().serializeNulls().disableHtmlEscaping().create();
    authHttp = stack(esp, addresses.auth(), gson, surroundings);
    restHttp = stack(esp, addresses.rest(), gson, surroundings);
    soapHttp = stack(esp, addresses.soap(), gson, surroundings);
    auth = authHttp.api(SalesforceMcApi.Auth.class);
    rest = restHttp.api(SalesforceMcApi.Rest.class);
    soap = soapHttp.api(SalesforceMcApi.Soap.class);
  }

  private HttpStack stack(String esp, HttpUrl base, Gson gson, Surroundings surroundings) {
    // The tenant's subdomain is the account: its business units share one throttle.
    return new HttpStack(
        esp,
        base,
        gson,
        surroundings,
        List.of(),
        errors,
        QuotaHeaders.NONE,
        addresses.rest().toString());
  }

  private static TokenRequest credentials(Settings settings) {
    String account = settings.require("account_id");
    if (!account.matches("[0-9]{1,18}")) {
      throw EspException.auth(
          "the account id given by " + settings.source("account_id") + " is not a number",
          "give the MID of the business unit, the number beside its name in Marketing Cloud");
    }
    return new TokenRequest(
        "client_credentials",
        settings.require("client_id"),
        settings.require("client_secret"),
        Long.parseLong(account));
  }

  /** The MID. */
  String account() {
    return Long.toString(credentials.accountId());
  }

  /** The token, asked for if there is none; throws AUTH where it is refused. */
  Token token() {
    return tokens.get(account(), this::fetch);
  }

  private Token fetch() {
    Token token = authHttp.call(auth.token(credentials)).require();
    if (token.accessToken() == null || token.expiresIn() <= 0) {
      throw new EspException(
          Failure.of(FailureKind.PROTOCOL, SalesforceMcErrors.NAME + " gave no usable token"));
    }
    addresses.verify(token.restInstanceUrl(), token.soapInstanceUrl());
    return token;
  }

  /** A REST call; its failure, if it is one of the row or target, is in the answer. */
  <T> Answer<T> rest(BiFunction<SalesforceMcApi.Rest, String, Call<T>> call) {
    return withToken(token -> restHttp.call(call.apply(rest, token.bearer())));
  }

  /** A SOAP call: the reply, which may still say that every row failed. */
  SoapReply soap(
      BiFunction<SalesforceMcApi.Soap, RequestBody, Call<ResponseBody>> call,
      Function<String, String> envelope) {
    return withToken(
            token -> {
              String xml = envelope.apply(String.valueOf(token.accessToken()));
              return read(soapHttp.call(call.apply(soap, RequestBody.create(xml, XML))));
            })
        .require();
  }

  /** A fault may come with status 200, too. */
  private Answer<SoapReply> read(Answer<ResponseBody> answer) {
    if (answer.failure().isPresent() || answer.body() == null) {
      return new Answer<>(answer.status(), null, answer.headers(), answer.failure(), answer.raw());
    }
    SoapReply reply = SoapReply.read(text(answer.body()));
    Optional<Failure> fault =
        reply.fault().isEmpty() ? Optional.empty() : Optional.of(errors.fault(reply.fault()));
    return new Answer<>(answer.status(), reply, answer.headers(), fault, "");
  }

  private <T> Answer<T> withToken(Function<Token, Answer<T>> call) {
    Token token = token();
    Answer<T> first = call.apply(token);
    if (!isRefused(first)) {
      return first;
    }
    tokens.forget(account(), token);
    Answer<T> second = call.apply(token());
    return isRefused(second) ? second.orThrow() : second;
  }

  private static boolean isRefused(Answer<?> answer) {
    return answer.status() != 403
        && answer.failure().filter(f -> f.kind() == FailureKind.AUTH).isPresent();
  }

  private static String text(ResponseBody body) {
    try (body) {
      return body.string();
    } catch (IOException e) {
      throw new EspException(
          Failure.of(
              FailureKind.TRANSIENT, "the connection to " + SalesforceMcErrors.NAME + " broke off"),
          e);
    }
  }

  @Override
  public void close() {
    authHttp.close();
    restHttp.close();
    soapHttp.close();
  }
}
