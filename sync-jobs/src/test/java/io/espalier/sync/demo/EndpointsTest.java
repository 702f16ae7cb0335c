package io.espalier.sync.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointsTest {
  @ParameterizedTest
  @CsvSource({
    "/api/lists/Y6nRLr/relationships/profiles, /api/lists/{id}/relationships/profiles",
    "/api/lists/yJvnZA/profiles, /api/lists/{id}/profiles",
    "/api/profile-subscription-bulk-create-jobs, /api/profile-subscription-bulk-create-jobs",
    "/data/v1/async/dataextensions/key:espalier_asleep/rows, /data/v1/async/dataextensions/key:{id}/rows",
    "/batch-results/3f8a68b203-response.tar.gz, /batch-results/{id}",
    "/3.0/lists/7307c50014/members/<hash>, /3.0/lists/{id}/members/{id}",
    "/3.0/, /3.0",
    "/3.0/lists/7307c50014/merge-fields/1, /3.0/lists/{id}/merge-fields/{id}",
    "/data/v1/customobjectdata/key/espalier_lapsed/rowset, /data/v1/customobjectdata/key/{id}/rowset",
    "/3.0/lists/4ca5becb8d/segments/49381, /3.0/lists/{id}/segments/{id}",
    "/v2/token, /v2/token",
    "/api/profile-bulk-import-jobs, /api/profile-bulk-import-jobs",
    "/Service.asmx, /Service.asmx",
  })
  void idsAreTakenOutOfPaths(String path, String pattern) {
    assertEquals(pattern, Endpoints.pattern(path));
  }
}
