package io.espalier.hubspot;

import io.espalier.http.Once;
import io.espalier.http.Reads;
import io.espalier.http.Tier;
import io.espalier.hubspot.HubspotWire.Associations;
import io.espalier.hubspot.HubspotWire.BatchRead;
import io.espalier.hubspot.HubspotWire.Export;
import io.espalier.hubspot.HubspotWire.ExportRequest;
import io.espalier.hubspot.HubspotWire.ExportStatus;
import io.espalier.hubspot.HubspotWire.Ids;
import io.espalier.hubspot.HubspotWire.Page;
import io.espalier.hubspot.HubspotWire.Properties;
import io.espalier.hubspot.HubspotWire.Search;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;
import retrofit2.http.Body;
import retrofit2.http.GET;
import retrofit2.http.Header;
import retrofit2.http.POST;
import retrofit2.http.Path;
import retrofit2.http.Query;
import retrofit2.http.Url;

/**
 * One account. Quotas: 190 calls in ten seconds (100 on smaller plans, so ten in a second), and
 * five searches in a second for the whole account.
 *
 * <p>Source: developers.hubspot.com/docs/api/usage-details, …/crm/search, …/crm/exports, read
 * 2026-11-27.
 */
interface HubspotApi {
  @Tier(perSecond = 10, pool = "crm")
  @GET("crm/v3/properties/{object}")
  Call<Properties> properties(
      @Header("Authorization") String bearer, @Path("object") String object);

  @Tier(perSecond = 10, pool = "crm")
  @GET("crm/v3/objects/{object}")
  Call<Page> page(
      @Header("Authorization") String bearer,
      @Path("object") String object,
      @Query("limit") int limit,
      @Query("after") @Nullable String after,
      @Query("properties") String properties,
      @Query("archived") boolean archived);

  @Reads
  @Tier(perSecond = 5, pool = "search")
  @POST("crm/v3/objects/{object}/search")
  Call<Page> search(
      @Header("Authorization") String bearer, @Path("object") String object, @Body Search search);

  /** At most 100 ids; those that are not there are left out. */
  @Reads
  @Tier(perSecond = 10, pool = "crm")
  @POST("crm/v3/objects/{object}/batch/read")
  Call<Page> batch(
      @Header("Authorization") String bearer, @Path("object") String object, @Body BatchRead read);

  /** At most 1,000 ids. */
  @Reads
  @Tier(perSecond = 10, pool = "crm")
  @POST("crm/v4/associations/{from}/{to}/batch/read")
  Call<Associations> associations(
      @Header("Authorization") String bearer,
      @Path("from") String from,
      @Path("to") String to,
      @Body Ids ids);

  /** Thirty in 24 hours, one at a time. */
  @Once
  @Reads
  @Tier(perSecond = 10, pool = "crm")
  @POST("crm/v3/exports/export/async")
  Call<Export> export(@Header("Authorization") String bearer, @Body ExportRequest request);

  @Tier(perSecond = 10, pool = "crm")
  @GET("crm/v3/exports/export/async/tasks/{task}/status")
  Call<ExportStatus> exported(@Header("Authorization") String bearer, @Path("task") String task);

  @GET
  Call<ResponseBody> file(@Url String url);
}
