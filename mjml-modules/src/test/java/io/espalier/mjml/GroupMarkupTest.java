package io.espalier.mjml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The numbers are those of npm's mjml 4.18 for the same documents (November 2026). */
class GroupMarkupTest {
  @TempDir Path folder;

  private String rendered(String section) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("groups.mjml"),
            "<mjml><mj-head><mj-title>t</mj-title></mj-head><mj-body>"
                + section
                + "</mj-body></mjml>");
    MjmlEmail email =
        MjmlEmail.read(file, folder, "groups.mjml", Fixtures.INN).value().orElseThrow();
    return Fixtures.render(email.html(), Fixtures.INN, Fixtures.person(Map.of(), Map.of()));
  }

  @Test
  void outlookGivesAGroupItsShareOnceAndItsColor() throws IOException {
    String html =
        rendered(
            """
            <mj-section padding="10px"><mj-group width="60%" background-color="#eee">
            <mj-column width="30%"><mj-text>a</mj-text></mj-column>
            <mj-column width="70%"><mj-text>b</mj-text></mj-column></mj-group>
            <mj-column width="40%"><mj-text>c</mj-text></mj-column></mj-section>
            """);
    assertTrue(html.contains("<tr><td class=\"\" style=\"width:348px;\" >"), html);
    assertTrue(html.contains("width:100%;direction:ltr;background-color:#eeeeee;\">"), html);
    assertTrue(html.contains("<table bgcolor=\"#eeeeee\" border=\"0\""), html);
  }

  @Test
  void eachOfSeveralGroupsIsMendedByItself() throws IOException {
    String html =
        rendered(
            """
            <mj-section><mj-group><mj-column><mj-text>a</mj-text></mj-column></mj-group>
            <mj-group background-color="#123456"><mj-column><mj-text>b</mj-text></mj-column>
            </mj-group></mj-section>
            """);
    assertEquals(
        2,
        html.split(
                    "width:300px;\" ><!\\[endif\\]-->\\s*<div +class=\"mj-column-per-50"
                        + " mj-outlook-group-fix\" style=\"font-size:0;",
                    -1)
                .length
            - 1,
        html);
    assertEquals(1, html.split("bgcolor=\"#123456\"", -1).length - 1);
  }
}
