package io.espalier.mjml;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.espalier.rule.Issue;
import io.espalier.rule.Parsed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class AnyTextLawsTest {
  private static final List<String> SHARDS =
      List.of(
          "<",
          ">",
          "\"",
          "'",
          "{{",
          "}}",
          "</",
          "/>",
          "<!--",
          "-->",
          "&",
          ";",
          "|",
          "\n",
          "é",
          "x",
          "</mj-text>",
          "<es-if test='",
          "<es-else>",
          "</es-if>",
          "</es-choose>",
          "<es-when>",
          "$1",
          "<mj-section>",
          "<es-use module='header'/>",
          "{{ name | default: \"",
          "\\",
          "zq0x");

  /** Every shard replaces a few characters somewhere. */
  @Property(tries = 300)
  void anyTextIsAnEmailOrHasAnError(
      @ForAll @Size(max = 6) List<@IntRange(min = 0, max = 1_000_000) Integer> places,
      @ForAll @Size(6) List<@IntRange(min = 0, max = 27) Integer> shards,
      @ForAll @Size(6) List<@IntRange(min = 0, max = 20) Integer> lengths)
      throws IOException {
    StringBuilder text =
        new StringBuilder(Files.readString(Fixtures.folder("emails").resolve("everywhere.mjml")));
    for (int i = 0; i < places.size(); i++) {
      int at = places.get(i) % (text.length() + 1);
      int end = Math.min(text.length(), at + lengths.get(i));
      text.replace(at, end, SHARDS.get(shards.get(i)));
    }
    Path folder = Files.createTempDirectory("email");
    try {
      Path file = folder.resolve("any.mjml");
      Files.writeString(file, text.toString(), StandardCharsets.UTF_8);
      Parsed<MjmlEmail> parsed =
          MjmlEmail.read(file, Fixtures.folder("modules"), "any.mjml", Fixtures.INN);
      assertEquals(
          parsed.issues().stream().anyMatch(i -> i.severity() == Issue.Severity.ERROR),
          parsed.value().isEmpty());
      parsed.issues().forEach(issue -> assertEquals(false, issue.display().isBlank()));
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
