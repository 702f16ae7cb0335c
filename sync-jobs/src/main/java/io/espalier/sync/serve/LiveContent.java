package io.espalier.sync.serve;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.espalier.amp.live.LiveBlock;
import io.espalier.amp.live.LiveBlock.Slot;
import io.espalier.model.Profile;
import io.espalier.model.ProfileKey;
import io.espalier.model.Value;
import io.espalier.sync.project.LiveSpec;
import io.espalier.template.TemplateEvaluator;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What an email's blocks show one person now. */
final class LiveContent {
  private static final DateTimeFormatter TODAY = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm", Locale.ENGLISH);
  private static final DateTimeFormatter DEADLINE =
      DateTimeFormatter.ofPattern("EEEE, d MMMM, HH:mm", Locale.ENGLISH);

  private final LiveSpec live;
  private final LivePeople people;
  private final Optional<Catalog> catalog;
  private final ZoneId zone;
  private final Clock clock;
  private final int digits;

  LiveContent(
      LiveSpec live, LivePeople people, Optional<Catalog> catalog, ZoneId zone, Clock clock) {
    this.live = live;
    this.people = people;
    this.catalog = catalog;
    this.zone = zone;
    this.clock = clock;
    this.digits = digits(live.currency());
  }

  /** Of all the blocks of an email; empty where it is not known, and its fallback must do. */
  Optional<JsonObject> email(String email, String profile) {
    JsonObject blocks = new JsonObject();
    for (String name : live.blocksOf(email)) {
      LiveBlock block = live.blocks().get(name);
      if (block == null || block.kind() == LiveBlock.Kind.FORM) {
        continue;
      }
      Optional<JsonObject> shown = block(block, profile);
      if (shown.isEmpty()) {
        return Optional.empty();
      }
      blocks.add(name, shown.get());
    }
    JsonObject all = new JsonObject();
    all.add("blocks", blocks);
    return Optional.of(all);
  }

  /** Of one block. */
  Optional<JsonObject> block(LiveBlock block, String profile) {
    Optional<Map<String, Value>> person = people.of(profile);
    if (person.isEmpty()) {
      return Optional.empty();
    }
    JsonObject shown = new JsonObject();
    Instant asOf = clock.instant();
    shown.addProperty("label", block.title().isEmpty() ? block.linkText() : block.title());
    shown.addProperty("empty", block.empty());
    if (block.kind() == LiveBlock.Kind.COUNTDOWN) {
      until(block, person.get(), shown);
    } else if (block.items().isPresent()) {
      List<String> wanted = keys(person.get().get(block.items().get()), block.limit());
      Set<String> keys = new LinkedHashSet<>();
      wanted.forEach(w -> keys.add(key(w)));
      Catalog.Answer answer = new Catalog.Answer(Map.of(), asOf);
      if (!keys.isEmpty() && catalog.isPresent()) {
        Optional<Catalog.Answer> found = catalog.get().rows(keys);
        if (found.isEmpty()) {
          return Optional.empty();
        }
        answer = found.get();
      }
      asOf = answer.asOf();
      items(block, wanted, answer.rows(), shown);
    } else {
      own(block, person.get(), shown);
    }
    shown.addProperty("asof", when(asOf));
    return Optional.of(shown);
  }

  /** What the profile says already of a form's questions, as it would be answered. */
  Map<String, String> known(LiveBlock block, String profile) {
    Map<String, Value> person = people.of(profile).orElse(Map.of());
    Map<String, String> known = new LinkedHashMap<>();
    for (LiveBlock.Question question : block.form().orElseThrow().fields()) {
      Value value =
          question.value().map(a -> person.getOrDefault(a, Value.NOTHING)).orElse(Value.NOTHING);
      if (value instanceof Value.Flag flag) {
        known.put(question.name(), flag.flag() ? "yes" : "no");
      } else if (value.exists()) {
        known.put(question.name(), value.plain());
      }
    }
    return known;
  }

  /** The block's sentence as this person reads it. */
  String say(LiveBlock block, String profile) {
    Map<String, Value> person = people.of(profile).orElse(Map.of());
    Profile reader = new Profile(new ProfileKey(profile), person, Map.of());
    return new TemplateEvaluator(rule -> false, reader, zone).render(block.say());
  }

