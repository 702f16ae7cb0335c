package io.espalier.http;

import com.google.gson.Gson;
import io.espalier.spi.Surroundings;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import okhttp3.Dispatcher;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import retrofit2.Call;
import retrofit2.Retrofit;
import retrofit2.converter.gson.GsonConverterFactory;

/**
 * Everything that speaks HTTP to one vendor: Retrofit over OkHttp, with the quotas of {@link Tier},
 * repeats, and a record of each call.
 *
 * <pre>{@code
 * HttpStack http = new HttpStack("klaviyo", url, new Gson(), surroundings, List.of(auth), errors);
 * KlaviyoApi api = http.api(KlaviyoApi.class);
 * Accounts accounts = http.call(api.accounts()).require();
 * }</pre>
 */
public final class HttpStack implements AutoCloseable {
  /** Longer than any vendor's own limit (Mailchimp and SFMC: 120 s, 2026-11-23). */
  private static final Duration READ_TIMEOUT = Duration.ofSeconds(130);

  private final OkHttpClient client;
  private final Retrofit retrofit;
  private final Repeats repeats;

  /**
   * @param base ends with a slash; redirects away from it are not followed
   * @param authentication adds the credentials to each attempt
   */
  public HttpStack(
      String esp,
      HttpUrl base,
      Gson gson,
      Surroundings surroundings,
      List<Interceptor> authentication,
      VendorErrors errors) {
    this(esp, base, gson, surroundings, authentication, errors, QuotaHeaders.NONE, alone());
  }

  /**
   * The same for a vendor that tells of its quotas.
   *
   * @param quotas reads what it tells
   * @param account what the vendor counts calls by; all stacks of this process on one clock that
   *     name the same account share its quotas. It may hold a secret: only its digest is kept
   */
  public HttpStack(
      String esp,
      HttpUrl base,
      Gson gson,
      Surroundings surroundings,
      List<Interceptor> authentication,
      VendorErrors errors,
      QuotaHeaders quotas,
      String account) {
    Dispatcher dispatcher = new Dispatcher();
    OkHttpClient.Builder builder =
        new OkHttpClient.Builder()
            .dispatcher(dispatcher)
            .followRedirects(false)
            .retryOnConnectionFailure(false)
            .connectTimeout(Duration.ofSeconds(10))
            .readTimeout(READ_TIMEOUT)
            .writeTimeout(READ_TIMEOUT)
            .addInterceptor(new Quotas(surroundings, quotas, account));
    authentication.forEach(builder::addInterceptor);
    client = builder.addInterceptor(new Recorder(esp, surroundings)).build();
    retrofit =
        new Retrofit.Builder()
            .baseUrl(base)
            .client(client)
            .addConverterFactory(new WholeBodies(gson))
            .addConverterFactory(GsonConverterFactory.create(gson))
            .build();
    repeats = new Repeats(esp, surroundings, errors);
  }

  /** An account that nobody else has. */
  private static String alone() {
    return UUID.randomUUID().toString();
  }

  /** A vendor's API, as its annotated interface describes it. */
  public <A> A api(Class<A> type) {
    return retrofit.create(type);
  }

  /**
   * Makes a call, repeating it as far as that is safe.
   *
   * @throws io.espalier.spi.EspException where no answer came, or one that makes no sense
   */
  public <T> Answer<T> call(Call<T> call) {
    return repeats.execute(call);
  }

  @Override
  public void close() {
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
  }
}
