package io.espalier.mailchimp;

import io.espalier.http.Once;
import okhttp3.ResponseBody;
import retrofit2.Call;
import retrofit2.http.Body;
import retrofit2.http.GET;
import retrofit2.http.PATCH;
import retrofit2.http.POST;
import retrofit2.http.Path;
import retrofit2.http.Query;
import retrofit2.http.Streaming;
import retrofit2.http.Url;

/**
 * The part of the Marketing API that is used. It has no published quota per minute: only ten calls
 * at a time, and ours are one after another. Source: <a
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
      @Query("type") String type,
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
      @Query("since_last_changed") @org.jspecify.annotations.Nullable String since);

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

  // Its operations are idempotent, so a batch that was sent twice does what one does.
  @POST(VERSION + "/batches")
  Call<MailchimpWire.Batch> submit(@Body MailchimpWire.Operations operations);

  @GET(VERSION + "/batches/{batch}")
  Call<MailchimpWire.Batch> batch(@Path("batch") String batch);

  /** What a batch's result lies behind: storage of another house, asked without credentials. */
  interface Storage {
    @GET
    @Streaming
    Call<ResponseBody> download(@Url String url);
  }
}
