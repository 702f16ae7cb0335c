package io.espalier.sandbox.klaviyo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.espalier.sandbox.SandboxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Paths, scopes and quotas of every operation, against the official OpenAPI document. */
class OfficialRoutesTest {
  private static final Path DOCUMENT =
      Path.of("")
          .toAbsolutePath()
          .getParent()
          .getParent()
          .resolve("shared/specs/klaviyo-openapi.json");
  private static final Pattern RATE = Pattern.compile("(?:Burst|Steady|Daily): `(\\d+)/[smd]`");

  @Test
  void everyOperationIsOneOfKlaviyosWithItsScopesAndQuotas() throws IOException {
    assumeTrue(Files.isRegularFile(DOCUMENT), "no ../shared/specs: nothing to compare with");
    JsonObject paths =
        JsonParser.parseString(Files.readString(DOCUMENT))
            .getAsJsonObject()
            .getAsJsonObject("paths");
    Map<String, String> official = new TreeMap<>();
    for (Map.Entry<String, JsonElement> path : paths.entrySet()) {
      for (Map.Entry<String, JsonElement> operation :
          path.getValue().getAsJsonObject().entrySet()) {
        if (operation.getValue() instanceof JsonObject found && found.has("x-klaviyo-scopes")) {
          official.put(
              operation.getKey().toUpperCase(java.util.Locale.ROOT) + " " + plain(path.getKey()),
              told(found));
        }
      }
    }
    Map<String, String> ours = new TreeMap<>();
    Map<String, String> theirs = new TreeMap<>();
    try (KlaviyoSandbox sandbox =
        new KlaviyoSandbox(SandboxOptions.fresh(), false, Duration.ZERO)) {
      for (Route route : sandbox.routes()) {
        String name = route.method() + " " + plain(route.template());
        Quota quota = route.quota();
        ours.put(
            name,
            new TreeSet<>(Scopes.of(route.method(), route.parts()))
                + " "
                + quota.burst()
                + " "
                + quota.steady()
                + (quota.daily() == 0 ? "" : " " + quota.daily()));
        theirs.put(name, official.getOrDefault(name, "no such operation"));
      }
    }
    assertEquals(String.join("\n", lines(theirs)), String.join("\n", lines(ours)));
  }

  private static List<String> lines(Map<String, String> told) {
    List<String> lines = new ArrayList<>();
    told.forEach((name, what) -> lines.add(name + " " + what));
    return lines;
  }

  private static String plain(String path) {
    return path.replaceAll("\\{[^}]*}", "{id}");
  }

  private static String told(JsonObject operation) {
    TreeSet<String> scopes = new TreeSet<>();
    operation.getAsJsonArray("x-klaviyo-scopes").forEach(scope -> scopes.add(scope.getAsString()));
    StringBuilder told = new StringBuilder(scopes.toString());
    String description = operation.get("description").getAsString();
    // Limits of single parameters follow the operation's own.
    int parameters = description.indexOf("Rate limits when using");
    Matcher rate =
        RATE.matcher(parameters < 0 ? description : description.substring(0, parameters));
    while (rate.find()) {
      told.append(' ').append(rate.group(1));
    }
    return told.toString();
  }
}
