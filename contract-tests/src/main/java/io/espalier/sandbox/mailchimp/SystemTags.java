package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonObject;
import io.espalier.sandbox.mailchimp.merge.Disputed;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The tags that the vendor fills: links, the audience and its postal address, the campaign.
 *
 * @param archiveIsLink see {@link Disputed#archiveIsLink}
 */
record SystemTags(
    Account account, Audience audience, Member member, ZonedDateTime now, boolean archiveIsLink) {

  Optional<String> print(String tag) {
    return tag.startsWith("LIST:") || tag.equals("HTML:LIST_ADDRESS_HTML")
        ? list(tag.replace("LIST:", ""))
        : other(tag);
  }

  private Optional<String> list(String name) {
    return switch (name) {
      case "HTML:LIST_ADDRESS_HTML" -> Optional.of(addressHtml());
      case "ADDRESS" -> Optional.of(String.join("<br />", addressLines()));
      case "ADDRESSLINE" -> Optional.of(String.join(", ", addressLines()));
      case "ADDRESS_VCARD_HREF" -> Optional.of(link("vcard"));
      case "ADDRESS_VCARD" ->
          Optional.of("<a href=\"" + link("vcard") + "\">Add us to your address book</a>");
      case "NAME" -> Optional.of(escape(audience.settings.get("name").getAsString()));
      case "COMPANY" -> Optional.of(escape(contact("company")));
      case "PHONE" -> Optional.of(escape(contact("phone")));
      case "DESCRIPTION" ->
          Optional.of(escape(audience.settings.get("permission_reminder").getAsString()));
      case "UID" -> Optional.of(audience.id);
      case "URL" -> Optional.of("http://www." + account.username + ".example");
      case "SUBSCRIBE" -> Optional.of(link("subscribe"));
      case "RECENTX", "RECENT5", "RECENT10" -> Optional.of("");
      case "SUBSCRIBERS" ->
          Optional.of(
              Long.toString(
                  audience.members.values().stream()
                      .filter(one -> one.status == MemberStatus.SUBSCRIBED)
                      .count()));
      default -> Optional.empty();
    };
  }

  private Optional<String> other(String tag) {
    return switch (tag) {
      case "UNSUB" -> Optional.of(link("unsubscribe"));
      case "UPDATE_PROFILE" -> Optional.of(link("profile"));
      case "ABOUT_LIST" -> Optional.of(link("about"));
      case "FORWARD" ->
          Optional.of(
              "https://" + Account.DATACENTER + ".forward-to-friend.com/forward?" + query());
      case "ARCHIVE" ->
          Optional.of(
              archiveIsLink
                  ? "<a href=\"" + archive() + "\">View this email in your browser</a>"
                  : archive());
      case "REWARDS", "HTML:REWARDS" ->
          Optional.of(
              "<a href=\"https://eepurl.com/rewards\">Email Marketing Powered by Mailchimp</a>");
      case "REWARDS_TEXT" ->
          Optional.of("Email Marketing Powered by Mailchimp https://eepurl.com/rewards");
      case "USER:COMPANY" -> Optional.of(escape(account.contact.get("company").getAsString()));
      case "ABUSE_EMAIL" -> Optional.of("abuse@mailchimp.com");
      case "MC:SUBJECT" ->
          Optional.of(
              escape(
                  audience
                      .settings
                      .getAsJsonObject("campaign_defaults")
                      .get("subject")
                      .getAsString()));
      case "MC_PREVIEW_TEXT" -> Optional.of("");
      case "MC:DATE" -> Optional.of(date("MM/dd/uuuu"));
      case "MC:TOC", "MC:TOC_TEXT", "MC:TRANSLATE", "HTML:MC:TRANSLATE" -> Optional.of("");
      case "CURRENT_YEAR" -> Optional.of(date("uuuu"));
      case "CAMPAIGN_UID" -> Optional.of(campaign());
      case "OPTIN_DATE" ->
          Optional.of(
              member.timestampOpt == null
                  ? ""
                  : DateTimeFormatter.ofPattern("MM/dd/uuuu", Locale.US)
                      .format(member.timestampOpt.atZone(now.getZone())));
      case "MC_LANGUAGE_LABEL" ->
          Optional.of(
              member.language.isEmpty()
                  ? ""
                  : Locale.forLanguageTag(member.language.replace('_', '-'))
                      .getDisplayLanguage(Locale.ENGLISH));
      default -> Optional.empty();
    };
  }

  private String date(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.US).format(now);
  }

  private String link(String page) {
    return "https://"
        + account.username
        + "."
        + Account.DATACENTER
        + ".list-manage.com/"
        + page
        + "?"
        + query();
  }

  /** A contact's links name it by its unique id, never by its address. */
  private String query() {
    return "u="
        + account.accountId
        + "&id="
        + audience.id
        + "&e="
        + member.uniqueEmailId
        + "&c="
        + campaign();
  }

  private String campaign() {
    return audience.id;
  }

  private String archive() {
    return "https://mailchi.mp/"
        + account.username
        + "/"
        + campaign()
        + "?e="
        + member.uniqueEmailId;
  }

  private String contact(String part) {
    JsonObject contact = audience.settings.getAsJsonObject("contact");
    return contact.has(part) ? contact.get(part).getAsString() : "";
  }

  private List<String> addressLines() {
    String town =
        List.of(contact("city"), contact("state"), contact("zip")).stream()
            .filter(part -> !part.isBlank())
            .collect(Collectors.joining(" "));
    return List.of(
            contact("company"), contact("address1"), contact("address2"), town, contact("country"))
        .stream()
        .filter(line -> !line.isBlank())
        .map(SystemTags::escape)
        .toList();
  }

  private String addressHtml() {
    List<String> lines = addressLines();
    return "<div class=\"vcard\"><span class=\"org fn\">"
        + lines.get(0)
        + "</span><div class=\"adr\"><div class=\"street-address\">"
        + String.join("</div><div>", lines.subList(1, lines.size()))
        + "</div></div></div>";
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
