package io.espalier.mjml;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.espalier.template.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plus is a space in a query only: which part of a link an output is in is known. */
class LinkPartsTest {
  @TempDir Path folder;

  @Test
  void anOutputIsInThePathInTheQueryOrBehindIt() throws IOException {
    assertEquals(
        List.of("PATH", "URL", "URL", "PATH", "PATH"),
        contexts(
            "<a href=\"https://x.example.com/{{ name }}/a?b={{ city }}&amp;c={{ name | url }}#{{"
                + " city }}\">x</a>{{ name | url }}"));
    assertEquals(
        List.of("HTML", "ATTRIBUTE"), contexts("{{ name }}<b title=\"{{ city }}?\">x</b>"));
  }

  private List<String> contexts(String text) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("links.mjml"),
            "<mjml><mj-head><mj-title>t</mj-title></mj-head><mj-body><mj-section><mj-column><mj-text>"
                + text
                + "</mj-text></mj-column></mj-section></mj-body></mjml>");
    List<String> contexts = new ArrayList<>();
    collect(
        MjmlEmail.read(file, folder, "links.mjml", Fixtures.INN).value().orElseThrow().html(),
        contexts);
    return contexts;
  }

  private static void collect(Template template, List<String> contexts) {
    if (template instanceof Template.Sequence sequence) {
      sequence.parts().forEach(part -> collect(part, contexts));
    } else if (template instanceof Template.Output output) {
      contexts.add(output.context().name());
    }
  }
}
