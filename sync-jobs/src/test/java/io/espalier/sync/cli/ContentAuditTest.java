package io.espalier.sync.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Defects planted into emails, two of each kind. */
class ContentAuditTest {
  private static final String CLEAN =
      """
      <mjml>
        <mj-head><mj-title>News for {{ first_name | default: "you" }}</mj-title></mj-head>
        <mj-body>
          <mj-section><mj-column>
            <mj-image src="https://img.example.com/ok.png" alt="A pot" href="https://shop.example.com/moss"/>
            <mj-text><es-if test="exists city">You live in {{ city }}.</es-if> <a href="https://shop.example.com/slate">Slate</a></mj-text>
          </mj-column></mj-section>
          <es-choose>
            <es-when test="missing first_name" valid-until="2026-12-24"><mj-section><mj-column><mj-text>Until Christmas</mj-text></mj-column></mj-section></es-when>
            <es-when test="count(order, 3650d) &gt;= 1"><mj-section><mj-column><mj-text>Thanks</mj-text></mj-column></mj-section></es-when>
            <es-otherwise/>
          </es-choose>
          <mj-section><mj-column><mj-text><es-address/> <es-unsubscribe>Unsubscribe</es-unsubscribe></mj-text></mj-column></mj-section>
        </mj-body>
      </mjml>
      """;
  private static final String PLANTED =
      """
      <mjml>
        <mj-head><mj-title>News</mj-title></mj-head>
        <mj-body>
          <mj-section><mj-column>
            <mj-image src="https://img.example.com/dead.png" alt="A pot"/>
            <mj-image src="https://img.example.com/unknown.png" alt="A pot"/>
            <mj-image src="https://img.example.com/ok.png"/>
            <mj-image src="https://img.example.com/ok.png" href="https://shop.example.com/gone"/>
            <mj-text>Dear {{ first_name }}, in {{ city }} <a href="https://shop.example.com/sold-out">Honey</a></mj-text>
          </mj-column></mj-section>
          <es-choose>
            <es-when test="exists first_name" valid-until="2026-01-06"><mj-section><mj-column><mj-text>Sale</mj-text></mj-column></mj-section></es-when>
            <es-when test="today &lt;= 2026-02-14"><mj-section><mj-column><mj-text>Valentine</mj-text></mj-column></mj-section></es-when>
            <es-when test='first_name == "Nobody"'><mj-section><mj-column><mj-text>Nobody</mj-text></mj-column></mj-section></es-when>
            <es-when test="count(order, 1d) &gt;= 100"><mj-section><mj-column><mj-text>A lot</mj-text></mj-column></mj-section></es-when>
            <es-otherwise/>
          </es-choose>
          <mj-section><mj-column><mj-text><es-address/> <es-unsubscribe>Unsubscribe</es-unsubscribe></mj-text></mj-column></mj-section>
        </mj-body>
      </mjml>
      """;

  @TempDir Path dir;

  private CommandRun audit(String email) throws IOException {
    Path shop = dir.resolve("shop");
    assertEquals(0, CommandRun.of("init", shop).exit());
    Files.delete(shop.resolve("emails/hello.mjml"));
    Files.writeString(shop.resolve("emails/news.mjml"), email);
    Files.writeString(
        shop.resolve("assets.csv"),
        """
        url,state
        https://img.example.com/ok.png,ok
        https://img.example.com/dead.png,dead
        https://shop.example.com/moss,ok
        https://shop.example.com/slate,ok
        https://shop.example.com/gone,out-of-stock
        https://shop.example.com/sold-out,out-of-stock
        """);
    Path people = shop.resolve("data/people.csv");
    List<String> lines = new ArrayList<>(Files.readAllLines(people));
    lines.add(lines.get(1).replaceAll("[^,]+", "").replaceFirst("^", "c99"));
    Files.write(people, withoutNames(lines));
    return CommandRun.of("content", "audit", "--project", shop, "--json");
  }

  /** The last person has a key and an address, and nothing else. */
  private static List<String> withoutNames(List<String> lines) {
    List<String> names = List.of(lines.get(0).split(",", -1));
    String[] cells = new String[names.size()];
    for (int i = 0; i < cells.length; i++) {
      cells[i] =
          switch (names.get(i)) {
            case "customer_id" -> "c99";
            case "email" -> "c99@example.com";
            default -> "";
          };
    }
    lines.set(lines.size() - 1, String.join(",", cells));
    return lines;
  }

  private static List<String> kinds(CommandRun run) {
    List<String> kinds = new ArrayList<>();
    JsonParser.parseString(run.out())
        .getAsJsonObject()
        .getAsJsonArray("defects")
        .forEach(d -> kinds.add(d.getAsJsonObject().get("kind").getAsString()));
    Collections.sort(kinds);
    return kinds;
  }

  @Test
  void twelvePlantedAreTwelveFound() throws IOException {
    CommandRun run = audit(PLANTED);
    assertEquals(
        List.of(
            "dead-image",
            "dead-image",
            "expired",
            "expired",
            "no-alt",
            "no-alt",
            "no-default",
            "no-default",
            "nobody",
            "nobody",
            "out-of-stock",
            "out-of-stock"),
        kinds(run),
        run.out() + run.err());
    assertEquals(1, run.exit());
  }

  @Test
  void aCleanEmailHasNone() throws IOException {
    CommandRun run = audit(CLEAN);
    assertEquals(List.of(), kinds(run), run.out());
    assertEquals(0, run.exit());
  }
}
