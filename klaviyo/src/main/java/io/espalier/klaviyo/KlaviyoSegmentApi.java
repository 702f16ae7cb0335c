package io.espalier.klaviyo;

import com.google.gson.JsonObject;
import io.espalier.http.Once;
import io.espalier.http.Tier;
import io.espalier.klaviyo.KlaviyoWire.ListAttributes;
import io.espalier.klaviyo.KlaviyoWire.Many;
import io.espalier.klaviyo.KlaviyoWire.One;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;
import retrofit2.http.Body;
import retrofit2.http.DELETE;
import retrofit2.http.GET;
import retrofit2.http.PATCH;
import retrofit2.http.POST;
import retrofit2.http.Path;
import retrofit2.http.Query;

/**
 * Segments that Klaviyo keeps by itself; of them 100 may be made or changed a day. Source:
 * github.com/klaviyo/openapi revision 2026-07-15, read 2026-11-27.
 */
interface KlaviyoSegmentApi {

  /** A segment's definition as Klaviyo shows it. */
  record SegmentAttributes(@Nullable String name, @Nullable JsonObject definition) {}

  @GET("api/segments")
  @Tier(perSecond = 75, perMinute = 750)
  Call<Many<SegmentAttributes>> segments(
      @Query("filter") @Nullable String filter, @Query("page[cursor]") @Nullable String cursor);

  @POST("api/segments")
  @Tier(perSecond = 1, perMinute = 15)
  @Once
  Call<One<SegmentAttributes>> create(@Body RequestBody segment);

  @PATCH("api/segments/{id}")
  @Tier(perSecond = 1, perMinute = 15)
  Call<One<SegmentAttributes>> update(@Path("id") String id, @Body RequestBody segment);

  @DELETE("api/segments/{id}")
  @Tier(perSecond = 3, perMinute = 60)
  Call<Void> delete(@Path("id") String id);

  @DELETE("api/lists/{id}")
  @Tier(perSecond = 10, perMinute = 150)
  Call<Void> deleteList(@Path("id") String id);

  @GET("api/metrics")
  @Tier(perSecond = 10, perMinute = 150, pool = "metrics")
  Call<Many<ListAttributes>> metricNames(@Query("page[cursor]") @Nullable String cursor);
}
