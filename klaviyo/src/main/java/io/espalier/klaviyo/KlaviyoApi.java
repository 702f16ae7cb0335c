package io.espalier.klaviyo;

import com.google.gson.JsonObject;
import io.espalier.http.Once;
import io.espalier.http.Tier;
import io.espalier.klaviyo.KlaviyoWire.AccountAttributes;
import io.espalier.klaviyo.KlaviyoWire.BlockAttributes;
import io.espalier.klaviyo.KlaviyoWire.ErrorAttributes;
import io.espalier.klaviyo.KlaviyoWire.EventAttributes;
import io.espalier.klaviyo.KlaviyoWire.JobAttributes;
import io.espalier.klaviyo.KlaviyoWire.ListAttributes;
import io.espalier.klaviyo.KlaviyoWire.Many;
import io.espalier.klaviyo.KlaviyoWire.MetricAttributes;
import io.espalier.klaviyo.KlaviyoWire.One;
import io.espalier.klaviyo.KlaviyoWire.TemplateAttributes;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;
import retrofit2.http.Body;
import retrofit2.http.GET;
import retrofit2.http.HTTP;
import retrofit2.http.PATCH;
import retrofit2.http.POST;
import retrofit2.http.Path;
import retrofit2.http.Query;

/**
 * The endpoints in use, with their quotas. Source: github.com/klaviyo/openapi, {@code
 * openapi/stable.json}, read 2026-11-23.
 */
interface KlaviyoApi {
  /**
   * The pinned revision of the API; each lives about two years. Source:
   * developers.klaviyo.com/en/docs/api_versioning_and_deprecation_policy, read 2026-11-23.
   */
  String REVISION = "2026-07-15";

  @GET("api/accounts")
  @Tier(perSecond = 1, perMinute = 15)
  Call<Many<AccountAttributes>> accounts();

  @GET("api/lists")
  @Tier(perSecond = 75, perMinute = 750, pool = "lists")
  Call<Many<ListAttributes>> lists(@Query("page[cursor]") @Nullable String cursor);

  @POST("api/lists")
  @Tier(perSecond = 10, perMinute = 150)
  @Once
  Call<One<ListAttributes>> createList(@Body RequestBody list);

  @PATCH("api/lists/{id}")
  @Tier(perSecond = 10, perMinute = 150)
  Call<One<ListAttributes>> renameList(@Path("id") String list, @Body RequestBody name);

  @GET("api/lists?include=tags&fields[list]=name,created&fields[tag]=name")
  @Tier(perSecond = 75, perMinute = 750, pool = "lists")
  Call<Many<ListAttributes>> listsWithTags(@Query("page[cursor]") @Nullable String cursor);

  @GET("api/tags")
  @Tier(perSecond = 3, perMinute = 60)
  Call<Many<ListAttributes>> tags(@Query("filter") String filter);

  @POST("api/tags")
  @Tier(perSecond = 3, perMinute = 60)
  @Once
  Call<One<ListAttributes>> createTag(@Body RequestBody tag);

  @GET("api/tags/{id}/relationships/lists")
  @Tier(perSecond = 3, perMinute = 60)
  Call<Many<ListAttributes>> tagged(@Path("id") String tag);

  @POST("api/tags/{id}/relationships/lists")
  @Tier(perSecond = 3, perMinute = 60)
  Call<Void> tagLists(@Path("id") String tag, @Body RequestBody lists);

  @GET("api/profiles")
  @Tier(perSecond = 75, perMinute = 750)
  Call<Many<JsonObject>> profiles(
      @Query("filter") @Nullable String filter,
      @Query("additional-fields[profile]") @Nullable String additional,
      @Query("sort") @Nullable String sort,
      @Query("page[size]") int size,
      @Query("page[cursor]") @Nullable String cursor);

  @GET("api/lists/{id}/profiles")
  @Tier(perSecond = 75, perMinute = 750)
  Call<Many<JsonObject>> members(
      @Path("id") String list,
      @Query("filter") @Nullable String filter,
      @Query("additional-fields[profile]") @Nullable String additional,
      @Query("page[size]") int size,
      @Query("page[cursor]") @Nullable String cursor);

