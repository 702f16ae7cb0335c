package io.espalier.sync.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointsTest {
  @ParameterizedTest
  @CsvSource({
    "/api/lists/Y6nRLr/relationships/profiles, /api/lists/{id}/relationships/profiles",
    "/3.0/lists/4ca5becb8d/segments/49381, /3.0/lists/{id}/segments/{id}",
    "/v2/token, /v2/token",
    "/api/profile-bulk-import-jobs, /api/profile-bulk-import-jobs",
    "/Service.asmx, /Service.asmx",
  })
  void idsAreTakenOutOfPaths(String path, String pattern) {
    assertEquals(pattern, Endpoints.pattern(path));
  }
}
