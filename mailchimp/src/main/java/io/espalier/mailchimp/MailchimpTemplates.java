package io.espalier.mailchimp;

import io.espalier.http.Answer;
import io.espalier.http.HttpStack;
import io.espalier.spi.Change;
import io.espalier.spi.Content;
import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Outcome;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Emails, each as two things that end in the key of the email: a template to build on, and a draft
 * campaign. Mailchimp never gives a template's HTML back, and a template has no subject; a campaign
 * has one and gives all of itself back. A draft is sent by nobody but a marketer; one that was sent
 * is left as it is, and another is made.
 */
final class MailchimpTemplates {
  /** Of a template's name. Not documented; the shortest that is stated. */
  static final int LONGEST_NAME = 50;

  private static final int LONGEST_KEY = 40;

  private static final Pattern REFERENCE =
      Pattern.compile("([a-z0-9_-]+)/([0-9]{1,18})@([^/]*)/([A-Za-z0-9]{1,64})(/text)?");

  private static final String READING = "espalier: reading a template back";

  private final HttpStack http;
  private final MailchimpApi api;
  private final MailchimpAudience audience;

  MailchimpTemplates(HttpStack http, MailchimpApi api, MailchimpAudience audience) {
    this.http = http;
    this.api = api;
    this.audience = audience;
  }

  /**
   * @param edited when we left the template, in Mailchimp's words
   * @param text whether a text was given; where none was, Mailchimp makes up its own
   */
  private record Reference(
      String key, long template, String edited, String campaign, boolean text) {
    static Optional<Reference> of(String text) {
      Matcher matcher = REFERENCE.matcher(text);
      return matcher.matches()
          ? Optional.of(
              new Reference(
                  matcher.group(1),
                  Long.parseLong(matcher.group(2)),
                  matcher.group(3),
                  matcher.group(4),
                  matcher.group(5) != null))
          : Optional.empty();
    }

    @Override
    public String toString() {
      return key + "/" + template + "@" + edited + "/" + campaign + (text ? "/text" : "");
    }
  }

  Outcome publish(Change.Publish change) {
    Content content = change.content();
    if (content.shape() == Content.Shape.BLOCK) {
      return unsupported(
          "Mailchimp has no reusable blocks that an API could write, so '%s' stays here"
              .formatted(content.key()),
          "publish the emails that use it: they contain it");
    }
    if (!content.amp().isEmpty()) {
      return unsupported(
          "Mailchimp sends no AMP, so '%s' cannot carry its AMP part there"
              .formatted(content.key()),
          "publish it without the AMP part");
    }
    Optional<Reference> earlier = Reference.of(change.reference());
    Answer<MailchimpWire.Template> template = template(content, earlier);
    if (template.failure().isPresent()) {
      return refused(template.failure().get());
    }
    MailchimpWire.Template there = template.require();
    Answer<MailchimpWire.Campaign> draft = draft(content, earlier);
    if (draft.failure().isPresent()) {
      return refused(draft.failure().get());
    }
    String campaign = draft.require().id();
    Answer<MailchimpWire.CampaignContent> written =
        http.call(
            api.setCampaignContent(
                campaign,
                new MailchimpWire.NewContent(
                    content.html(), content.text().isEmpty() ? null : content.text(), null)));
    if (written.failure().isPresent()) {
      return refused(written.failure().get());
    }
    return new Outcome.Applied(
        new Reference(content.key(), there.id(), edited(there), campaign, !content.text().isEmpty())
            .toString());
  }

  private Answer<MailchimpWire.Template> template(Content content, Optional<Reference> earlier) {
    MailchimpWire.NewTemplate wanted = new MailchimpWire.NewTemplate(name(content), content.html());
    Optional<Long> there = earlier.map(Reference::template).filter(this::lives);
    if (there.isEmpty()) {
      there = named(content.key());
    }
    return there.isPresent()
        ? http.call(api.changeTemplate(there.get(), wanted))
        : http.call(api.createTemplate(wanted));
  }

  private boolean lives(long template) {
    Answer<MailchimpWire.Template> answer = http.call(api.template(template));
    if (isMissing(answer)) {
      return false;
    }
    return isActive(answer.require());
  }

  private Optional<Long> named(String key) {
    return Pages.all(
            offset ->
                http.call(
                        api.templates(
                            Pages.SIZE,
                            offset,
                            "templates.id,templates.name,templates.active,total_items"))
                    .require(),
            page -> MailchimpWire.list(page.templates()),
            MailchimpWire.Templates::total)
        .stream()
        .filter(template -> isActive(template) && isOf(key, template.name()))
        .map(MailchimpWire.Template::id)
        .findFirst();
  }

  /** The draft, with its subject as it should be. */
  private Answer<MailchimpWire.Campaign> draft(Content content, Optional<Reference> earlier) {
    Optional<MailchimpWire.Campaign> there =
        earlier.map(Reference::campaign).flatMap(this::campaign).filter(this::isDraft);
    if (there.isEmpty()) {
      there = drafted(content.key());
    }
    MailchimpWire.CampaignDefaults sender = audience.sender();
    if (there.isEmpty()) {
      return http.call(
          api.createCampaign(
              new MailchimpWire.NewCampaign(
                  "regular",
                  new MailchimpWire.Recipients(audience.id()),
                  new MailchimpWire.CampaignSettings(
                      content.subject(), name(content), sender.fromName(), sender.fromEmail()))));
    }
    MailchimpWire.CampaignSettings held = there.get().settings();
    return http.call(
        api.changeCampaign(
            there.get().id(),
            new MailchimpWire.NewCampaign(
                null,
                null,
                new MailchimpWire.CampaignSettings(
                    content.subject(),
                    name(content),
                    held == null || blank(held.fromName()) ? sender.fromName() : held.fromName(),
                    held == null || blank(held.replyTo()) ? sender.fromEmail() : held.replyTo()))));
  }

