package io.espalier.sandbox.mailchimp;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One contact of one audience. Its contact id and web id stay when its address changes. */
final class Member {
  private static final MessageDigest MD5 = md5();

  String contactId = "";
  String email = "";
  String uniqueEmailId = "";
  long webId;
  MemberStatus status = MemberStatus.SUBSCRIBED;

  /**
   * The contact left by their own hand, bounced or complained. Nobody but the contact can undo it.
   */
  boolean compliance;

  String unsubscribeReason = "";

  /** The campaign over which the contact left or bounced; empty for none. */
  String leftFrom = "";

  /** Mails that asked the contact to confirm. */
  int confirmations;

  /** How the contact came in, in the vendor's words. */
  String source = "API - Generic";

  String emailType = "html";
  String language = "";
  boolean vip;
  String ipSignup = "";
  String ipOpt = "";
  @Nullable Instant timestampSignup;
  @Nullable Instant timestampOpt;
  @Nullable Instant unsubscribedAt;
  Instant lastChanged = Instant.EPOCH;
  double latitude;
  double longitude;

  /** They stay when a field's tag is renamed. An absent one is empty. */
  Values values = new Values();

  /** Ids of the interests that are on. */
  Set<String> interests = Collections.emptySet();

  /** Ids of the static segments it is in, with the moment it was added. */
  TagTimes tags = new TagTimes();

  private transient @Nullable String hash;

  private @Nullable List<MemberEvent> events;
  private @Nullable List<Note> notes;

  /** Ids of the marketing permissions that are given; null for none ever. */
  @Nullable Set<String> permissions;

  List<Note> notes() {
    return notes == null ? List.of() : notes;
  }

  void add(Note note) {
    if (notes == null) {
      notes = new ArrayList<>(1);
    }
    notes.add(note);
  }

  void remove(Note note) {
    if (notes != null) {
      notes.remove(note);
    }
  }

  List<MemberEvent> events() {
    return events == null ? List.of() : events;
  }

  void add(MemberEvent event) {
    if (events == null) {
      events = new ArrayList<>(1);
    }
    events.add(event);
  }

  /** The path key of this contact. */
  String id() {
    String known = hash;
    if (known == null) {
      known = hash(email);
      hash = known;
    }
    return known;
  }

  void readdress(String to) {
    email = to;
    hash = null;
  }

  /** Gives up room that a snapshot's reader took. */
  void settleIn() {
    if (interests.isEmpty()) {
      interests = Collections.emptySet();
    }
  }

  /** MD5 of the lower-case address, in hexadecimal. */
  static String hash(String email) {
    try {
      // Copied, not made: looking for who makes one takes longer than the sum.
      MessageDigest md5 = (MessageDigest) MD5.clone();
      byte[] digest = md5.digest(email.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("this Java's MD5 cannot be copied", e);
    }
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no MD5", e);
    }
  }
}
