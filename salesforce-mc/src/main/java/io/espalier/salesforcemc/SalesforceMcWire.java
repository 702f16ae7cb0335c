package io.espalier.salesforcemc;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.annotations.SerializedName;
import io.espalier.http.TokenCache;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON of REST. A component is null where the vendor leaves it out. */
final class SalesforceMcWire {
  private SalesforceMcWire() {}

  record TokenRequest(
      @SerializedName("grant_type") String grantType,
      @SerializedName("client_id") String clientId,
      @SerializedName("client_secret") String clientSecret,
      @SerializedName("account_id") long accountId) {
    @Override
    public String toString() {
      return "TokenRequest[secret]";
    }
  }

  record Token(
      @SerializedName("access_token") @Nullable String accessToken,
      @SerializedName("expires_in") long expiresIn,
      @SerializedName("rest_instance_url") @Nullable String restInstanceUrl,
      @SerializedName("soap_instance_url") @Nullable String soapInstanceUrl)
      implements TokenCache.Token {
    @Override
    public Duration lifetime() {
      return Duration.ofSeconds(expiresIn);
    }

    String bearer() {
      return "Bearer " + accessToken;
    }

    @Override
    public String toString() {
      return "Token[secret]";
    }
  }

  record Items(List<Map<String, @Nullable Object>> items) {}

  record ResultMessage(@Nullable String resultCode, @Nullable String message) {}

  record Accepted(@Nullable String requestId, @Nullable List<ResultMessage> resultMessages) {}

  /** {@code status} is absent before pick-up and for an unknown job alike. */
  record JobStatus(@Nullable Status status, @Nullable List<ResultMessage> resultMessages) {}

  record Status(
      @Nullable String requestStatus, @Nullable String resultStatus, @Nullable Boolean hasErrors) {}

  record JobResults(@Nullable List<RowResult> items) {}

  record RowResult(
      @Nullable String status, @Nullable String message, @Nullable List<ColumnError> errors) {}

  record ColumnError(@Nullable String name, @Nullable String errorMessage) {}

  /** {@code items} is absent when there are none. */
  record Rowset(@Nullable Links links, @Nullable List<Row> items) {}

  record Links(@Nullable String next) {}

  record Row(
      @Nullable Map<String, @Nullable JsonElement> keys,
      @Nullable Map<String, @Nullable JsonElement> values) {}

  record ContactKeys(List<String> values, String deleteOperationType) {
    /** Keys may be addresses. */
    @Override
    public String toString() {
      return "ContactKeys[" + values.size() + "]";
    }
  }

  record DeleteStarted(
      @Nullable Boolean operationInitiated,
      @SerializedName("operationID") @Nullable Long operationId) {}

  /** {@code items} is absent when there are none. */
  record AssetPage(@Nullable List<JsonObject> items) {}
}
