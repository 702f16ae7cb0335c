package io.espalier.mjml.lint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.mjml.MjmlEmail;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmailLintTest {
  private static final Schema SCHEMA =
      Schema.of(List.of(Attribute.of("city", ValueType.TEXT)), List.of(), Set.of());
  private static final String LEGAL =
      "<mj-section><mj-column><mj-text><es-unsubscribe>Unsubscribe</es-unsubscribe>"
          + " <es-address/></mj-text></mj-column></mj-section>";

  @TempDir Path dir;

  private List<String> lint(String body, boolean strict) throws IOException {
    return lint("", body, strict);
  }

  private List<String> lint(String head, String body, boolean strict) throws IOException {
    String text =
        "<mjml><mj-head><mj-title>Hello</mj-title>"
            + head
            + "</mj-head><mj-body>\n"
            + body
            + "\n</mj-body></mjml>";
    Path file = dir.resolve("hello.mjml");
    Files.writeString(file, text);
    Parsed<MjmlEmail> read = MjmlEmail.read(file, dir, "emails/hello.mjml", SCHEMA);
    Clients clients = Clients.shipped();
    return new EmailLint(clients, clients.names(), Set.of(), strict)
            .lint(
                read.value()
                    .orElseThrow(
                        () ->
                            new AssertionError(
                                read.issues().stream().map(Issue::display).toList())),
                "emails/hello.mjml",
                Map.of("emails/hello.mjml", text))
            .stream()
            .map(Issue::display)
            .toList();
  }

  private List<String> text(String html) throws IOException {
    return lint(
        "<mj-section><mj-column><mj-text>" + html + "</mj-text></mj-column></mj-section>" + LEGAL,
        false);
  }

  private static void has(List<String> found, String part) {
    assertEquals(1, found.size(), () -> String.join("\n", found));
    assertTrue(found.get(0).contains(part), () -> found.get(0));
  }

  @Test
  void aCleanEmailHasNoFindings() throws IOException {
    assertEquals(
        List.of(), text("<h1>Hello</h1><a href=\"https://shop.example.com/\">The shop</a>"));
  }

  @Test
  void aMistakeInOneBranchNamesTheBranch() throws IOException {
    List<String> found =
        lint(
            "<es-if test='city == \"Bath\"'><mj-section><mj-column><mj-text>Hi <a"
                + " href=\"/shop\">shop</a></mj-text></mj-column></mj-section></es-if>"
                + LEGAL,
            false);
    assertEquals(1, found.size());
    assertTrue(
        found
            .get(0)
            .startsWith(
                "emails/hello.mjml:2:74: error: the link /shop leads nowhere from a mail client, in"
                    + " the branch at emails/hello.mjml:2:14\n"),
        found.get(0));
  }

  @Test
  void theWayOutMustBeInEveryBranch() throws IOException {
    List<String> found =
        lint(
            "<mj-section><mj-column><mj-text>Hello <es-address/></mj-text></mj-column></mj-section>"
                + "<es-if test='city == \"Bath\"'>"
                + LEGAL
                + "</es-if>",
            false);
    has(found, "error: some people get no way to unsubscribe, where nothing holds of ");
  }

  @Test
  void whatEachCheckSays() throws IOException {
    has(text("<a href=\"\">Shop</a>"), "the link 'Shop' leads nowhere");
    has(text("<a href=\"http://shop.example.com/\">Shop</a>"), "is not encrypted");
    has(text("<a href=\"javascript:x()\">Shop</a>"), "is a script");
    has(text("<a href=\"https://localhost/x\">Shop</a>"), "leads nowhere from a mail client");
    has(text("<a href=\"https://a.example/\"></a>"), "has no text");
    has(text("<a href=\"https://a.example/\">click here</a>"), "does not say where it leads");
    has(text("<img src=\"https://a.example/a.png\">"), "has no alt");
    has(
        text("<a href=\"https://a.example/\"><img src=\"https://a.example/a.png\" alt=\"\"></a>"),
        "is a link with an empty alt");
    has(text("<img alt=\"A\" src=\"a.png\">"), "cannot be loaded by a mail client");
    has(text("<h1>A</h1><h3>B</h3>"), "after a heading of level 1 comes one of level 3");
    has(text("<h1>A</h1><h1>B</h1>"), "2 headings of the first level");
    has(text("<table><tr><td>a</td></tr></table>"), "neither a role nor headings");
    has(
        text("<span style=\"color: #aaaaaa\">pale</span>"),
        "#aaaaaa on #ffffff has a contrast of 2.32 to 1, less than 4.5");
    has(text("Dear *|FNAME|*"), "people would read *|FNAME|* as it stands");
    has(
        text("<div style=\"display:flex\">a</div>"),
        "'display:flex' does not work in outlook-windows");
    has(text("<form action=\"https://a.example/\">a</form>"), "'<form>' does not work in");
    has(text("<img alt=\"A\" src=\"https://a.example/a.svg\">"), "does not work in gmail");
  }

  @Test
  void whatIsTooSmallToBeReadOrTouched() throws IOException {
    has(
        text("<span style=\"font-size: 9.5px\">small print</span>"),
        "a text of 9.5 px is too small to be read on a telephone");
    assertEquals(List.of(), text("<span style=\"font-size: 12px\">small print</span>"));
    has(
        text(
            "<a style=\"display:inline-block;padding:2px 9px;font-size:14px\""
                + " href=\"https://a.example/buy\">Buy it</a>"),
        "a finger needs 24 px, and the link 'Buy it' is 20.8 px high");
    assertEquals(
        List.of(),
        text("a sentence with <a href=\"https://a.example/\">a link in it</a>, which is exempt"));
    String icon =
        "<mj-section><mj-column><mj-image padding=\"%s\" width=\"16px\" height=\"16px\" alt=\"Our"
            + " shop\" src=\"https://a.example/a.png\""
            + " href=\"https://a.example/\"/></mj-column></mj-section>";
    has(
        lint(icon.formatted("0") + LEGAL, false),
        "a finger needs 24 px, and the link 'Our shop' is 16 px high");
    assertEquals(List.of(), lint(icon.formatted("4px 0") + LEGAL, false));
  }

  @Test
  void contrastIsHeldInDarkModeToo() throws IOException {
    String style =
        "<mj-style>@media (prefers-color-scheme: dark) {"
            + " .page, .page td { background-color: %s !important; } }</mj-style>";
    String body =
        "<mj-section css-class=\"page\" background-color=\"#ffffff\"><mj-column>"
            + "<mj-text color=\"#222222\">Good evening</mj-text></mj-column></mj-section>"
            + LEGAL;
    has(
        lint(style.formatted("#111111"), body, false),
        "in dark mode, #222222 on #111111 has a contrast of 1.19 to 1, less than 4.5");
    assertEquals(List.of(), lint(style.formatted("#dddddd"), body, false));
  }

  @Test
  void strictSaysAlsoWhatIsOnlyPlainer() throws IOException {
    String rounded =
        "<mj-section><mj-column><mj-text><span"
            + " style=\"border-radius:3px\">a</span></mj-text></mj-column></mj-section>"
            + LEGAL;
    assertEquals(List.of(), lint(rounded, false));
    assertTrue(
        lint(rounded, true).stream()
            .anyMatch(
                f ->
                    f.contains(
                        "'border-radius:3px' does not work in outlook-windows; the email is plainer"
                            + " there")));
  }

  @Test
  void clippingIsMeasuredOnTheLongestBranchAlone() throws IOException {
    String section = "<mj-section><mj-column><mj-text>%s</mj-text></mj-column></mj-section>";
    String half = String.format(section, "word ".repeat(8_000));
    String either =
        "<es-if test='city == \"Bath\"'>" + half + "<es-else>" + half + "</es-else></es-if>";
    assertEquals(List.of(), lint(either + LEGAL, false), "80 kB in the file, 40 kB in each email");
    has(lint(either + half + LEGAL, false), "warning: the longest variant has about ");
    has(lint(either + half + half + LEGAL, false), "error: the longest variant has about ");
  }
}
