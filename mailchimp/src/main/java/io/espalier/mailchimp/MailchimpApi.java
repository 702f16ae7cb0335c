package io.espalier.mailchimp;

import com.google.gson.JsonObject;
import io.espalier.http.Once;
import java.util.Map;
import okhttp3.ResponseBody;
import retrofit2.Call;
import retrofit2.http.Body;
import retrofit2.http.DELETE;
import retrofit2.http.GET;
import retrofit2.http.PATCH;
import retrofit2.http.POST;
import retrofit2.http.PUT;
import retrofit2.http.Path;
import retrofit2.http.Query;
import retrofit2.http.QueryMap;
import retrofit2.http.Streaming;
import retrofit2.http.Url;

/**
 * The part of the Marketing API that is used. It has no published quota per minute: only ten calls
 * at a time, which {@link MailchimpLanes} keeps to. Source: <a
 * href="https://mailchimp.com/developer/marketing/docs/fundamentals/">fundamentals</a>, 2026-08-13.
 */
interface MailchimpApi {
  /** The API's version: <a href="https://mailchimp.com/developer/marketing/api/">reference</a>. */
  String VERSION = "3.0";

  String LIST = VERSION + "/lists/{list}";
  String MEMBER = LIST + "/members/{hash}";
  String SEGMENT = LIST + "/segments/{segment}";

  @GET(VERSION + "/")
  Call<MailchimpWire.Root> root();

  @GET(VERSION + "/lists")
  Call<MailchimpWire.Audiences> audiences(
      @Query("count") int count, @Query("offset") int offset, @Query("fields") String fields);

  @GET(LIST)
  Call<MailchimpWire.Audience> audience(@Path("list") String list, @Query("fields") String fields);

  @Once
  @POST(VERSION + "/lists")
  Call<MailchimpWire.Audience> createAudience(@Body MailchimpWire.NewAudience audience);

  @GET(LIST + "/merge-fields")
  Call<MailchimpWire.MergeFields> mergeFields(
      @Path("list") String list, @Query("count") int count, @Query("offset") int offset);

  @Once
  @POST(LIST + "/merge-fields")
  Call<MailchimpWire.MergeField> createMergeField(
      @Path("list") String list, @Body MailchimpWire.NewMergeField field);

  @PATCH(LIST + "/merge-fields/{field}")
  Call<MailchimpWire.MergeField> renameMergeField(
      @Path("list") String list, @Path("field") long field, @Body MailchimpWire.Name name);

  @GET(LIST + "/segments")
  Call<MailchimpWire.Tags> tags(
      @Path("list") String list,
      @Query("type") @org.jspecify.annotations.Nullable String type,
      @Query("count") int count,
      @Query("offset") int offset);

  @Once
  @POST(LIST + "/segments")
  Call<MailchimpWire.Tag> createTag(@Path("list") String list, @Body MailchimpWire.NewTag tag);

  @PATCH(SEGMENT)
  Call<MailchimpWire.Tag> renameTag(
      @Path("list") String list, @Path("segment") long segment, @Body MailchimpWire.Name name);

  @POST(SEGMENT)
  Call<MailchimpWire.TagChanged> changeTag(
      @Path("list") String list, @Path("segment") long segment, @Body MailchimpWire.TagChange rows);

  @GET(
      SEGMENT
          + "/members?include_cleaned=true&include_transactional=true&include_unsubscribed=true")
  Call<MailchimpWire.Members> tagged(
      @Path("list") String list,
      @Path("segment") long segment,
      @Query("count") int count,
      @Query("offset") int offset,
      @Query("fields") String fields);

  @GET(LIST + "/members")
  Call<MailchimpWire.Members> members(
      @Path("list") String list,
      @Query("count") int count,
      @Query("offset") int offset,
      @Query("fields") String fields,
      @QueryMap Map<String, String> filters);

  @GET(LIST + "/abuse-reports")
  Call<MailchimpWire.AbuseReports> abuseReports(
      @Path("list") String list, @Query("count") int count, @Query("offset") int offset);

  @GET(MEMBER + "/events")
  Call<MailchimpWire.Events> events(
      @Path("list") String list,
      @Path("hash") String hash,
      @Query("count") int count,
      @Query("offset") int offset);

