package io.espalier.sync.mail;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MimeMailTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-27T14:05:00Z"), ZoneOffset.UTC);
  private static final MailParts PARTS =
      new MailParts("Grüße, Ann", "text ü\n", Optional.of("<!doctype html>⚡\n"), "<p>ü</p>\n");

  @Test
  void thePartsComeInTheOrderThatClientsCountOnAndArriveAsTheyWere() throws Exception {
    GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
    server.start();
    try {
      byte[] message =
          new MimeMail(
                  "hello@shop.example",
                  "me@example.com",
                  Optional.of("https://live.shop.example/v1/unsubscribe/today?t=abc"),
                  CLOCK,
                  "id-1")
              .of(PARTS);
      new Mailing(
              "127.0.0.1", server.getSmtp().getPort(), Optional.empty(), Optional.empty(), false)
          .send(message);
      MimeMessage[] arrived = server.getReceivedMessages();
      assertEquals(1, arrived.length);
      MimeMessage mail = arrived[0];
      assertEquals("Grüße, Ann", mail.getSubject());
      assertArrayEquals(new String[] {"<id-1@shop.example>"}, mail.getHeader("Message-ID"));
      assertArrayEquals(
          new String[] {"<https://live.shop.example/v1/unsubscribe/today?t=abc>"},
          mail.getHeader("List-Unsubscribe"));
      assertArrayEquals(
          new String[] {"List-Unsubscribe=One-Click"}, mail.getHeader("List-Unsubscribe-Post"));
      assertTrue(mail.getContentType().startsWith("multipart/alternative"));
      MimeMultipart parts = (MimeMultipart) mail.getContent();
      List<String> types = new ArrayList<>();
      List<String> contents = new ArrayList<>();
      for (int i = 0; i < parts.getCount(); i++) {
        types.add(parts.getBodyPart(i).getContentType());
        contents.add(
            new String(
                    parts.getBodyPart(i).getInputStream().readAllBytes(),
                    java.nio.charset.StandardCharsets.UTF_8)
                .replace("\r\n", "\n"));
      }
      assertEquals(
          List.of(
              "text/plain; charset=utf-8",
              "text/x-amp-html; charset=utf-8",
              "text/html; charset=utf-8"),
          types);
      assertEquals(List.of(PARTS.text(), PARTS.amp().get(), PARTS.html()), contents);
    } finally {
      server.stop();
    }
  }

  @Test
  void withoutAmpThereAreTwoPartsAndWithoutAnAddressNoHeader() throws Exception {
    MimeMail mail =
        new MimeMail("hello@shop.example", "me@example.com", Optional.empty(), CLOCK, "id-1");
    byte[] message = mail.of(new MailParts("s", "t", Optional.empty(), "<p>h</p>"));
    MimeMessage read =
        new MimeMessage(
            jakarta.mail.Session.getInstance(new java.util.Properties()),
            new java.io.ByteArrayInputStream(message));
    assertEquals(2, ((MimeMultipart) read.getContent()).getCount());
    assertNull(read.getHeader("List-Unsubscribe"));
  }

  @Test
  void noHeaderGrowsOutOfAnAddressOrASubject() throws Exception {
    MimeMail injected =
        new MimeMail(
            "a@b.example\r\nBcc: x@y.example", "me@example.com", Optional.empty(), CLOCK, "i");
    assertThrows(MessagingException.class, () -> injected.of(PARTS));
    byte[] message =
        new MimeMail("a@b.example", "me@example.com", Optional.empty(), CLOCK, "i")
            .of(new MailParts("x\r\nBcc: y@z.example", "t", Optional.empty(), "h"));
    MimeMessage read =
        new MimeMessage(
            jakarta.mail.Session.getInstance(new java.util.Properties()),
            new java.io.ByteArrayInputStream(message));
    assertNull(read.getHeader("Bcc"));
  }
}
