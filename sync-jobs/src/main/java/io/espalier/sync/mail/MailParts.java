package io.espalier.sync.mail;

import java.util.Optional;

/**
 * What an email is made of.
 *
 * @param amp empty where there is none
 */
public record MailParts(String subject, String text, Optional<String> amp, String html) {}