  private Optional<MailchimpWire.Campaign> campaign(String id) {
    Answer<MailchimpWire.Campaign> answer = http.call(api.campaign(id));
    return isMissing(answer) ? Optional.empty() : Optional.of(answer.require());
  }

  private Optional<MailchimpWire.Campaign> drafted(String key) {
    return Pages.all(
            offset ->
                http.call(
                        api.campaigns(
                            Pages.SIZE,
                            offset,
                            "campaigns.id,campaigns.status,campaigns.settings,total_items"))
                    .require(),
            page -> MailchimpWire.list(page.campaigns()),
            MailchimpWire.Campaigns::total)
        .stream()
        .filter(
            campaign ->
                isDraft(campaign)
                    && campaign.settings() != null
                    && isOf(key, campaign.settings().title()))
        .findFirst();
  }

  private boolean isDraft(MailchimpWire.Campaign campaign) {
    return "save".equals(campaign.status());
  }

  /** Empty where the template or the campaign is gone. */
  Optional<Content> content(String text) {
    Optional<Reference> reference = Reference.of(text);
    if (reference.isEmpty()) {
      return Optional.empty();
    }
    Answer<MailchimpWire.Template> template = http.call(api.template(reference.get().template()));
    if (isMissing(template) || !isActive(template.require())) {
      return Optional.empty();
    }
    Optional<MailchimpWire.Campaign> campaign = campaign(reference.get().campaign());
    if (campaign.isEmpty()) {
      return Optional.empty();
    }
    MailchimpWire.CampaignContent held =
        http.call(api.campaignContent(campaign.get().id())).require();
    boolean touched = !edited(template.require()).equals(reference.get().edited());
    String html = touched ? html(reference.get().template()) : given(held.html());
    MailchimpWire.CampaignSettings settings = campaign.get().settings();
    String title = settings == null ? "" : given(settings.title());
    return html.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Content(
                reference.get().key(),
                plainName(reference.get().key(), title),
                Content.Shape.EMAIL,
                settings == null ? "" : given(settings.subject()),
                html,
                reference.get().text() ? given(held.text()) : "",
                ""));
  }

  /** A template's HTML, as a campaign made of it shows it; that campaign is ours and goes again. */
  private String html(long template) {
    String campaign =
        http.call(
                api.createCampaign(
                    new MailchimpWire.NewCampaign(
                        "regular",
                        null,
                        new MailchimpWire.CampaignSettings(READING, READING, null, null))))
            .require()
            .id();
    try {
      http.call(
              api.setCampaignContent(
                  campaign,
                  new MailchimpWire.NewContent(
                      null, null, new MailchimpWire.TemplateUse(template, Map.of()))))
          .orThrow();
      return given(http.call(api.campaignContent(campaign)).require().html());
    } finally {
      http.call(api.deleteCampaign(campaign));
    }
  }

  /** {@code Winter sale [winter-sale]}: a marketer reads the one, we find it by the other. */
  static String name(Content content) {
    String end = ending(content.key());
    String name = content.name().strip();
    int room = LONGEST_NAME - end.length() - 1;
    String start = name.length() <= room ? name : name.substring(0, room).strip();
    return start.isEmpty() ? end : start + " " + end;
  }

  private static String ending(String key) {
    return key.length() <= LONGEST_KEY
        ? "[" + key + "]"
        : "[" + key.substring(0, LONGEST_KEY - 4) + "~" + MailchimpNames.hash(key) + "]";
  }

  private static boolean isOf(String key, @Nullable String name) {
    return name != null && name.strip().endsWith(ending(key));
  }

  private static String plainName(String key, String title) {
    String end = ending(key);
    String text = title.strip();
    return text.endsWith(end) ? text.substring(0, text.length() - end.length()).strip() : text;
  }

  private static String edited(MailchimpWire.Template template) {
    return given(template.dateEdited());
  }

  private static boolean isActive(MailchimpWire.Template template) {
    return !Boolean.FALSE.equals(template.active());
  }

  private static boolean isMissing(Answer<?> answer) {
    return answer.failure().filter(f -> f.kind() == FailureKind.MISSING_TARGET).isPresent();
  }

  private static boolean blank(@Nullable String text) {
    return text == null || text.isBlank();
  }

  private static String given(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static Outcome unsupported(String message, String mend) {
    return new Outcome.Rejected(new Failure(FailureKind.UNSUPPORTED, message, mend));
  }

  private static Outcome refused(Failure failure) {
    return switch (failure.kind()) {
      case INVALID, UNSUPPORTED, MISSING_TARGET -> new Outcome.Rejected(failure);
      case TRANSIENT -> new Outcome.Unknown(failure);
      default -> throw new EspException(failure);
    };
  }
}
