package io.espalier.sandbox.salesforcemc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which rows a filter lets through, and in which order they come; nothing is changed here. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RowFilterTest {
  private final Wire wire = Wire.fresh();

  @BeforeAll
  void fill() {
    wire.createProfiles();
    wire.upsert(
        "[{\"Key\":\"a\",\"Country\":\"PT\",\"Spent\":\"9\",\"Born\":\"1990-05-01\"},"
            + "{\"Key\":\"b\",\"Country\":\"AT\",\"Spent\":\"10\",\"Born\":\"2001-12-31\"},"
            + "{\"Key\":\"c\",\"Country\":\"pt\",\"Spent\":\"100\"},"
            + "{\"Key\":\"d and e\"}]");
  }

  @AfterAll
  void stop() {
    wire.close();
  }

  private HttpResponse<String> ask(String parameter, String text) {
    return wire.get(
        "data/v1/customobjectdata/key/people/rowset?"
            + parameter
            + "="
            + URLEncoder.encode(text, StandardCharsets.UTF_8));
  }

  private String keys(String parameter, String text) {
    JsonObject page = Wire.json(ask(parameter, text));
    List<String> keys = new ArrayList<>();
    JsonArray items = page.has("items") ? page.getAsJsonArray("items") : new JsonArray();
    items.forEach(
        item -> keys.add(item.getAsJsonObject().getAsJsonObject("keys").get("key").getAsString()));
    return String.join(" ", keys);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Country eq 'PT'|a c",
        "country neq 'PT'|b d and e",
        "Spent gt 9|b c",
        "Spent gte 9 and Spent lt 100|a b",
        "Spent lte 9 or Key eq 'd and e'|a d and e",
        "Country eq 'AT' or Country eq 'PT' and Spent gt 50|b c",
        "Born gt '1/1/2000'|b",
        "Country like 'p%'|a c",
        "[Spent] eq 10.0|b",
        "Key eq 'nobody'|``"
      })
  void filterComparesByTheColumnsType(String filter, String keys) {
    assertEquals(keys, keys("$filter", filter));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Spent desc|c b a d and e",
        "Spent|d and e a b c",
        "Country asc, Spent desc|d and e b c a",
        "Born desc, Key|b a c d and e"
      })
  void rowsComeInTheAskedOrder(String order, String keys) {
    assertEquals(keys, keys("$orderBy", order));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Country", "Country eq", "Colour eq 'red'", "Country is 'PT'", "Spent gt 1 Spent"})
  void whatIsNoFilterIsRefused(String filter) {
    HttpResponse<String> reply = ask("$filter", filter);
    assertEquals(400, reply.statusCode());
    assertEquals(10001, Wire.json(reply).get("errorcode").getAsInt());
    assertEquals("Parameter $filter is invalid.", Wire.json(reply).get("message").getAsString());
  }

  @Test
  void orderByWhatIsNoColumnIsRefused() {
    assertEquals(
        "Parameter $orderBy is invalid.",
        Wire.json(ask("$orderBy", "Colour desc")).get("message").getAsString());
  }
}
