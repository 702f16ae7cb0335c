package io.espalier.mjml;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Held against what npm's mjml 4.18 makes of the same rules (November 2026). */
class InlineStylesTest {
  private static final String CSS =
      """
      /* c */ .red div, .red a { color: red; font-size: 20px !important; text-decoration: none }
      h1 { margin: 0 } .red h1 { margin: 3px } td > p { color: blue }
      @media (max-width: 480px) { h1 { margin: 9px } } a:hover { color: pink }
      #one { letter-spacing: 1px } h2 { padding: 1px; font-family: "My Font", serif }
      :::nonsense { color: red }
      """;

  @Test
  void whatAnElementSaysItselfWinsAndTheMoreSpecificRuleAndImportant() {
    assertEquals(
        """
        <div class="red"><div style="color:red;font-size:20px;text-decoration:none;"><h1 style="margin:3px;">Hi</h1>
        <a href="x" id="one" style="color:red;font-size:20px;text-decoration:none;letter-spacing:1px;">l</a>
        <a style="color:#fff;font-size:20px;text-decoration:none;">own</a>
        <h2 style="padding:4px;font-family:'My Font', serif;color:green;">b</h2><img src="a.png" /></div></div>
        """,
        InlineStyles.written(
            """
            <div class="red"><div><h1>Hi</h1>
            <a href="x" id="one">l</a>
            <a style="color:#fff;font-size:9px">own</a>
            <h2 style="padding:4px;color:green">b</h2><img src="a.png" /></div></div>
            """,
            CSS));
  }

  /** Outlook's comments, odd quotes and entities are kept letter by letter. */
  @Test
  void allOtherTextIsKept() {
    String html =
        "<!doctype html>\n<html><head><title>a &amp; b</title></head><body>"
            + "<!--[if mso]><table><h1>x</h1><tr><td><![endif]--><p class='q' >1 < 2 &nbsp;</p>"
            + "<!--[if mso]></td></tr></table><![endif]--></body></html>\n";
    assertEquals(html, InlineStyles.written(html, CSS));
    assertEquals(html, InlineStyles.written(html, ""));
    assertEquals(
        html.replace("<p class='q' >", "<p class='q' style=\"top:1px;\">"),
        InlineStyles.written(html, "p.q { top: 1px }"));
  }
}