  @Once
  @POST(MEMBER + "/events")
  Call<Void> track(
      @Path("list") String list, @Path("hash") String hash, @Body MailchimpWire.NewEvent event);

  @POST(MEMBER + "/actions/delete-permanent")
  Call<Void> forget(@Path("list") String list, @Path("hash") String hash);

  @GET(VERSION + "/templates?type=user")
  Call<MailchimpWire.Templates> templates(
      @Query("count") int count, @Query("offset") int offset, @Query("fields") String fields);

  @GET(VERSION + "/templates/{template}")
  Call<MailchimpWire.Template> template(@Path("template") long template);

  @Once
  @POST(VERSION + "/templates")
  Call<MailchimpWire.Template> createTemplate(@Body MailchimpWire.NewTemplate template);

  @PATCH(VERSION + "/templates/{template}")
  Call<MailchimpWire.Template> changeTemplate(
      @Path("template") long template, @Body MailchimpWire.NewTemplate as);

  @GET(VERSION + "/campaigns?type=regular")
  Call<MailchimpWire.Campaigns> campaigns(
      @Query("count") int count, @Query("offset") int offset, @Query("fields") String fields);

  @GET(VERSION + "/campaigns/{campaign}")
  Call<MailchimpWire.Campaign> campaign(@Path("campaign") String campaign);

  @Once
  @POST(VERSION + "/campaigns")
  Call<MailchimpWire.Campaign> createCampaign(@Body MailchimpWire.NewCampaign campaign);

  @PATCH(VERSION + "/campaigns/{campaign}")
  Call<MailchimpWire.Campaign> changeCampaign(
      @Path("campaign") String campaign, @Body MailchimpWire.NewCampaign as);

  @DELETE(VERSION + "/campaigns/{campaign}")
  Call<Void> deleteCampaign(@Path("campaign") String campaign);

  @GET(VERSION + "/campaigns/{campaign}/content")
  Call<MailchimpWire.CampaignContent> campaignContent(@Path("campaign") String campaign);

  @PUT(VERSION + "/campaigns/{campaign}/content")
  Call<MailchimpWire.CampaignContent> setCampaignContent(
      @Path("campaign") String campaign, @Body MailchimpWire.NewContent content);

  @GET(MEMBER)
  Call<MailchimpWire.Member> member(
      @Path("list") String list, @Path("hash") String hash, @Query("fields") String fields);

  @GET(MEMBER + "/tags")
  Call<MailchimpWire.MemberTags> tagsOf(
      @Path("list") String list,
      @Path("hash") String hash,
      @Query("count") int count,
      @Query("offset") int offset);

  @PATCH(MEMBER)
  Call<MailchimpWire.Member> setStatus(
      @Path("list") String list,
      @Path("hash") String hash,
      @Query("skip_merge_validation") boolean skipMergeValidation,
      @Body MailchimpWire.Status status);

  @PATCH(MEMBER)
  Call<MailchimpWire.Member> readdress(
      @Path("list") String list,
      @Path("hash") String hash,
      @Query("skip_merge_validation") boolean skipMergeValidation,
      @Body MailchimpWire.Address address);

  @PUT(MEMBER)
  Call<JsonObject> upsert(
      @Path("list") String list,
      @Path("hash") String hash,
      @Query("skip_merge_validation") boolean skipMergeValidation,
      @Body MailchimpWire.Upsert member);

  // Its operations are idempotent, so a batch that was sent twice does what one does.
  @POST(VERSION + "/batches")
  Call<MailchimpWire.Batch> submit(@Body MailchimpWire.Operations operations);

  @GET(
      VERSION
          + "/batches?count=1000&fields=batches.id,batches.status,batches.submitted_at,total_items")
  Call<MailchimpWire.Batches> batches(@Query("offset") int offset);

  @GET(VERSION + "/batches/{batch}")
  Call<MailchimpWire.Batch> batch(@Path("batch") String batch);

  /** Stops a batch; what it has done is done. */
  @DELETE(VERSION + "/batches/{batch}")
  Call<Void> stop(@Path("batch") String batch);

  /** What a batch's result lies behind: storage of another house, asked without credentials. */
  interface Storage {
    @GET
    @Streaming
    Call<ResponseBody> download(@Url String url);
  }
}
