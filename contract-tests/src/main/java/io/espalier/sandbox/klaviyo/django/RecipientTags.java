package io.espalier.sandbox.klaviyo.django;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Klaviyo's own: links that belong to the recipient, amounts, coupons, the catalog. A coupon
 * without a code left and an item that is not there skip the recipient.
 */
final class RecipientTags {
  private RecipientTags() {}

  static void addTo(Map<String, Tag> tags) {
    link(tags, "unsubscribe", "Unsubscribe", Setting::unsubscribeUrl);
    link(tags, "manage_preferences", "Manage preferences", Setting::preferencesUrl);
    link(tags, "web_view", "View in browser", Setting::webViewUrl);
    tags.put("render_variable", RecipientTags::renderVariable);
    tags.put("currency_format", RecipientTags::currencyFormat);
    tags.put("coupon_code", RecipientTags::coupon);
    tags.put("catalog", RecipientTags::catalog);
  }

  private static void link(
      Map<String, Tag> tags, String name, String text, Function<Setting, String> url) {
    tags.put(
        name,
        (parser, words) -> {
          if (words.size() > 2) {
            throw new TemplateFault("'" + name + "' takes one argument at the most");
          }
          FilterExpression shown =
              FilterExpression.parse(words.size() == 2 ? words.get(1) : "'" + text + "'");
          return (scope, out) ->
              out.append("<a href=\"")
                  .append(Escaping.html(url.apply(scope.setting())))
                  .append("\">")
                  .append(Escaping.printed(shown.resolve(scope), scope))
                  .append("</a>");
        });
    tags.put(
        name + "_link",
        (parser, words) -> {
          if (words.size() != 1) {
            throw new TemplateFault("'" + name + "_link' takes no argument");
          }
          return (scope, out) -> out.append(url.apply(scope.setting()));
        });
  }

  private static Node renderVariable(Parser parser, List<String> words) {
    if (words.size() != 2) {
      throw new TemplateFault("'render_variable' takes one argument");
    }
    FilterExpression value = FilterExpression.parse(words.get(1));
    return (scope, out) -> out.append(Escaping.printed(value.resolve(scope), scope));
  }

  private static Node currencyFormat(Parser parser, List<String> words) {
    if (words.size() != 2) {
      throw new TemplateFault("'currency_format' takes one argument");
    }
    FilterExpression value = FilterExpression.parse(words.get(1));
    return (scope, out) -> {
      Object amount = value.resolve(scope);
      if (amount == null || !Python.isNumber(amount)) {
        throw new TemplateFault("currency_format needs a number");
      }
      BigDecimal rounded = Python.number(amount).setScale(2, RoundingMode.HALF_UP);
      out.append(rounded.signum() < 0 ? "-" : "")
          .append(scope.setting().currency())
          .append(
              new DecimalFormat("#,##0.00", DecimalFormatSymbols.getInstance(Locale.ROOT))
                  .format(rounded.abs()));
    };
  }

  private static Node coupon(Parser parser, List<String> words) {
    if (words.size() < 2) {
      throw new TemplateFault("'coupon_code' takes a coupon's name");
    }
    FilterExpression name = FilterExpression.parse(words.get(1));
    return (scope, out) -> {
      String coupon = Python.text(name.resolve(scope));
      @Nullable String code = scope.setting().shop().coupon(coupon);
      if (code == null) {
        throw new RecipientSkipped("No coupon codes are left for coupon: " + coupon + ".");
      }
      out.append(code);
    };
  }

  private static Node catalog(Parser parser, List<String> words) {
    if (words.size() < 2) {
      throw new TemplateFault("'catalog' takes an item's id");
    }
    FilterExpression id = FilterExpression.parse(words.get(1));
    boolean cancel = words.contains("unpublished=\"cancel\"");
    Body body = parser.bodyUntil(Set.of("endcatalog"));
    return (scope, out) -> {
      String code = Python.text(id.resolve(scope));
      @Nullable Map<String, @Nullable Object> item = scope.setting().shop().item(code);
      if (item == null || (cancel && Boolean.FALSE.equals(item.get("published")))) {
        throw new RecipientSkipped(
            "Unable to find item with code: " + code + ". It may have been deleted.");
      }
      scope.push();
      scope.set("catalog_item", item);
      body.render(scope, out);
      scope.pop();
    };
  }
}