  private void items(
      LiveBlock block,
      List<String> wanted,
      Map<String, Map<String, String>> rows,
      JsonObject shown) {
    JsonArray items = new JsonArray();
    BigDecimal total = BigDecimal.ZERO;
    boolean priced = true;
    for (String one : wanted) {
      Map<String, String> row = rows.getOrDefault(key(one), Map.of());
      if (row.isEmpty()) {
        continue;
      }
      JsonObject item = new JsonObject();
      item.addProperty("key", key(one));
      block.columns().forEach((slot, column) -> put(item, slot, row.getOrDefault(column, "")));
      if (block.kind() == LiveBlock.Kind.CART) {
        int quantity = quantity(one);
        item.addProperty("quantity", quantity);
        Optional<BigDecimal> price = number(row.getOrDefault(block.columns().get(Slot.PRICE), ""));
        priced &= price.isPresent();
        total = total.add(price.orElse(BigDecimal.ZERO).multiply(BigDecimal.valueOf(quantity)));
      }
      items.add(item);
    }
    shown.add("items", items);
    shown.addProperty("filled", !items.isEmpty());
    if (block.kind() == LiveBlock.Kind.CART && priced && !items.isEmpty()) {
      shown.addProperty("total", money(total.toPlainString()));
    }
  }

  private void own(LiveBlock block, Map<String, Value> person, JsonObject shown) {
    JsonArray items = new JsonArray();
    JsonObject item = new JsonObject();
    item.addProperty("key", block.name());
    block
        .columns()
        .forEach(
            (slot, attribute) ->
                put(item, slot, person.getOrDefault(attribute, Value.NOTHING).plain()));
    if (person.containsKey(block.columns().getOrDefault(Slot.TITLE, ""))) {
      items.add(item);
    }
    shown.add("items", items);
    shown.addProperty("filled", !items.isEmpty());
  }

  private void until(LiveBlock block, Map<String, Value> person, JsonObject shown) {
    String text = block.until().orElse("");
    Value value = person.getOrDefault(text, Value.NOTHING);
    Optional<Instant> until =
        value instanceof Value.Moment moment
            ? Optional.of(moment.moment())
            : instant(value.exists() ? value.plain() : text);
    until.ifPresent(
        instant -> {
          shown.addProperty("until", instant.toString());
          boolean over = !clock.instant().isBefore(instant);
          // A date stays true in a picture that is kept; a number of hours does not.
          String when = DEADLINE.format(instant.atZone(zone));
          shown.addProperty("until_text", (over ? "Ended " : "Ends ") + when);
        });
    if (until.isEmpty()) {
      shown.addProperty("until_text", block.empty());
    }
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private void put(JsonObject item, Slot slot, String value) {
    String text = slot == Slot.PRICE ? money(value) : value;
    boolean url = slot == Slot.LINK || slot == Slot.IMAGE;
    if (url && !value.startsWith("https://")) {
      // A client shows a whole template or none: a wrong address must not cost the price.
      text = "";
    }
    item.addProperty(slot.word(), text.replace("{{", "{ {").replace("}}", "} }"));
  }

  /** A source may have lost a price's last zero on the way; who reads it should not. */
  private String money(String value) {
    if (live.currency().isEmpty()) {
      return value;
    }
    return number(value)
        .map(n -> n.setScale(digits, RoundingMode.HALF_UP).toPlainString() + " " + live.currency())
        .orElse(value);
  }

  private static int digits(String currency) {
    try {
      return Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
    } catch (IllegalArgumentException e) {
      return 2;
    }
  }

  private String when(Instant asOf) {
    boolean today =
        asOf.atZone(zone).toLocalDate().equals(clock.instant().atZone(zone).toLocalDate());
    return (today ? TODAY : DAY).format(asOf.atZone(zone));
  }

  private static List<String> keys(@org.jspecify.annotations.Nullable Value value, int limit) {
    List<String> keys = new ArrayList<>();
    if (value instanceof Value.TextList list) {
      keys.addAll(list.texts());
    } else if (value != null && value.exists()) {
      keys.add(value.plain());
    }
    return keys.subList(0, Math.min(limit, keys.size()));
  }

  /** {@code BO-01:2} are two of {@code BO-01}. */
  private static String key(String wanted) {
    return wanted.replaceFirst(":[0-9]{1,3}$", "");
  }

  private static int quantity(String wanted) {
    int colon = wanted.lastIndexOf(':');
    return colon > 0 && wanted.substring(colon + 1).matches("[0-9]{1,3}")
        ? Integer.parseInt(wanted.substring(colon + 1))
        : 1;
  }

  private static Optional<BigDecimal> number(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(new BigDecimal(text.strip()));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
