package io.espalier.sync.serve;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Pages for people whose mail client shows no AMP: no script, nothing from elsewhere, kept by
 * nobody. Their address has a token in it, so that it is told to no other page.
 */
final class Pages {
  private Pages() {}

  /**
   * @param title plain text
   * @param body HTML
   */
  static void write(HttpExchange exchange, int status, String title, String body)
      throws IOException {
    String page =
        """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
        <meta name="robots" content="noindex"><title>%1$s</title>
        <style>body{font:16px/1.5 sans-serif;max-width:32em;margin:3em auto;padding:0 1em;color:#222}
        label,fieldset{display:block;margin:0 0 1em}fieldset{border:1px solid #999}
        label>span{display:block}input[type=text],select{font:inherit;width:100%%;box-sizing:border-box;padding:.4em}
        fieldset label{margin:.3em 0}button{font:inherit;padding:.6em 1.4em}</style></head>
        <body><main><h1>%1$s</h1>
        %2$s</main></body></html>
        """
            .formatted(escaped(title), body);
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", "text/html; charset=utf-8");
    headers.set("Cache-Control", "no-store");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
    byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, head ? -1 : bytes.length);
    if (!head) {
      exchange.getResponseBody().write(bytes);
    }
  }

  /** Plain text as HTML, fit for an attribute too. */
  static String escaped(String plain) {
    return plain
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
