package io.espalier.klaviyo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.spi.Connector;
import io.espalier.spi.Esp;
import io.espalier.spi.EspException;
import io.espalier.spi.FieldMap;
import io.espalier.spi.Settings;
import io.espalier.spi.Surroundings;
import java.math.BigDecimal;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class KlaviyoEspTest {
  private static Connector open(Map<String, String> values) {
    return new KlaviyoEsp()
        .open(
            new Settings(values, Map.of("api_key", "KLAVIYO_API_KEY")),
            FieldMap.empty(),
            Surroundings.real(call -> {}));
  }

  private static String refusal(Map<String, String> values) {
    return assertThrows(EspException.class, () -> open(values)).getMessage();
  }

  @Test
  void isFoundByServiceLoader() {
    assertTrue(
        ServiceLoader.load(Esp.class).stream().anyMatch(p -> p.get().id().equals("klaviyo")));
  }

  @Test
  void wrongSettingsAreNamedAndNoSecretIsSaid() {
    assertEquals("the setting api_key is not given", refusal(Map.of()));
    String broken = refusal(Map.of("api_key", "pk_secret\nx"));
    assertEquals(
        "the Klaviyo API key given by the environment variable KLAVIYO_API_KEY is empty or"
            + " malformed",
        broken);
    assertEquals(
        "the setting 'base_url' would send the API key in clear",
        refusal(Map.of("api_key", "pk_1", "base_url", "http://klaviyo.example")));
    assertEquals(
        "the setting 'base_url' is no web address",
        refusal(Map.of("api_key", "pk_1", "base_url", "klaviyo")));
    assertEquals(
        "the setting 'opt_in' is 'no'", refusal(Map.of("api_key", "pk_1", "opt_in", "no")));
  }

  @Test
  void closingTwiceIsFine() throws Exception {
    Connector connector = open(Map.of("api_key", "pk_1"));
    connector.close();
    connector.close();
  }

  @Test
  void numbersOfMoreThan64BitsAreNotKept() {
    assertTrue(KlaviyoMapper.isKept(new BigDecimal("9223372036854775807")));
    assertFalse(KlaviyoMapper.isKept(new BigDecimal("9223372036854775808")));
    assertTrue(KlaviyoMapper.isKept(new BigDecimal("-9223372036854775808")));
    assertTrue(KlaviyoMapper.isKept(new BigDecimal("0.1")));
    assertTrue(KlaviyoMapper.isKept(new BigDecimal("0.000000001")));
    assertFalse(KlaviyoMapper.isKept(new BigDecimal("12345678901234.123456789")));
  }
}
