package io.espalier.sync.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.util.Optional;
import java.util.Properties;

/**
 * Hands a message to an SMTP server.
 *
 * @param user and its password; empty where the server wants none
 * @param tls true to refuse a connection that is not encrypted
 */
public record Mailing(
    String host, int port, Optional<String> user, Optional<String> password, boolean tls) {

  /**
   * Sends one message to whom its headers name.
   *
   * @throws MessagingException where the server refuses it, or is not there
   */
  public void send(byte[] message) throws MessagingException {
    Properties properties = new Properties();
    properties.put("mail.smtp.host", host);
    properties.put("mail.smtp.port", String.valueOf(port));
    properties.put("mail.smtp.connectiontimeout", "10000");
    properties.put("mail.smtp.timeout", "30000");
    properties.put("mail.smtp.starttls.enable", String.valueOf(tls));
    properties.put("mail.smtp.starttls.required", String.valueOf(tls));
    properties.put("mail.smtp.ssl.checkserveridentity", "true");
    properties.put("mail.smtp.auth", String.valueOf(user.isPresent()));
    Session session = Session.getInstance(properties);
    MimeMessage mime = new MimeMessage(session, new ByteArrayInputStream(message));
    try (Transport transport = session.getTransport("smtp")) {
      transport.connect(user.orElse(null), password.orElse(null));
      transport.sendMessage(mime, mime.getAllRecipients());
    }
  }

  @Override
  public String toString() {
    return "Mailing[" + host + ":" + port + "]";
  }
}