  @HTTP(method = "DELETE", path = "api/lists/{id}/relationships/profiles", hasBody = true)
  @Tier(perSecond = 10, perMinute = 150)
  Call<Void> leave(@Path("id") String list, @Body RequestBody profiles);

  @POST("api/profile-import")
  @Tier(perSecond = 75, perMinute = 750)
  Call<One<JsonObject>> importOne(@Body RequestBody profile);

  @POST("api/profile-bulk-import-jobs")
  @Tier(perSecond = 10, perMinute = 150)
  Call<One<JobAttributes>> importMany(@Body RequestBody job);

  @GET("api/profile-bulk-import-jobs?sort=-created_at&page[size]=100")
  @Tier(perSecond = 10, perMinute = 150)
  Call<Many<JobAttributes>> importJobs(@Query("page[cursor]") @Nullable String cursor);

  @GET("api/profile-bulk-import-jobs/{id}")
  @Tier(perSecond = 10, perMinute = 150)
  Call<One<JobAttributes>> importJob(@Path("id") String job);

  @GET("api/profile-bulk-import-jobs/{id}/import-errors")
  @Tier(perSecond = 10, perMinute = 150)
  Call<Many<ErrorAttributes>> importErrors(
      @Path("id") String job,
      @Query("page[size]") int size,
      @Query("page[cursor]") @Nullable String cursor);

  @POST("api/profile-subscription-bulk-create-jobs")
  @Tier(perSecond = 75, perMinute = 750)
  Call<Void> subscribe(@Body RequestBody job);

  @POST("api/profile-subscription-bulk-delete-jobs")
  @Tier(perSecond = 75, perMinute = 750)
  Call<Void> unsubscribe(@Body RequestBody job);

  @POST("api/profile-suppression-bulk-create-jobs")
  @Tier(perSecond = 75, perMinute = 750)
  Call<Void> suppress(@Body RequestBody job);

  @POST("api/data-privacy-deletion-jobs")
  @Tier(perSecond = 3, perMinute = 60)
  Call<Void> erase(@Body RequestBody job);

  @GET("api/metrics")
  @Tier(perSecond = 10, perMinute = 150, pool = "metrics")
  Call<Many<MetricAttributes>> metrics(@Query("page[cursor]") @Nullable String cursor);

  @GET("api/events?fields[event]=event_properties,datetime&sort=datetime&page[size]=1000")
  @Tier(perSecond = 350, perMinute = 3500)
  Call<Many<EventAttributes>> events(
      @Query("filter") String filter, @Query("page[cursor]") @Nullable String cursor);

  /** Not {@link Once}: every event has a {@code unique_id}, so that a repetition is none. */
  @POST("api/event-bulk-create-jobs")
  @Tier(perSecond = 10, perMinute = 150)
  Call<Void> track(@Body RequestBody job);

  @GET("api/templates")
  @Tier(perSecond = 75, perMinute = 750)
  Call<Many<TemplateAttributes>> templates(
      @Query("filter") String filter, @Query("page[cursor]") @Nullable String cursor);

  @GET("api/templates/{id}")
  @Tier(perSecond = 75, perMinute = 750)
  Call<One<TemplateAttributes>> template(@Path("id") String template);

  @POST("api/templates")
  @Tier(perSecond = 75, perMinute = 750)
  @Once
  Call<One<TemplateAttributes>> createTemplate(@Body RequestBody template);

  @PATCH("api/templates/{id}")
  @Tier(perSecond = 75, perMinute = 750)
  Call<One<TemplateAttributes>> updateTemplate(
      @Path("id") String template, @Body RequestBody change);

  @GET("api/template-universal-content?page[size]=100")
  @Tier(perSecond = 75, perMinute = 750)
  Call<Many<BlockAttributes>> blocks(@Query("page[cursor]") @Nullable String cursor);

  @GET("api/template-universal-content/{id}")
  @Tier(perSecond = 75, perMinute = 750)
  Call<One<BlockAttributes>> block(@Path("id") String block);

  @POST("api/template-universal-content")
  @Tier(perSecond = 75, perMinute = 750)
  @Once
  Call<One<BlockAttributes>> createBlock(@Body RequestBody block);

  @PATCH("api/template-universal-content/{id}")
  @Tier(perSecond = 75, perMinute = 750)
  Call<One<BlockAttributes>> updateBlock(@Path("id") String block, @Body RequestBody change);
}
