package io.espalier.mailchimp;

import io.espalier.model.Attribute;
import io.espalier.rule.Issue;
import io.espalier.rule.Place;
import io.espalier.spi.FieldMap;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Attribute → merge tag: at most ten of {@code A-Z 0-9 _}.
 *
 * <p>A tag follows from its attribute alone, so that adding an attribute renames no other: a name
 * that fits is taken as it is, if need be without its underscores; one that does not is shortened
 * and ends in three signs of its hash. Only where two attributes claim one tag does the weaker
 * claim take its hashed form.
 */
final class MailchimpNames {
  /** The merge field in which our own key of a person is kept. */
  static final String KEY_TAG = "ES_KEY";

  static final int LONGEST = 10;
  private static final int HASH = 3;
  private static final Pattern LEGAL = Pattern.compile("[A-Z][A-Z0-9_]{0,9}");

  private static final Map<String, String> WELL_KNOWN =
      Map.of("first_name", "FNAME", "last_name", "LNAME");

  // The vendor's cheat sheet of system tags (2024 and 2026 copies), the words of the conditional
  // language, and the default fields that are no text.
  private static final Set<String> RESERVED =
      Set.of(
          (KEY_TAG
                  + " EMAIL ADDRESS PHONE BIRTHDAY UNSUB ARCHIVE FORWARD REWARDS DATE LIST USER MC"
                  + " IF IFNOT ELSE ELSEIF END INTERESTED GROUP HTML URL TITLE UPPER LOWER TRANSLATE"
                  + " RSS RSSITEM RSSITEMS FEEDBLOCK POLL SURVEY UNIQID EMAIL_UID OPTIN_DATE ABOUT_LIST"
                  + " COUPON CART EVENT PRODUCT PROMO_CODE AUTOMATION FACEBOOK TWITTER SUBJECT")
              .split(" ", -1));
  private static final Pattern POSITIONAL = Pattern.compile("M?MERGE[0-9]*|MC_.*");

  private MailchimpNames() {}

  /** Who may have a tag that two want; the first wins. */
  private enum Claim {
    WISHED,
    WELL_KNOWN,
    EXACT,
    BENT,
    HASHED
  }

  private record Named(Attribute attribute, String tag, Claim claim) {}

  static FieldMap map(Collection<Attribute> attributes, Collection<Issue> issues) {
    Map<String, List<Named>> byTag = new LinkedHashMap<>();
    for (Attribute attribute : attributes) {
      Named named = name(attribute, issues);
      byTag.computeIfAbsent(named.tag(), t -> new ArrayList<>()).add(named);
    }
    Map<Attribute, String> losers = new LinkedHashMap<>();
    byTag.values().forEach(claims -> settle(claims, losers));
    Map<String, Attribute> taken = new LinkedHashMap<>();
    FieldMap map = new FieldMap();
    for (Attribute attribute : attributes) {
      String tag = losers.getOrDefault(attribute, name(attribute, new ArrayList<>()).tag());
      Attribute other = taken.putIfAbsent(tag, attribute);
      if (other == null) {
        map.put(attribute, tag);
      } else if (!other.name().equals(attribute.name())) {
        issues.add(
            issue(
                "the attributes '%s' and '%s' would both be %s in Mailchimp"
                    .formatted(other.name(), attribute.name(), tag),
                "give one of them another name for mailchimp"));
      }
    }
    return map;
  }

  private static Named name(Attribute attribute, Collection<Issue> issues) {
    String wish = attribute.vendorNames().get(MailchimpEsp.ID);
    if (wish != null) {
      if (LEGAL.matcher(wish).matches() && !isReserved(wish)) {
        return new Named(attribute, wish, Claim.WISHED);
      }
      issues.add(
          issue(
              "the attribute '%s' cannot be named '%s' in Mailchimp: %s"
                  .formatted(
                      attribute.name(),
                      wish,
                      isReserved(wish)
                          ? "that word is Mailchimp's own"
                          : "a merge tag is a capital letter and at most nine of A-Z, 0-9 and _"),
              "choose another name for mailchimp"));
    }
    String known = WELL_KNOWN.get(attribute.name());
    if (known != null) {
      return new Named(attribute, known, Claim.WELL_KNOWN);
    }
    String upper = attribute.name().toUpperCase(Locale.ROOT);
    String spaced = upper.replaceAll("[^A-Z0-9]", "_");
    String plain = spaced.length() > LONGEST ? spaced.replace("_", "") : spaced;
    if (!LEGAL.matcher(plain).matches() || isReserved(plain)) {
      return new Named(attribute, hashed(attribute.name()), Claim.HASHED);
    }
    return new Named(attribute, plain, plain.equals(upper) ? Claim.EXACT : Claim.BENT);
  }

  static boolean isReserved(String tag) {
    return RESERVED.contains(tag) || POSITIONAL.matcher(tag).matches();
  }

  /** All claims to one tag but the strongest move away; equals all move, whatever their order. */
  private static void settle(List<Named> claims, Map<Attribute, String> losers) {
    Claim best = claims.stream().map(Named::claim).min(Claim::compareTo).orElseThrow();
    long equals = claims.stream().filter(c -> c.claim() == best).count();
    boolean tie = equals > 1 && best == Claim.BENT;
    for (Named claim : claims) {
      if (claim.claim() != Claim.HASHED && (tie || claim.claim() != best)) {
        losers.put(claim.attribute(), hashed(claim.attribute().name()));
      }
    }
  }

  /** {@code last_order_value_90d} → {@code LOV90D_} and three signs of the whole name's hash. */
  static String hashed(String name) {
    String stem = shorten(name, LONGEST - HASH - 1);
    return stem + "_" + hash(name);
  }

  private static String shorten(String name, int length) {
    String upper = name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]+", "_");
    List<String> words = new ArrayList<>(Arrays.asList(upper.split("_", -1)));
    words.removeIf(String::isEmpty);
    if (String.join("", words).length() > length) {
      words.replaceAll(word -> word.charAt(0) + word.substring(1).replaceAll("[AEIOUY]", ""));
    }
    while (String.join("", words).length() > length && trimLongest(words)) {
      // one letter less each time
    }
    String joined = String.join("", words);
    String stem = joined.substring(0, Math.min(length, joined.length()));
    return stem.isEmpty() || !Character.isLetter(stem.charAt(0))
        ? "F" + stem.substring(0, Math.min(length - 1, stem.length()))
        : stem;
  }

  /** Numbers stay whole: 30d and 90d are what tells two names apart. */
  private static boolean trimLongest(List<String> words) {
    int longest = -1;
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      boolean number = Character.isDigit(word.charAt(0));
      if (!number
          && word.length() > 1
          && (longest < 0 || word.length() >= words.get(longest).length())) {
        longest = i;
      }
    }
    if (longest < 0) {
      return false;
    }
    String word = words.get(longest);
    words.set(longest, word.substring(0, word.length() - 1));
    return true;
  }

  /** Three signs of {@code 0-9 A-Z}. */
  static String hash(String name) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      int space = 36 * 36 * 36;
      int number = new BigInteger(1, digest).mod(BigInteger.valueOf(space)).intValueExact();
      String text = Integer.toString(number, 36).toUpperCase(Locale.ROOT);
      return "0".repeat(HASH - text.length()) + text;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static Issue issue(String message, String mend) {
    return Issue.error(Place.file("profile.yaml"), message, mend);
  }
}
