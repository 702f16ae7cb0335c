package io.espalier.salesforcecrm;

import com.google.gson.annotations.SerializedName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers as they travel. */
final class SalesforceWire {
  private SalesforceWire() {}

  record Token(
      @SerializedName("access_token") @Nullable String accessToken,
      @SerializedName("instance_url") @Nullable String instanceUrl) {
    @Override
    public String toString() {
      return "Token";
    }
  }

  record Description(@Nullable String name, @Nullable List<Field> fields) {}

  record Field(@Nullable String name, @Nullable String type) {}

  record Counted(@Nullable Long totalSize) {}

  record JobInfo(
      @Nullable String id,
      @Nullable String state,
      @Nullable String createdDate,
      @Nullable String errorMessage) {}
}
