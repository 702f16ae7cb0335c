package io.espalier.sync.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpServer;
import io.espalier.sync.project.Operations;
import io.espalier.sync.watch.Health.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People are told once of each change. */
final class WatchTest {
  private static final Instant NOW = Instant.parse("2026-11-20T08:00:00Z");

  @TempDir Path dir;
  private final List<String> told = new ArrayList<>();
  private final List<String> log = new ArrayList<>();
  private boolean reachable = true;

  private Watch watch(Optional<Watch.Messenger> messenger) {
    return new Watch("shop", new Health(dir), messenger, log::add);
  }

  private void ends(Status... statuses) {
    for (Status status : statuses) {
      // A new process each time.
      watch(
              Optional.of(
                  notice -> {
                    if (reachable) {
                      told.add(notice.kind().word() + " " + notice.reason());
                    }
                    return reachable ? Optional.empty() : Optional.of("nobody there");
                  }))
          .ended("sync", status, status == Status.OK ? "" : "because", NOW);
    }
  }

  @Test
  void eachChangeIsToldOnceAndWellFromTheStartIsNone() {
    ends(Status.OK, Status.OK);
    assertEquals(List.of(), told);
    ends(Status.FAILED, Status.FAILED, Status.DEGRADED, Status.DEGRADED, Status.OK, Status.OK);
    assertEquals(List.of("failure because", "degradation because", "recovery "), told);
  }

  @Test
  void whatDidNotArriveIsToldAtTheNextEnd() {
    reachable = false;
    ends(Status.FAILED);
    assertEquals(List.of("the notification did not arrive: nobody there"), log);
    reachable = true;
    ends(Status.FAILED, Status.FAILED);
    assertEquals(List.of("failure because"), told);
  }

  @Test
  void aWebhookAndAnAddressAreTold() throws IOException {
    List<String> posted = new ArrayList<>();
    HttpServer hook =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
    hook.createContext(
        "/hook/s3cret",
        exchange -> {
          posted.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    hook.start();
    GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
    mail.start();
    try {
      Operations.Notices notices =
          new Operations.Notices(
              Optional.of("HOOK"),
              Optional.of(
                  new Operations.Mail(
                      "127.0.0.1",
                      mail.getSmtp().getPort(),
                      "crm@example.net",
                      "ops@example.net",
                      Optional.empty(),
                      Optional.empty(),
                      false)));
      String url = "http://127.0.0.1:" + hook.getAddress().getPort() + "/hook/s3cret";
      Optional<Watch.Messenger> both =
          Messengers.of(Optional.of(notices), name -> url, Clock.fixed(NOW, ZoneOffset.UTC));

      watch(both).ended("sync", Status.FAILED, "klaviyo stopped: no answer", NOW);

      assertEquals(
          List.of(
              "{\"project\":\"shop\",\"job\":\"sync\",\"event\":\"failure\",\"reason\":\"klaviyo"
                  + " stopped: no answer\",\"at\":\"2026-11-20T08:00:00Z\",\"text\":\"espalier shop:"
                  + " sync failed: klaviyo stopped: no answer\"}"),
          posted);
      assertEquals(1, mail.getReceivedMessages().length);
      assertEquals(
          "espalier shop: sync failed",
          org.junit.jupiter.api.Assertions.assertDoesNotThrow(
              () -> mail.getReceivedMessages()[0].getSubject()));
      assertTrue(log.isEmpty(), log.toString());
    } finally {
      hook.stop(0);
      mail.stop();
    }
  }

  @Test
  void aWebhookThatIsNotThereIsSaidWithoutItsAddress() {
    Optional<Watch.Messenger> hook =
        Messengers.of(
            Optional.of(new Operations.Notices(Optional.of("HOOK"), Optional.empty())),
            name -> "http://127.0.0.1:1/s3cret",
            Clock.fixed(NOW, ZoneOffset.UTC));
    watch(hook).ended("sync", Status.FAILED, "x", NOW);
    assertEquals(
        List.of("the notification did not arrive: the webhook of HOOK could not be reached"), log);
  }
}
