package io.espalier.mailchimp;

import com.google.gson.JsonObject;
import com.google.gson.annotations.SerializedName;
import io.espalier.http.Once;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;
import retrofit2.http.Body;
import retrofit2.http.DELETE;
import retrofit2.http.GET;
import retrofit2.http.PATCH;
import retrofit2.http.POST;
import retrofit2.http.Path;
import retrofit2.http.Query;

/** Groups: "interests" in "interest categories". Source: OpenAPI 3.0.55. */
interface MailchimpGroupApi {
  String CATEGORIES = MailchimpApi.LIST + "/interest-categories";
  String GROUPS = CATEGORIES + "/{category}/interests";

  @GET(CATEGORIES)
  Call<Categories> categories(
      @Path("list") String list, @Query("count") int count, @Query("offset") int offset);

  @Once
  @POST(CATEGORIES)
  Call<Category> createCategory(@Path("list") String list, @Body NewCategory category);

  @PATCH(CATEGORIES + "/{category}")
  Call<Category> retitle(
      @Path("list") String list, @Path("category") String category, @Body NewCategory title);

  @GET(GROUPS)
  Call<Groups> groups(
      @Path("list") String list,
      @Path("category") String category,
      @Query("count") int count,
      @Query("offset") int offset);

  @Once
  @POST(GROUPS)
  Call<Group> create(
      @Path("list") String list, @Path("category") String category, @Body MailchimpWire.Name name);

  @PATCH(GROUPS + "/{group}")
  Call<Group> rename(
      @Path("list") String list,
      @Path("category") String category,
      @Path("group") String group,
      @Body MailchimpWire.Name name);

  @DELETE(GROUPS + "/{group}")
  Call<Void> delete(
      @Path("list") String list, @Path("category") String category, @Path("group") String group);

  @PATCH(MailchimpApi.MEMBER)
  Call<JsonObject> change(
      @Path("list") String list,
      @Path("hash") String hash,
      @Query("skip_merge_validation") boolean skipMergeValidation,
      @Body MemberGroups groups);

  record Categories(
      @Nullable List<Category> categories, @SerializedName("total_items") int total) {}

  record Category(String id, String title) {}

  record NewCategory(String title, String type) {}

  record Groups(
      @SerializedName("interests") @Nullable List<Group> groups,
      @SerializedName("total_items") int total) {}

  record Group(String id, @SerializedName("category_id") String category, String name) {}

  /** A group that is not named stays as it is. */
  record MemberGroups(@SerializedName("interests") Map<String, Boolean> groups) {}
}
