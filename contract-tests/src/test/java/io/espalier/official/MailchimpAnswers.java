package io.espalier.official;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.espalier.sandbox.Exchange;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Holds what the sandbox of Mailchimp answers against the Marketing API's own contract, where that
 * lies beside the project: 3.0.55, to which 3.0.91 has only added.
 */
public final class MailchimpAnswers {
  /** What came after 3.0.55, or is one side of a switch. */
  private static final Predicate<String> ADDED =
      Pattern.compile("answer\\.(merge_field_limit|total_items|signing_secret) is not known")
          .asMatchPredicate();

  /** How conditions are told back is the caller's own doing. */
  private static final Predicate<String> SENT_SO =
      Pattern.compile("answer.*\\.conditions\\[.*").asMatchPredicate();

  /**
   * What is there only where it applies: of kinds of campaigns and fields, of contacts with groups,
   * notes, permissions or a reason, and of what nobody has sent.
   */
  private static final Predicate<String> OPTIONAL =
      Pattern.compile(
              String.join(
                  "|",
                  ".*\\.(interests|last_note|marketing_permissions|unsubscribe_reason|ab_split)",
                  ".*\\.(ab_split_opts|rss_opts|social_card|capsule|salesforce|rss_last_send)",
                  ".*\\.(report_summary|parent_campaign_id|timewarp|variate_settings)(\\.(test_size|wait_time))?",
                  ".*rss_opts\\.schedule\\..*",
                  ".*\\.(automations|connected_site|ecommerce_data|tracking_code|absplit_group)",
                  ".*\\.(variate_contents|delivery_status\\..*|industry_stats.*|share_password)",
                  ".*\\.(segment_opts.*|options(\\..*)?|activity\\[\\]\\.(ip|type|url))",
                  ".*address\\..*|.*\\.(outreach|promos|shipping_address|billing_address)(\\..*)?",
                  ".*\\.(parent_campaign|title|campaign_id|url)_?",
                  ".*(customer|lines\\[\\]|variants\\[\\]|images\\[\\])\\._links",
                  ".*_links\\[\\]\\.schema"))
          .asMatchPredicate();

  private static final @Nullable OpenApi CONTRACT = contract();

  private MailchimpAnswers() {}

  private static @Nullable OpenApi contract() {
    Path file = OfficialContracts.file("mailchimp-marketing.json");
    return Files.isReadable(file) ? new OpenApi(file, "/3.0") : null;
  }

  /** What the contract would not have said so, or would have said too; empty without it. */
  public static List<String> wrong(String method, String url, int status, String body) {
    OpenApi contract = CONTRACT;
    if (contract == null || status != 200 || url.contains("fields=")) {
      return List.of();
    }
    Exchange exchange = Exchange.of(method, url, Map.of(), new byte[0]);
    if (!contract.describes(exchange)) {
      return List.of();
    }
    JsonElement answer = JsonParser.parseString(body);
    List<String> path = exchange.segments();
    return Stream.concat(
            contract.wrongAnswer(method, path, status, body).stream()
                .filter(ADDED.negate())
                .filter(SENT_SO.negate()),
            contract.missingInAnswer(method, path, status, answer).stream()
                .filter(OPTIONAL.negate())
                .map(gone -> gone + " is missing"))
        .map(wrong -> method + " " + exchange.path() + ": " + wrong)
        .toList();
  }
}
