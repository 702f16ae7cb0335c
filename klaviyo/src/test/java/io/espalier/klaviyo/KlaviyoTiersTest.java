package io.espalier.klaviyo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.http.Tier;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import retrofit2.http.DELETE;
import retrofit2.http.GET;
import retrofit2.http.HTTP;
import retrofit2.http.PATCH;
import retrofit2.http.POST;

/** Quotas are an endpoint's, however many methods of ours call it. */
class KlaviyoTiersTest {
  @Test
  void everyCallHasAQuotaAndTheCallsOfOneEndpointShareIt() {
    Map<String, Set<String>> quotas = new TreeMap<>();
    for (Class<?> api : List.of(KlaviyoApi.class, KlaviyoSegmentApi.class)) {
      for (Method method : api.getDeclaredMethods()) {
        String endpoint = endpoint(method);
        if (!endpoint.isEmpty()) {
          Tier tier = method.getAnnotation(Tier.class);
          assertNotNull(tier, method::toString);
          String pool = tier.pool().isEmpty() ? method.toString() : tier.pool();
          quotas
              .computeIfAbsent(endpoint, e -> new TreeSet<>())
              .add(pool + " " + tier.perSecond() + " " + tier.perMinute());
        }
      }
    }
    assertTrue(quotas.size() > 30, quotas::toString);
    quotas.forEach((endpoint, told) -> assertEquals(1, told.size(), endpoint + " " + told));
  }

  private static String endpoint(Method method) {
    for (Annotation annotation : method.getAnnotations()) {
      String endpoint =
          annotation instanceof GET get
              ? "GET " + get.value()
              : annotation instanceof POST post
                  ? "POST " + post.value()
                  : annotation instanceof PATCH patch
                      ? "PATCH " + patch.value()
                      : annotation instanceof DELETE delete
                          ? "DELETE " + delete.value()
                          : annotation instanceof HTTP http
                              ? http.method() + " " + http.path()
                              : "";
      if (!endpoint.isEmpty()) {
        return endpoint.replaceFirst("\\?.*", "");
      }
    }
    return "";
  }
}
