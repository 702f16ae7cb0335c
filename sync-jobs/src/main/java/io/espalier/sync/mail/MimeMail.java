package io.espalier.sync.mail;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.util.Date;
import java.util.Optional;
import java.util.Properties;

/**
 * Puts an email's parts together in the order that clients count on: text, AMP, HTML. Some show the
 * last part that they know, some the last part at all (AMP specification, email structure).
 */
public final class MimeMail {
  private final String from;
  private final String to;
  private final Optional<String> unsubscribe;
  private final Clock clock;
  private final String id;

  /**
   * @param unsubscribe an https address that takes a POST (RFC 8058); empty leaves the headers out
   * @param id the left side of the message's id: unique
   */
  public MimeMail(String from, String to, Optional<String> unsubscribe, Clock clock, String id) {
    this.from = from;
    this.to = to;
    this.unsubscribe = unsubscribe;
    this.clock = clock;
    this.id = id;
  }

  /**
   * The whole message.
   *
   * @throws MessagingException where an address is none
   */
  public byte[] of(MailParts parts) throws MessagingException {
    MimeMessage message = new Numbered(id + "@" + from.replaceFirst(".*@", ""));
    message.setFrom(new InternetAddress(from, true));
    message.setRecipient(Message.RecipientType.TO, new InternetAddress(to, true));
    message.setSubject(parts.subject(), "UTF-8");
    message.setSentDate(Date.from(clock.instant()));
    if (unsubscribe.isPresent()) {
      message.setHeader("List-Unsubscribe", "<" + unsubscribe.get() + ">");
      message.setHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
    }
    MimeMultipart alternatives = new MimeMultipart("alternative");
    alternatives.addBodyPart(part(parts.text(), "text/plain"));
    if (parts.amp().isPresent()) {
      alternatives.addBodyPart(part(parts.amp().get(), "text/x-amp-html"));
    }
    alternatives.addBodyPart(part(parts.html(), "text/html"));
    message.setContent(alternatives);
    message.saveChanges();
    try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      message.writeTo(out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new MessagingException("the message cannot be written", e);
    }
  }

  private static MimeBodyPart part(String content, String type) throws MessagingException {
    MimeBodyPart part = new MimeBodyPart();
    part.setDataHandler(
        new jakarta.activation.DataHandler(
            new jakarta.mail.util.ByteArrayDataSource(
                content.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                type + "; charset=utf-8")));
    part.setHeader("Content-Transfer-Encoding", "quoted-printable");
    return part;
  }

  /** Keeps the id that it was given: the library would name this machine. */
  private static final class Numbered extends MimeMessage {
    private final String id;

    Numbered(String id) {
      super(Session.getInstance(new Properties()));
      this.id = id;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", "<" + id + ">");
    }
  }
}
