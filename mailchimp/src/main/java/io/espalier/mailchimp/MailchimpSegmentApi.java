package io.espalier.mailchimp;

import com.google.gson.JsonObject;
import com.google.gson.annotations.SerializedName;
import io.espalier.http.Once;
import java.util.List;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;
import retrofit2.http.Body;
import retrofit2.http.DELETE;
import retrofit2.http.GET;
import retrofit2.http.PATCH;
import retrofit2.http.POST;
import retrofit2.http.Path;
import retrofit2.http.Query;

/** Saved segments. Source: Marketing API 3.0.55, read 2026-11-23. */
interface MailchimpSegmentApi {
  String SEGMENTS = "3.0/lists/{list}/segments";

  record Saved(long id, String name, @Nullable String type, @Nullable JsonObject options) {}

  record NewSaved(String name, JsonObject options) {}

  record AllSaved(@Nullable List<Saved> segments, @SerializedName("total_items") int total) {}

  @GET(SEGMENTS + "?type=saved")
  Call<AllSaved> saved(
      @Path("list") String list, @Query("count") int count, @Query("offset") int offset);

  @Once
  @POST(SEGMENTS)
  Call<Saved> create(@Path("list") String list, @Body NewSaved segment);

  @PATCH(SEGMENTS + "/{segment}")
  Call<Saved> update(
      @Path("list") String list, @Path("segment") String segment, @Body NewSaved definition);

  @DELETE(SEGMENTS + "/{segment}")
  Call<Void> delete(@Path("list") String list, @Path("segment") String segment);
}
