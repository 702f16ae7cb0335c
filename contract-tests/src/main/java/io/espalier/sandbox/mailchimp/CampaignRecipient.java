package io.espalier.sandbox.mailchimp;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.espalier.sandbox.mailchimp.merge.Disputed;
import io.espalier.sandbox.mailchimp.merge.Recipient;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A contact of an audience, as a campaign's template sees it. */
final class CampaignRecipient implements Recipient {
  private final Audience audience;
  private final Member member;
  private final SystemTags system;
  private final ZonedDateTime now;

  CampaignRecipient(
      Account account, Audience audience, Member member, Clock clock, Disputed disputed) {
    this.audience = audience;
    this.member = member;
    this.now = clock.instant().atZone(ZoneOffset.UTC);
    this.system = new SystemTags(account, audience, member, now, disputed.archiveIsLink());
  }

  @Override
  public Optional<Field> field(String tag) {
    return switch (tag) {
      case "EMAIL", "MERGE0" -> Optional.of(text(member.email));
      case "MC_LANGUAGE" -> Optional.of(text(member.language));
      case "UNIQID", "EMAIL_UID" -> Optional.of(text(member.uniqueEmailId));
      default -> mergeField(tag).map(this::value);
    };
  }

  private static Field text(String value) {
    return new Field(Kind.TEXT, value, "");
  }

  /** By tag, else by position: {@code MERGE3} and {@code MMERGE3} are the field with id 3. */
  private Optional<MergeField> mergeField(String tag) {
    Optional<MergeField> byTag = audience.field(tag);
    String position = tag.replaceFirst("^M?MERGE", "");
    return byTag.isPresent() || position.equals(tag) || !position.matches("[0-9]{1,4}")
        ? byTag
        : Optional.ofNullable(audience.fields.get(Integer.parseInt(position)));
  }

  private Field value(MergeField field) {
    Kind kind =
        switch (field.type) {
          case NUMBER -> Kind.NUMBER;
          case DATE, BIRTHDAY -> Kind.DATE;
          case TEXT, ADDRESS, PHONE, URL, IMAGEURL, RADIO, DROPDOWN, ZIP -> Kind.TEXT;
        };
    JsonElement kept = member.values.get(field.mergeId);
    return new Field(kind, kept == null ? "" : print(kept), field.defaultValue);
  }

  private static String print(JsonElement kept) {
    if (kept.isJsonObject()) {
      JsonObject address = kept.getAsJsonObject();
      return Stream.of("addr1", "addr2", "city", "state", "zip", "country")
          .map(part -> address.get(part).getAsString())
          .filter(part -> !part.isBlank())
          .collect(Collectors.joining("  "));
    }
    return kept.getAsJsonPrimitive().isNumber()
        ? kept.getAsBigDecimal().toPlainString()
        : kept.getAsString();
  }

  @Override
  public Optional<String> system(String tag) {
    return system.print(tag);
  }

  @Override
  public boolean interested(String category, List<String> groups) {
    return audience.categories.values().stream()
        .filter(found -> found.title.equals(category))
        .flatMap(found -> found.interests.entrySet().stream())
        .anyMatch(
            interest ->
                groups.contains(interest.getValue())
                    && member.interests.contains(interest.getKey()));
  }

  @Override
  public ZonedDateTime now() {
    return now;
  }
}
