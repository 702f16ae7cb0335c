package io.espalier.mailchimp;

import io.espalier.http.HttpStack;
import io.espalier.model.Segment;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What marketers ask for inside Mailchimp: a tag or segment named {@code espalier: on - Big
 * spenders} asks for the segment of that name or id. It is looked at and never changed.
 */
final class MailchimpWishes {
  /** Any dash or a second colon will do, and any case. */
  private static final Pattern WISH =
      Pattern.compile("espalier\\s*:\\s*on\\s*[-\u2010-\u2015\u2212:]\\s*(.+)");

  private final HttpStack http;
  private final MailchimpApi api;
  private final MailchimpAudience audience;

  MailchimpWishes(HttpStack http, MailchimpApi api, MailchimpAudience audience) {
    this.http = http;
    this.api = api;
    this.audience = audience;
  }

  Set<String> among(Collection<Segment> segments) {
    Optional<String> list = segments.isEmpty() ? Optional.empty() : audience.find();
    if (list.isEmpty()) {
      return Set.of();
    }
    Set<String> wished = new HashSet<>();
    Pages.each(
        offset -> http.call(api.tags(list.get(), null, Pages.SIZE, offset)).require(),
        page -> MailchimpWire.list(page.segments()),
        MailchimpWire.Tags::total,
        tag -> wish(tag.name()).ifPresent(wished::add));
    Set<String> asked = new HashSet<>();
    for (Segment segment : segments) {
      if (wished.contains(fold(segment.name())) || wished.contains(fold(segment.id()))) {
        asked.add(segment.id());
      }
    }
    return asked;
  }

  /** What a name asks for, folded; empty for a name that is no control mark. */
  static Optional<String> wish(String name) {
    Matcher matcher = WISH.matcher(fold(name));
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private static String fold(String name) {
    return name.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
  }
}
