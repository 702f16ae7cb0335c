package io.espalier.http;

import com.google.gson.Gson;
import io.espalier.spi.CallRecord;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Surroundings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import retrofit2.Call;
import retrofit2.http.Body;
import retrofit2.http.GET;
import retrofit2.http.POST;
import retrofit2.http.PUT;
import retrofit2.http.Path;
import retrofit2.http.Query;

/** A small vendor, and the stack that speaks to it, on virtual time. */
final class Things implements AutoCloseable {
  record Thing(String name, int size) {}

  interface Api {
    @GET("things/{id}")
    Call<Thing> get(@Path("id") String id);

    @GET("people/{address}")
    Call<Thing> person(@Path("address") String address, @Query("key") String key);

    @PUT("things")
    Call<Thing> put(@Body Thing thing);

    @POST("things")
    @Once
    Call<Thing> create(@Body Thing thing);

    @POST("search")
    @Reads
    Call<Thing> search(@Body Thing like);

    @GET("few")
    @Tier(perSecond = 3, perMinute = 10)
    Call<Thing> few();

    @GET("shared/a")
    @Tier(perSecond = 2, pool = "shared")
    Call<Thing> sharedA();

    @GET("shared/b")
    @Tier(perSecond = 2, pool = "shared")
    Call<Thing> sharedB();
  }

  static final Thing ONE = new Thing("one", 1);
  static final String ONE_JSON = "{\"name\":\"one\",\"size\":1}";

  final VirtualTime time;
  final List<CallRecord> records = Collections.synchronizedList(new ArrayList<>());
  final Api api;
  private final HttpStack http;

  Things(HttpUrl url) {
    this(url, new VirtualTime(), "nobody else's");
  }

  /** On a time and with an account that others may share. */
  Things(HttpUrl url, VirtualTime time, String account) {
    this.time = time;
    Surroundings surroundings = new Surroundings(time, time, new Random(7), records::add);
    http =
        new HttpStack(
            "acme",
            url,
            new Gson(),
            surroundings,
            List.of(),
            Things::failure,
            QuotaHeaders.NONE,
            account);
    api = http.api(Api.class);
  }

  <T> Answer<T> call(Call<T> call) {
    return http.call(call);
  }

  private static Failure failure(int status, Headers headers, String body) {
    return Failure.of(kind(status), "acme said " + status);
  }

  private static FailureKind kind(int status) {
    if (status == 429) {
      return FailureKind.RATE_LIMITED;
    }
    if (status == 401) {
      return FailureKind.AUTH;
    }
    if (status == 400) {
      return FailureKind.INVALID;
    }
    return status >= 500 ? FailureKind.TRANSIENT : FailureKind.PROTOCOL;
  }

  @Override
  public void close() {
    http.close();
  }
}
