package io.espalier.salesforcemc;

import com.google.gson.JsonObject;
import io.espalier.http.Reads;
import io.espalier.http.Tier;
import io.espalier.salesforcemc.SalesforceMcWire.Accepted;
import io.espalier.salesforcemc.SalesforceMcWire.AssetPage;
import io.espalier.salesforcemc.SalesforceMcWire.ContactKeys;
import io.espalier.salesforcemc.SalesforceMcWire.DeleteStarted;
import io.espalier.salesforcemc.SalesforceMcWire.Items;
import io.espalier.salesforcemc.SalesforceMcWire.JobResults;
import io.espalier.salesforcemc.SalesforceMcWire.JobStatus;
import io.espalier.salesforcemc.SalesforceMcWire.Rowset;
import io.espalier.salesforcemc.SalesforceMcWire.Token;
import io.espalier.salesforcemc.SalesforceMcWire.TokenRequest;
import java.util.Map;
import okhttp3.RequestBody;
import okhttp3.ResponseBody;
import retrofit2.Call;
import retrofit2.http.Body;
import retrofit2.http.DELETE;
import retrofit2.http.GET;
import retrofit2.http.Header;
import retrofit2.http.Headers;
import retrofit2.http.PATCH;
import retrofit2.http.POST;
import retrofit2.http.PUT;
import retrofit2.http.Path;
import retrofit2.http.Query;

/**
 * The three hosts of one tenant. Quotas are the vendor's advice: 2,500 REST calls a minute, 2,000
 * SOAP calls (Intro to Marketing Cloud APIs; markus.codes 2021).
 */
final class SalesforceMcApi {
  private SalesforceMcApi() {}

  /** {@code https://{subdomain}.auth.marketingcloudapis.com/}. */
  interface Auth {
    /** developer.salesforce.com/docs/marketing/marketing-cloud/guide/access-token-s2s.html. */
    @Reads
    @POST("v2/token")
    Call<Token> token(@Body TokenRequest request);
  }

  /** {@code https://{subdomain}.rest.marketingcloudapis.com/}. */
  interface Rest {
    /** …/guide/updateDataExtensionIDAsync.html: at most 32,000 rows; we send 2,500. */
    @Tier(perMinute = 2500, pool = "rest")
    @PUT("data/v1/async/dataextensions/key:{key}/rows")
    Call<Accepted> upsert(
        @Header("Authorization") String bearer, @Path("key") String key, @Body Items rows);

    @Tier(perMinute = 2500, pool = "rest")
    @GET("data/v1/async/{job}/status")
    Call<JobStatus> status(@Header("Authorization") String bearer, @Path("job") String job);

    @Tier(perMinute = 2500, pool = "rest")
    @GET("data/v1/async/{job}/results")
    Call<JobResults> results(
        @Header("Authorization") String bearer, @Path("job") String job, @Query("page") int page);

    @Tier(perMinute = 2500, pool = "rest")
    @GET("data/v1/customobjectdata/key/{key}/rowset")
    Call<Rowset> rows(
        @Header("Authorization") String bearer,
        @Path("key") String key,
        @Query("$page") int page,
        @Query("$pageSize") int size);

    /** A callback of the Event Notification Service proves that it is ours; documents of ENS. */
    @Tier(perMinute = 2500, pool = "rest")
    @POST("platform/v1/ens-verify")
    Call<com.google.gson.JsonObject> verifyCallback(
        @Header("Authorization") String bearer, @Body java.util.Map<String, String> keys);

    /** Further pages of the snapshot that the first page opened. */
    @Tier(perMinute = 2500, pool = "rest")
    @GET("data/v1/customobjectdata/token/{token}/rowset")
    Call<Rowset> moreRows(
        @Header("Authorization") String bearer,
        @Path("token") String token,
        @Query("$page") int page);

    /** Contact Builder's deletion: it begins at once and ends days later (sheet §3). */
    @Tier(perMinute = 2500, pool = "rest")
    @POST("contacts/v1/contacts/actions/delete")
    Call<DeleteStarted> deleteContacts(
        @Header("Authorization") String bearer,
        @Query("type") String type,
        @Body ContactKeys contacts);

    @Tier(perMinute = 2500, pool = "rest")
    @GET("asset/v1/content/assets")
    Call<AssetPage> assets(
        @Header("Authorization") String bearer,
        @Query("$filter") String filter,
        @Query("$page") int page,
        @Query("$pagesize") int size);

    @Tier(perMinute = 2500, pool = "rest")
    @GET("asset/v1/content/assets/{id}")
    Call<JsonObject> asset(@Header("Authorization") String bearer, @Path("id") int id);

    @Tier(perMinute = 2500, pool = "rest")
    @POST("asset/v1/content/assets")
    Call<JsonObject> createAsset(
        @Header("Authorization") String bearer, @Body Map<String, Object> asset);

    /** Merges, where PUT would replace. */
    @Tier(perMinute = 2500, pool = "rest")
    @PATCH("asset/v1/content/assets/{id}")
    Call<JsonObject> changeAsset(
        @Header("Authorization") String bearer,
        @Path("id") int id,
        @Body Map<String, Object> asset);

    /** Answers with the plain word OK. */
    @Tier(perMinute = 2500, pool = "rest")
    @DELETE("asset/v1/content/assets/{id}")
    Call<ResponseBody> deleteAsset(@Header("Authorization") String bearer, @Path("id") int id);

    @Tier(perMinute = 2500, pool = "rest")
    @POST("asset/v1/content/categories")
    Call<JsonObject> createCategory(
        @Header("Authorization") String bearer, @Body Map<String, Object> category);
  }

  /** {@code https://{subdomain}.soap.marketingcloudapis.com/}; the token is in the envelope. */
  interface Soap {
    @Reads
    @Tier(perMinute = 2000, pool = "soap")
    @Headers("SOAPAction: Retrieve")
    @POST("Service.asmx")
    Call<ResponseBody> retrieve(@Body RequestBody envelope);

    @Tier(perMinute = 2000, pool = "soap")
    @Headers("SOAPAction: Create")
    @POST("Service.asmx")
    Call<ResponseBody> create(@Body RequestBody envelope);

    @Tier(perMinute = 2000, pool = "soap")
    @Headers("SOAPAction: Update")
    @POST("Service.asmx")
    Call<ResponseBody> update(@Body RequestBody envelope);

    @Tier(perMinute = 2000, pool = "soap")
    @Headers("SOAPAction: Delete")
    @POST("Service.asmx")
    Call<ResponseBody> delete(@Body RequestBody envelope);
  }
}
