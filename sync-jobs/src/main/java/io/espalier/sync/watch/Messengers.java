package io.espalier.sync.watch;

import io.espalier.sync.mail.MailParts;
import io.espalier.sync.mail.Mailing;
import io.espalier.sync.mail.MimeMail;
import io.espalier.sync.project.Operations;
import io.espalier.sync.project.ProjectReader;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The ways to people that a project names: a webhook, an e-mail, or both. */
public final class Messengers {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int OK = 200;
  private static final int REDIRECT = 300;

  private Messengers() {}

  /** All of a project's ways as one; empty where it names none. */
  public static Optional<Watch.Messenger> of(
      Optional<Operations.Notices> notices, ProjectReader.Environment environment, Clock clock) {
    List<Watch.Messenger> all = new ArrayList<>();
    notices
        .flatMap(Operations.Notices::webhookEnv)
        .ifPresent(name -> all.add(notice -> webhook(name, environment, notice)));
    notices
        .flatMap(Operations.Notices::mail)
        .ifPresent(mail -> all.add(notice -> mail(mail, environment, clock, notice)));
    return all.isEmpty() ? Optional.empty() : Optional.of(notice -> all(all, notice));
  }

  /**
   * Told is who was told in any way: one way that is broken must not repeat the other every night.
   */
  private static Optional<String> all(List<Watch.Messenger> all, Notice notice) {
    List<String> lost = new ArrayList<>();
    all.forEach(messenger -> messenger.send(notice).ifPresent(lost::add));
    return lost.size() < all.size() ? Optional.empty() : Optional.of(String.join("; ", lost));
  }

  private static Optional<String> webhook(
      String name, ProjectReader.Environment environment, Notice notice) {
    String url = environment.get(name);
    if (url == null || url.isBlank()) {
      return Optional.of("the environment variable " + name + " is not set");
    }
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url.strip()))
              .timeout(TIMEOUT)
              .header("Content-Type", "application/json; charset=utf-8")
              .POST(HttpRequest.BodyPublishers.ofString(notice.json().toString()))
              .build();
      HttpResponse<Void> answer =
          HttpClient.newBuilder()
              .connectTimeout(TIMEOUT)
              .followRedirects(HttpClient.Redirect.NEVER)
              .build()
              .send(request, HttpResponse.BodyHandlers.discarding());
      boolean taken = answer.statusCode() >= OK && answer.statusCode() < REDIRECT;
      return taken
          ? Optional.empty()
          : Optional.of("the webhook of " + name + " answered " + answer.statusCode());
    } catch (IOException e) {
      return Optional.of("the webhook of " + name + " could not be reached");
    } catch (IllegalArgumentException e) {
      return Optional.of("the environment variable " + name + " holds no URL");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted");
    }
  }

  private static Optional<String> mail(
      Operations.Mail mail, ProjectReader.Environment environment, Clock clock, Notice notice) {
    try {
      byte[] message =
          new MimeMail(
                  mail.from(),
                  mail.to(),
                  Optional.empty(),
                  clock,
                  "espalier-" + notice.at().toEpochMilli() + "-" + notice.kind().word())
              .of(new MailParts(notice.subject(), notice.text(), Optional.empty(), html(notice)));
      new Mailing(
              mail.host(),
              mail.port(),
              mail.userEnv().map(environment::get),
              mail.passwordEnv().map(environment::get),
              mail.tls())
          .send(message);
      return Optional.empty();
    } catch (MessagingException e) {
      return Optional.of("the mail server " + mail.host() + ":" + mail.port() + " did not take it");
    }
  }

  private static String html(Notice notice) {
    return "<pre>"
        + notice.text().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        + "</pre>";
  }
}
