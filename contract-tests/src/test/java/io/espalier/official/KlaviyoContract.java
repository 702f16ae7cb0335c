package io.espalier.official;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Klaviyo's published contract, asked about what its sandbox answers. */
public final class KlaviyoContract {
  private static final Pattern FILTER = Pattern.compile("`([^`]+)`: ((?:`[a-z-]+`(?:, )?)+)");

  private final OpenApi contract;

  private KlaviyoContract(OpenApi contract) {
    this.contract = contract;
  }

  /** Read once for all tests, at the first one that asks. */
  private static final class Once {
    private static final Optional<KlaviyoContract> CONTRACT = read();

    private static Optional<KlaviyoContract> read() {
      Path file = OfficialContracts.file("klaviyo-openapi.json");
      return Files.isReadable(file)
          ? Optional.of(new KlaviyoContract(new OpenApi(file, "")))
          : Optional.empty();
    }
  }

  /** The contract; nothing where it does not lie beside the project. */
  public static Optional<KlaviyoContract> there() {
    return Once.CONTRACT;
  }

  /**
   * What is wrong with an answer of two hundred and something. That a last page's {@code next} is
   * null, which every client relies on, is more than the contract's letter allows.
   */
  public List<String> wrong(String method, List<String> segments, int status, String body) {
    return contract.wrongAnswer(method, segments, status, body).stream()
        .filter(text -> !text.matches("answer\\.links\\.(next|prev) is null"))
        .toList();
  }

  /** The query parameters of a GET: each with its values, where the contract counts them up. */
  public Map<String, List<String>> query(List<String> segments) {
    Map<String, List<String>> query = new TreeMap<>();
    contract
        .queryOf("get", segments)
        .forEach((name, parameter) -> query.put(name, values(parameter)));
    return query;
  }

  private static List<String> values(JsonObject parameter) {
    JsonObject schema = parameter.getAsJsonObject("schema");
    JsonObject items = schema.has("items") ? schema.getAsJsonObject("items") : schema;
    JsonElement values = items.get("enum");
    return values instanceof JsonArray array
        ? array.asList().stream().map(JsonElement::getAsString).toList()
        : List.of();
  }

  /** The largest page of a GET; 0 where its size cannot be chosen. */
  public int largestPage(List<String> segments) {
    JsonObject size = contract.queryOf("get", segments).get("page[size]");
    return size == null ? 0 : size.getAsJsonObject("schema").get("maximum").getAsInt();
  }

  /** The page of a GET where nobody chooses; 0 where its size cannot be chosen. */
  public int usualPage(List<String> segments) {
    JsonObject size = contract.queryOf("get", segments).get("page[size]");
    return size == null ? 0 : size.getAsJsonObject("schema").get("default").getAsInt();
  }

  /** What a GET may be filtered by: field → operators. */
  public Map<String, TreeSet<String>> filters(List<String> segments) {
    Map<String, TreeSet<String>> filters = new TreeMap<>();
    JsonObject filter = contract.queryOf("get", segments).get("filter");
    if (filter != null) {
      Matcher allowed = FILTER.matcher(filter.get("description").getAsString());
      while (allowed.find()) {
        filters.put(
            allowed.group(1),
            new TreeSet<>(List.of(allowed.group(2).replace("`", "").split(", ", -1))));
      }
    }
    return filters;
  }
}
