package io.espalier.sync.demo;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.espalier.sync.project.LiveSpec;
import io.espalier.sync.project.Project;
import io.espalier.sync.run.Connections;
import io.espalier.sync.run.Previews;
import io.espalier.sync.run.SyncJob;
import io.espalier.sync.run.Target;
import io.espalier.sync.serve.LiveParts;
import io.espalier.sync.serve.LiveServer;
import io.espalier.sync.serve.ServeLog;
import io.espalier.sync.store.Engine;
import io.espalier.sync.store.Population;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * The live email of three people, opened twice: before and after the shop changed its prices, with
 * no sync in between. A live server on this machine answers what the ESP's rendering asks for.
 */
final class LiveFaces {
  static final String EMAIL = "today";
  static final String ESP = "klaviyo";
  private static final Pattern PRICE = Pattern.compile("([0-9]+)\\.([0-9]{2})(?=\r?\n|$)");

  private final SyncJob job;
  private final Target target;
  private final Project project;
  private final HttpClient client = HttpClient.newHttpClient();

  LiveFaces(SyncJob job, Target target, Project project) {
    this.job = job;
    this.target = target;
    this.project = project;
  }

  /** Three people who looked at different things and may be written to. */
  static List<Story.Addressee> people(Engine engine) {
    return engine.list(
        "select email, who from (select email, a_first_name || ' from ' || a_city as who, key, row_number() over (partition by a_last_viewed order by key) as n from "
            + Population.PROFILES
            + " where consent_state = 1 and a_last_viewed is not null and a_city is not null"
            + " and regexp_full_match(a_first_name, '\\p{L}+')) where n = 1 order by key limit 3",
        row -> new Story.Addressee(row.getString(1), row.getString(2)));
  }

  /**
   * @param people address and how the person is called
   * @param clock of the server: the shop's now
   */
  List<Story.LiveFace> show(List<Story.Addressee> people, Clock clock) {
    Connections.Open open =
        job.connections().all().stream()
            .filter(o -> o.esp().id().equals(ESP))
            .findFirst()
            .orElseThrow();
    LiveSpec live = project.live().orElseThrow();
    ServeLog log = new ServeLog(clock, line -> {});
    List<Story.LiveFace> faces = new ArrayList<>();
    try {
      List<Previews.Preview> previews = new ArrayList<>();
      for (Story.Addressee person : people) {
        previews.add(Previews.preview(open, target, Previews.email(job, EMAIL), person.address()));
      }
      List<String[]> before = open(previews, live, clock, log);
      changePrices();
      List<String[]> after = open(previews, live, clock, log);
      for (int i = 0; i < people.size(); i++) {
        faces.add(
            new Story.LiveFace(
                people.get(i).who(),
                before.get(i)[0],
                before.get(i)[1],
                after.get(i)[0],
                after.get(i)[1]));
      }
      return faces;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** What each of them sees now: AMP, and the HTML that everybody else sees. */
  private List<String[]> open(
      List<Previews.Preview> previews, LiveSpec live, Clock clock, ServeLog log)
      throws IOException, InterruptedException {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    List<String[]> seen = new ArrayList<>();
    try (LiveParts parts = LiveParts.of(project, project.dir().resolve(".espalier"), clock, log);
        LiveServer server = LiveServer.start(any, parts.all(), log)) {
      String here = "http://127.0.0.1:" + server.address().getPort();
      for (Previews.Preview preview : previews) {
        String amp = preview.amp().orElse("");
        Optional<JsonObject> answer = Optional.empty();
        Optional<String> asked = AmpPicture.asks(amp);
        if (asked.isPresent()) {
          answer = answer(asked.get().replace(live.server(), here), live);
        }
        seen.add(
            new String[] {
              AmpPicture.of(amp, answer), withPictures(preview.html(), live.server(), here)
            });
      }
    }
    return seen;
  }

  private Optional<JsonObject> answer(String address, LiveSpec live)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address))
            .header("AMP-Email-Sender", live.senders().iterator().next())
            .build();
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    return response.statusCode() == 200
        ? Optional.of(JsonParser.parseString(response.body()).getAsJsonObject())
        : Optional.empty();
  }

  /** The page loads nothing: the pictures that a mail client would fetch are put into it. */
  private String withPictures(String html, String server, String here)
      throws IOException, InterruptedException {
    Document document = Jsoup.parse(html);
    document.outputSettings().prettyPrint(false);
    for (Element image : document.select("img[src^=" + server + "]")) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(image.attr("src").replace(server, here))).build();
      byte[] png = client.send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
      image.attr("src", "data:image/png;base64," + Base64.getEncoder().encodeToString(png));
    }
    return document.outerHtml();
  }

  /** The shop takes a fifth off everything. */
  private void changePrices() throws IOException {
    Path file = project.dir().resolve("data/products.csv");
    Matcher price = PRICE.matcher(Files.readString(file));
    StringBuilder changed = new StringBuilder();
    while (price.find()) {
      long cents = Long.parseLong(price.group(1) + price.group(2)) * 4 / 5;
      price.appendReplacement(changed, "%d.%02d".formatted(cents / 100, cents % 100));
    }
    Files.writeString(file, price.appendTail(changed).toString());
  }
}
