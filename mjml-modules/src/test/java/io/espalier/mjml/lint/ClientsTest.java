package io.espalier.mjml.lint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class ClientsTest {

  @Test
  void theTableAgreesWithTheDataItWasTakenFrom() throws IOException {
    Path data =
        Path.of(
            System.getProperty("espalier.root"), "..", "shared/corpus/caniemail/lint-matrix.json");
    Assumptions.assumeTrue(Files.isRegularFile(data), "shared/ is absent: skipped");
    JsonObject matrix = JsonParser.parseString(Files.readString(data)).getAsJsonObject();
    Clients clients = Clients.shipped();
    assertTrue(clients.features().size() > 50);
    List<String> theirs = new ArrayList<>();
    matrix.getAsJsonArray("clients").forEach(c -> theirs.add(c.getAsString()));
    for (String name : clients.features()) {
      JsonObject support =
          matrix.getAsJsonObject("features").getAsJsonObject(name).getAsJsonObject("support");
      for (int i = 0; i < theirs.size(); i++) {
        String letter =
            support.has(theirs.get(i))
                ? support.get(theirs.get(i)).getAsString().substring(0, 1)
                : "u";
        String client = clients.names().get(i);
        assertEquals(
            Set.of(client), clients.with(name, letter, Set.of(client)), name + " in " + client);
      }
    }
  }
}
