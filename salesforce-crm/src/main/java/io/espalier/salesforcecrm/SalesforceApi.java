package io.espalier.salesforcecrm;

import io.espalier.http.Reads;
import io.espalier.salesforcecrm.SalesforceWire.Counted;
import io.espalier.salesforcecrm.SalesforceWire.Description;
import io.espalier.salesforcecrm.SalesforceWire.JobInfo;
import io.espalier.salesforcecrm.SalesforceWire.Token;
import java.util.Map;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;
import retrofit2.http.Body;
import retrofit2.http.DELETE;
import retrofit2.http.FieldMap;
import retrofit2.http.FormUrlEncoded;
import retrofit2.http.GET;
import retrofit2.http.Header;
import retrofit2.http.Headers;
import retrofit2.http.POST;
import retrofit2.http.Path;
import retrofit2.http.Query;

/**
 * One org. Nothing here changes what the org holds, apart from query jobs, which are cleared away.
 *
 * <p>Source: developer.salesforce.com/docs/platform/api-asynch/guide (query-create-job,
 * query-get-one-job, query-get-job-results), read 2026-11-27.
 */
final class SalesforceApi {
  private SalesforceApi() {}

  interface Auth {
    @Reads
    @FormUrlEncoded
    @POST("services/oauth2/token")
    Call<Token> token(@FieldMap Map<String, String> grant);
  }

  interface Data {
    String VERSION = "services/data/v62.0/";

    @GET(VERSION + "sobjects/{object}/describe")
    Call<Description> describe(
        @Header("Authorization") String bearer, @Path("object") String object);

    /** Only for counting: rows come by jobs. */
    @GET(VERSION + "query")
    Call<Counted> count(@Header("Authorization") String bearer, @Query("q") String soql);

    @Reads
    @POST(VERSION + "jobs/query")
    Call<JobInfo> create(@Header("Authorization") String bearer, @Body Map<String, String> job);

    @GET(VERSION + "jobs/query/{job}")
    Call<JobInfo> job(@Header("Authorization") String bearer, @Path("job") String job);

    @Headers("Accept: text/csv")
    @GET(VERSION + "jobs/query/{job}/results")
    Call<ResponseBody> results(
        @Header("Authorization") String bearer,
        @Path("job") String job,
        @Query("locator") @Nullable String locator,
        @Query("maxRecords") int maxRecords);

    @Reads
    @DELETE(VERSION + "jobs/query/{job}")
    Call<Void> delete(@Header("Authorization") String bearer, @Path("job") String job);
  }
}
