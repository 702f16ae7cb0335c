package io.espalier.sync.serve;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.sun.net.httpserver.HttpExchange;
import io.espalier.amp.live.LiveBlock;
import io.espalier.amp.live.LiveToken;
import io.espalier.sync.project.LiveSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * {@code /v1/page/EMAIL/BLOCK?t=…}: a form for whoever cannot answer it in the email, with the same
 * token and the same rules. A GET shows it and changes nothing, for scanners follow links; a POST
 * answers. It works without a script.
 */
final class PagePart implements ServePart {
  private static final String PATH = "/v1/page/";

  private final LiveSpec live;
  private final LiveContent content;
  private final FormDesk desk;
  private final Doorman doorman;

  PagePart(LiveSpec live, LiveContent content, FormDesk desk, Doorman doorman) {
    this.live = live;
    this.content = content;
    this.desk = desk;
    this.doorman = doorman;
  }

  @Override
  public String path() {
    return PATH;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(FormPart.LONGEST + 1);
    Query query;
    Query sent;
    try {
      query = Query.of(exchange.getRequestURI().getRawQuery());
      sent = Query.of(new String(body, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      say(exchange, 400, "This address is not whole", "Open it from our email again.");
      return;
    }
    String path = exchange.getRequestURI().getPath().substring(PATH.length());
    int slash = path.indexOf('/');
    String email = slash < 0 ? path : path.substring(0, slash);
    String name = slash < 0 ? "" : path.substring(slash + 1);
    LiveBlock block = live.blocksOf(email).contains(name) ? live.blocks().get(name) : null;
    if (block == null || block.form().isEmpty()) {
      say(exchange, 404, "There is no such form", "Use the link in our latest email.");
      return;
    }
    Optional<LiveToken> person = doorman.check(exchange, query, email, name).token();
    if (person.isEmpty()) {
      say(exchange, 403, "This link counts no more", "Use the one in our latest email.");
      return;
    }
    switch (exchange.getRequestMethod()) {
      case "GET", "HEAD" -> show(exchange, block, person.get(), "");
      case "POST" -> {
        FormDesk.Reply reply =
            body.length > FormPart.LONGEST
                ? new FormDesk.Reply(413, "the answer is too long")
                : desk.take(block, person.get(), sent, exchange.getRequestURI().getPath());
        switch (reply.status()) {
          case 200 -> say(exchange, 200, title(block), reply.message());
          case 409 -> say(exchange, 409, title(block), answered());
          default -> show(exchange, block, person.get(), reply.message());
        }
      }
      default -> say(exchange, 405, "That cannot be done here", "Use the link in our email.");
    }
  }

  /**
   * @param complaint about the answer that was just given; empty for none
   */
  private void show(HttpExchange exchange, LiveBlock block, LiveToken person, String complaint)
      throws IOException {
    Map<String, String> before = desk.before(person);
    if (!before.isEmpty() && block.form().orElseThrow().once()) {
      say(exchange, 200, title(block), answered());
      return;
    }
    Map<String, String> known = new LinkedHashMap<>(content.known(block, person.profile()));
    known.putAll(before);
    StringBuilder html = new StringBuilder();
    if (!complaint.isEmpty()) {
      html.append("<p role=\"alert\">").append(Pages.escaped(complaint)).append(".</p>\n");
    }
    html.append("<p>").append(Pages.escaped(content.say(block, person.profile()))).append("</p>\n");
    html.append("<form method=\"post\">\n");
    if (block.kind() == LiveBlock.Kind.SELECTOR) {
      choices(html, block, person, known);
    }
    FormFields.write(html, block, known);
    html.append("<button type=\"submit\">")
        .append(Pages.escaped(block.form().orElseThrow().submit()))
        .append("</button>\n</form>\n");
    Pages.write(exchange, complaint.isEmpty() ? 200 : 400, title(block), html.toString());
  }

  private void choices(
      StringBuilder html, LiveBlock block, LiveToken person, Map<String, String> known) {
    Optional<JsonObject> shown = content.block(block, person.profile());
    html.append("<fieldset>");
    if (shown.isPresent() && shown.get().has("items")) {
      for (JsonElement element : shown.get().getAsJsonArray("items")) {
        JsonObject item = element.getAsJsonObject();
        String words = text(item, "title") + " " + text(item, "price") + " " + text(item, "note");
        String key = text(item, "key");
        FormFields.choice(
            html, "choice", key, words.strip(), key.equals(known.getOrDefault("choice", "")));
      }
    }
    html.append("</fieldset>\n");
  }

  private static String text(JsonObject item, String name) {
    return item.has(name) ? item.get(name).getAsString() : "";
  }

  private static String title(LiveBlock block) {
    return block.title().isEmpty() ? block.linkText() : block.title();
  }

  private static String answered() {
    return "You have answered this before, and that answer stands.";
  }

  private static void say(HttpExchange exchange, int status, String title, String text)
      throws IOException {
    Pages.write(exchange, status, title, "<p>" + Pages.escaped(text) + "</p>\n");
  }
}
