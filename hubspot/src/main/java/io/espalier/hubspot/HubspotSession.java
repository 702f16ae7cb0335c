package io.espalier.hubspot;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import io.espalier.http.Answer;
import io.espalier.http.HttpStack;
import io.espalier.http.QuotaHeaders;
import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Settings;
import io.espalier.spi.Surroundings;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import okhttp3.HttpUrl;
import okhttp3.ResponseBody;
import retrofit2.Call;

/** One private app's token, and every call made with it. All with one token share its quotas. */
final class HubspotSession implements AutoCloseable {
  private final Surroundings surroundings;
  private final HttpUrl api;
  private final HttpStack http;
  private final HubspotApi calls;
  private final String bearer;

  HubspotSession(Settings settings, Surroundings surroundings) {
    this.surroundings = surroundings;
    settings
        .get("url")
        .flatMap(Address::mistake)
        .ifPresent(
            m -> {
              throw EspException.auth(m.message(), m.mend());
            });
    api = settings.get("url").map(HttpUrl::get).orElse(Address.API);
    String token = settings.require("token");
    bearer = "Bearer " + token;
    Gson gson = new GsonBuilder().disableHtmlEscaping().create();
    http =
        new HttpStack(
            HubspotCrm.ID,
            api,
            gson,
            surroundings,
            List.of(),
            new HubspotErrors(settings),
            QuotaHeaders.NONE,
            token);
    calls = http.api(HubspotApi.class);
  }

  <T> Answer<T> call(BiFunction<HubspotApi, String, Call<T>> call) {
    return http.call(call.apply(calls, bearer));
  }

  /** The file of an export; our token does not go along. */
  ResponseBody file(@org.jspecify.annotations.Nullable String told) {
    HttpUrl url = Address.file(api, told);
    return http.call(calls.file(url.toString())).require();
  }

  void sleep(Duration pause) {
    try {
      surroundings.sleeper().sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EspException(Failure.of(FailureKind.TRANSIENT, "interrupted while waiting"), e);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
