package io.espalier.mjml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.mjml.lint.Clients;
import io.espalier.mjml.lint.EmailLint;
import io.espalier.mjml.lint.Variants;
import io.espalier.model.Attribute;
import io.espalier.model.Schema;
import io.espalier.model.ValueType;
import io.espalier.rule.Issue;
import io.espalier.rule.Parsed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every shipped module, in one email. */
class LibraryTest {
  private static final Schema SCHEMA =
      Schema.of(
          List.of(
              Attribute.of("name", ValueType.TEXT),
              Attribute.of("city", ValueType.TEXT),
              Attribute.of("cart", ValueType.LIST),
              Attribute.of("recommended", ValueType.LIST)),
          List.of(),
          Set.of());

  @TempDir Path dir;

  private MjmlEmail tour() throws IOException {
    for (String name : Library.names()) {
      Files.writeString(dir.resolve(name + ".mjml"), Library.text(name));
    }
    Path tour = Fixtures.folder("tour").resolve("tour.mjml");
    Parsed<MjmlEmail> read = MjmlEmail.read(tour, dir, "emails/tour.mjml", SCHEMA);
    assertEquals(List.of(), read.issues().stream().map(Issue::display).toList());
    return read.value().orElseThrow();
  }

  @Test
  void allModulesTogetherHaveNoMistakeInAnyBranch() throws IOException {
    MjmlEmail tour = tour();
    Clients clients = Clients.shipped();
    List<Issue> found =
        new EmailLint(clients, clients.names(), Set.of(), false)
            .lint(tour, "emails/tour.mjml", Map.of());
    assertEquals("", String.join("\n", found.stream().map(Issue::display).toList()));
    String out = System.getenv("ESPALIER_RENDERINGS");
    if (out != null) { // to be looked at
      List<Variants.Variant> variants = Variants.of(tour.html());
      for (int i = 0; i < variants.size(); i++) {
        Files.writeString(
            Path.of(out).resolve("tour-" + i + ".html"),
            variants.get(i).text().replace("\uE000", ""));
      }
    }
  }

  @Test
  void theTourUsesEveryModule() throws IOException {
    String tour = Files.readString(Fixtures.folder("tour").resolve("tour.mjml"));
    List<String> unused =
        Library.names().stream().filter(name -> !tour.contains("module=\"" + name + "\"")).toList();
    assertEquals(List.of("header-logo"), unused, "the header with a logo stands in for the other");
  }

  @Test
  void outlooksCommentsAreWholeInEveryBranch() throws IOException {
    for (MjmlEmail email : List.of(tour(), Fixtures.everywhere())) {
      List<Variants.Variant> variants = Variants.of(email.html());
      assertTrue(variants.size() > 1);
      for (Variants.Variant variant : variants) {
        Matcher mark =
            Pattern.compile("<!--\\[if [^\\]]*\\]>|<!\\[endif\\]-->").matcher(variant.text());
        boolean open = false;
        int tables = 0;
        int at = 0;
        while (mark.find()) {
          boolean opens = mark.group().startsWith("<!--[");
          assertEquals(!open, opens, () -> variant.taken() + ": " + mark.group());
          if (open) {
            tables += tables(variant.text().substring(at, mark.start()));
          }
          at = mark.end();
          open = opens;
        }
        assertEquals(false, open);
        assertEquals(
            0, tables, () -> "Outlook's own tables, opened and closed: " + variant.taken());
      }
    }
  }

  private static int tables(String html) {
    int open = html.split("<table", -1).length - 1;
    int closed = html.split("</table", -1).length - 1;
    return open - closed;
  }
}
