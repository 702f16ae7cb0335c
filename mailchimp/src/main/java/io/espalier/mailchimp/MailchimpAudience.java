package io.espalier.mailchimp;

import io.espalier.http.HttpStack;
import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The audience that is kept: found by its name, made once where the plan allows another. */
final class MailchimpAudience {
  private final MailchimpSettings settings;
  private final HttpStack http;
  private final MailchimpApi api;
  private volatile MailchimpWire.@Nullable Root root;
  private @Nullable String id;
  private MailchimpWire.@Nullable CampaignDefaults sender;

  MailchimpAudience(MailchimpSettings settings, HttpStack http, MailchimpApi api) {
    this.settings = settings;
    this.http = http;
    this.api = api;
  }

  /** The account that it is in, asked afresh. */
  MailchimpWire.Root root() {
    MailchimpWire.Root now = http.call(api.root()).require();
    root = now;
    return now;
  }

  /** Its id; the audience is made where there is none. */
  synchronized String id() {
    if (id == null) {
      Listing listing = list();
      id = listing.named(settings).orElseGet(() -> create(listing));
    }
    return id;
  }

  /** Its id; empty where there is none: reading makes nothing. */
  synchronized Optional<String> find() {
    if (id == null) {
      id = list().named(settings).orElse(null);
    }
    return Optional.ofNullable(id);
  }

  /** Whom the audience's campaigns come from. */
  synchronized MailchimpWire.CampaignDefaults sender() {
    if (sender == null) {
      MailchimpWire.CampaignDefaults held =
          http.call(api.audience(id(), "id,name,campaign_defaults")).require().campaignDefaults();
      sender = held == null ? new MailchimpWire.CampaignDefaults("", "", "", "") : held;
    }
    return sender;
  }

  private record Listing(List<MailchimpWire.Audience> audiences, boolean mayCreate, int most) {

    Optional<String> named(MailchimpSettings settings) {
      List<MailchimpWire.Audience> same =
          audiences.stream().filter(a -> a.name().strip().equals(settings.audience())).toList();
      if (same.size() > 1) {
        throw EspException.auth(
            same.size()
                + " audiences in Mailchimp are named '"
                + settings.audience()
                + "', and nobody can tell which is meant",
            "rename all but one of them in Mailchimp");
      }
      return same.stream().map(MailchimpWire.Audience::id).findFirst();
    }

    String names() {
      return audiences.isEmpty()
          ? "none"
          : audiences.stream().map(a -> "'" + a.name() + "'").collect(Collectors.joining(", "));
    }
  }

  private Listing list() {
    List<MailchimpWire.Constraints> constraints = new ArrayList<>();
    List<MailchimpWire.Audience> all =
        Pages.all(
            offset -> {
              MailchimpWire.Audiences page =
                  http.call(
                          api.audiences(
                              Pages.SIZE, offset, "lists.id,lists.name,constraints,total_items"))
                      .require();
              if (page.constraints() != null) {
                constraints.add(page.constraints());
              }
              return page;
            },
            page -> MailchimpWire.list(page.lists()),
            MailchimpWire.Audiences::total);
    MailchimpWire.Constraints last =
        constraints.isEmpty()
            ? new MailchimpWire.Constraints(true, -1)
            : constraints.get(constraints.size() - 1);
    return new Listing(all, last.mayCreate(), last.most());
  }

  private String create(Listing listing) {
    if (!listing.mayCreate()) {
      throw absent(listing, "the plan allows " + listing.most() + " and no more");
    }
    MailchimpWire.Root known = root;
    MailchimpWire.Root account = known == null ? root() : known;
    MailchimpWire.AccountContact contact = account.contact();
    if (contact == null
        || blank(contact.company())
        || blank(contact.addr1())
        || blank(contact.city())
        || blank(contact.country())
        || blank(account.email())) {
      throw absent(listing, "the account has no full postal address to make one with");
    }
    MailchimpWire.NewAudience audience =
        new MailchimpWire.NewAudience(
            settings.audience(),
            "You receive this because you are in touch with " + contact.company() + ".",
            false,
            new MailchimpWire.AudienceContact(
                given(contact.company()),
                given(contact.addr1()),
                contact.addr2(),
                given(contact.city()),
                contact.state(),
                contact.zip(),
                given(contact.country())),
            new MailchimpWire.CampaignDefaults(
                blank(account.accountName())
                    ? given(contact.company())
                    : given(account.accountName()),
                given(account.email()),
                settings.audience(),
                "en"));
    return http.call(api.createAudience(audience)).require().id();
  }

  private EspException absent(Listing listing, String why) {
    return new EspException(
        new Failure(
            FailureKind.AUTH,
            "Mailchimp has no audience named '%s', and %s; there are: %s"
                .formatted(settings.audience(), why, listing.names()),
            "name one of these in " + settings.audienceSource() + ", or make it in Mailchimp"));
  }

  private static boolean blank(@Nullable String text) {
    return text == null || text.isBlank();
  }

  private static String given(@Nullable String text) {
    return text == null ? "" : text;
  }
}
