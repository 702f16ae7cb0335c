package io.espalier.sync.project;

import io.espalier.amp.live.LiveBlock;
import io.espalier.amp.live.LiveBlock.Slot;
import io.espalier.amp.live.LiveTokens;
import io.espalier.mjml.PlainCopy;
import io.espalier.model.Schema;
import io.espalier.model.ValueType;
import io.espalier.rule.Names;
import io.espalier.rule.Parsed;
import io.espalier.rule.Place;
import io.espalier.template.Template;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads {@code live.yaml}: the live server, its catalog and its blocks. */
final class LiveReader {
  private static final String FILE = "live.yaml";
  private static final String NAME = "[a-z][a-z0-9_-]{0,39}";

  private final ProjectReader.Environment environment;
  private final Schema schema;
  private final Set<String> tables;
  private final Collection<io.espalier.rule.Issue> issues;

  LiveReader(
      ProjectReader.Environment environment,
      Schema schema,
      Set<String> tables,
      Collection<io.espalier.rule.Issue> issues) {
    this.environment = environment;
    this.schema = schema;
    this.tables = tables;
    this.issues = issues;
  }

  /**
   * Empty where there is no such file, or something is wrong with it.
   *
   * @param emails the files of the emails
   */
  Optional<LiveSpec> read(Path dir, List<Path> emails) {
    Path file = dir.resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Optional<YamlMap> map = YamlFile.read(file, FILE, issues);
    return map.flatMap(m -> spec(m, dir, emails));
  }

  private Optional<LiveSpec> spec(YamlMap map, Path dir, List<Path> emails) {
    Optional<String> server =
        map.required("server", "the live server's public address, e.g. https://live.example.net");
    if (server.isPresent() && !server.get().matches("https://[A-Za-z0-9.-]+(:[0-9]+)?")) {
      map.error(
          "server",
          "'" + server.get() + "' is no address that an email may ask",
          "write https:// and the host, and nothing behind it");
    }
    Set<String> senders = new LinkedHashSet<>(map.texts("senders"));
    if (senders.isEmpty()) {
      map.error("senders", "'senders' is missing", "the addresses that your emails come from");
    }
    List<String> variables = map.texts("keys_env");
    if (map.has("keys")) {
      map.conceal("keys");
      map.keyError("keys", "a secret is never written into a file", "use keys_env: [NAME]");
    } else if (variables.isEmpty()) {
      map.error("keys_env", "'keys_env' is missing", "name the variables with the tokens' keys");
    }
    Duration life = Duration.ofDays(map.whole("token_days").orElse(35));
    if (life.compareTo(LiveTokens.SHORTEST_LIFE) < 0) {
      map.error(
          "token_days",
          "a token must live at least 30 days",
          "clients show the AMP part for so long after it was sent");
    }
    String accent = map.text("accent").orElse("#20493f");
    if (!accent.matches("#[0-9A-Fa-f]{6}")) {
      map.error("accent", "'" + accent + "' is no color", "write it as #20493f");
    }
    String currency = map.text("currency").orElse("");
    Optional<LiveSpec.Catalog> catalog = map.map("catalog").flatMap(this::catalog);
    Map<String, LiveBlock> blocks = new LinkedHashMap<>();
    map.map("blocks")
        .ifPresent(
            all -> {
              for (String name : all.keys()) {
                all.map(name)
                    .flatMap(b -> block(name, all, b, catalog))
                    .ifPresent(block -> blocks.put(name, block));
              }
            });
    if (blocks.isEmpty() && !map.has("blocks")) {
      map.error("blocks", "'blocks' is missing", "declare at least one live block");
    }
    map.refuseOthers();
    List<String> keys = new ArrayList<>();
    for (String variable : variables) {
      String secret = environment.get(variable);
      if (secret != null && !secret.isBlank()) {
        if (secret.length() < 32) {
          map.error(
              "keys_env",
              "the key in " + variable + " is too short",
              "give it at least 32 characters of chance: openssl rand -base64 33");
        } else {
          keys.add(secret);
        }
      }
    }
    if (server.isEmpty() || issues.stream().anyMatch(LiveReader::isOurs)) {
      return Optional.empty();
    }
    return Optional.of(
        new LiveSpec(
            server.get(),
            senders,
            keys,
            variables,
            life,
            accent,
            currency,
            catalog,
            blocks,
            LiveUses.of(emails, dir.resolve("modules"), blocks.keySet()),
            map.place("keys_env")));
  }

  private static boolean isOurs(io.espalier.rule.Issue issue) {
    return issue.severity() == io.espalier.rule.Issue.Severity.ERROR
        && issue.place().file().startsWith(FILE);
  }

  private Optional<LiveSpec.Catalog> catalog(YamlMap map) {
    Optional<String> key = map.required("key", "the column that names an item, e.g. sku");
    Optional<String> table = map.text("table");
    Optional<String> sql = map.text("sql");
    Optional<String> url = map.text("url");
    Duration timeout = duration(map, "timeout", Duration.ofMillis(800));
    Duration fresh = duration(map, "fresh", Duration.ofSeconds(30));
    map.refuseOthers();
    long said = Stream.of(table, sql, url).filter(Optional::isPresent).count();
    if (said != 1) {
      map.error("key", "a catalog is one of table, sql or url", "give one of them");
      return Optional.empty();
    }
    if (table.isPresent() && !tables.contains(table.get())) {
      map.error(
          "table",
          "there is no table '" + table.get() + "'",
          Names.suggestion(table.get(), tables));
      return Optional.empty();
    }
    if (url.isPresent() && !url.get().matches("https?://[^\\s{}]+(\\{key\\}[^\\s{}]*)?")) {
      map.error("url", "this is no address", "write https://…, with {key} where the key belongs");
      return Optional.empty();
    }
    LiveSpec.Catalog.Kind kind =
        table.isPresent()
            ? LiveSpec.Catalog.Kind.TABLE
            : sql.isPresent() ? LiveSpec.Catalog.Kind.SQL : LiveSpec.Catalog.Kind.HTTP;
    String from = table.or(() -> sql).or(() -> url).orElse("");
    return key.map(k -> new LiveSpec.Catalog(kind, from, k, timeout, fresh));
  }

  private static Duration duration(YamlMap map, String key, Duration otherwise) {
    Optional<String> text = map.text(key);
    if (text.isEmpty()) {
      return otherwise;
    }
    if (!text.get().matches("[1-9][0-9]{0,6}(ms|s|m)")) {
      map.error(key, "'" + text.get() + "' is no time", "write it as 800ms, 30s or 5m");
      return otherwise;
    }
    long number = Long.parseLong(text.get().replaceAll("[a-z]", ""));
    return text.get().endsWith("ms")
        ? Duration.ofMillis(number)
        : text.get().endsWith("s") ? Duration.ofSeconds(number) : Duration.ofMinutes(number);
  }

  private Optional<LiveBlock> block(
      String name, YamlMap all, YamlMap map, Optional<LiveSpec.Catalog> catalog) {
    if (!name.matches(NAME)) {
      all.keyError(
          name, "'" + name + "' is no name of a block", "letters, digits, - and _, e.g. picks");
    }
    List<String> kinds = Stream.of(LiveBlock.Kind.values()).map(LiveBlock.Kind::word).toList();
    Optional<String> word = map.required("kind", "one of: " + String.join(", ", kinds));
    if (word.isPresent() && !kinds.contains(word.get())) {
      map.error("kind", "unknown kind '" + word.get() + "'", Names.suggestion(word.get(), kinds));
      return Optional.empty();
    }
    String title = map.text("title").orElse("");
    Optional<Template> say = say(name, map);
    boolean asks = List.of("form", "selector").contains(word.orElse(""));
    Optional<String> link =
        asks
            ? map.text("link").or(() -> Optional.of(""))
            : map.required("link", "where the block leads, e.g. https://…");
    if (link.isPresent() && !link.get().isEmpty() && !link.get().matches("https://[^\\s\"{}]+")) {
      map.error("link", "'" + link.get() + "' is no whole address", "write https://…");
    }
    String linkText = map.text("link_text").orElse(asks ? "Answer on our page" : "See it now");
    Optional<String> items = map.text("items");
    items.ifPresent(attribute -> attribute(map, "items", attribute));
    Map<Slot, String> columns = new EnumMap<>(Slot.class);
    map.map("item").ifPresent(item -> columns(item, columns, items.isEmpty()));
    int limit = Math.max(1, Math.min(20, map.whole("limit").orElse(3)));
    String empty = map.text("empty").orElse("There is nothing here at the moment.");
    Optional<String> until = map.text("until");
    Optional<LiveBlock.Form> form = map.map("form").flatMap(this::form);
    map.refuseOthers();
    if (word.isEmpty() || say.isEmpty() || link.isEmpty()) {
      return Optional.empty();
    }
    LiveBlock.Kind kind = LiveBlock.Kind.valueOf(word.get().toUpperCase(Locale.ROOT));
    boolean shows = kind != LiveBlock.Kind.FORM && kind != LiveBlock.Kind.COUNTDOWN;
    if (shows && !columns.containsKey(Slot.TITLE)) {
      map.error("item", "a " + kind.word() + " needs item.title", "write item: {title: COLUMN}");
    }
    if (items.isPresent() && catalog.isEmpty()) {
      map.error("items", "there is no catalog to look items up in", "declare catalog: above");
    }
    if (kind == LiveBlock.Kind.COUNTDOWN && until.isEmpty()) {
      map.error("until", "a countdown needs 'until'", "an attribute, or 2026-12-19T18:00:00Z");
    }
    if ((kind == LiveBlock.Kind.FORM || kind == LiveBlock.Kind.SELECTOR) && form.isEmpty()) {
      map.error("form", "a " + kind.word() + " needs 'form'", "write form: {fields: […]}");
    }
    return Optional.of(
        new LiveBlock(
            name,
            kind,
            title,
            say.get(),
            link.get(),
            linkText,
            items,
            columns,
            limit,
            empty,
            until,
            form));
  }

  private Optional<Template> say(String name, YamlMap map) {
    Optional<String> text =
        map.required("say", "what the block says to somebody who cannot see it live");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Place at = map.place("say");
    Parsed<Template> parsed =
        PlainCopy.parse(
            text.get(), FILE + " (say of " + name + ", line " + at.line() + ")", schema);
    issues.addAll(parsed.issues());
    return parsed.value();
  }

  private void columns(YamlMap item, Map<Slot, String> columns, boolean ofProfile) {
    for (String key : item.keys()) {
      List<String> slots = Stream.of(Slot.values()).map(Slot::word).toList();
      if (!slots.contains(key)) {
        item.keyError(key, "an item shows no '" + key + "'", Names.suggestion(key, slots));
        item.has(key);
        continue;
      }
      item.text(key)
          .ifPresent(
              column -> {
                columns.put(Slot.valueOf(key.toUpperCase(Locale.ROOT)), column);
                if (ofProfile) {
                  attribute(item, key, column);
                }
              });
    }
  }

  private void attribute(YamlMap map, String key, String name) {
    if (!schema.attributes().containsKey(name)) {
      map.error(
          key,
          "there is no attribute '" + name + "'",
          Names.suggestion(name, schema.attributes().keySet()));
    }
  }

  /** What the profile says already must be an answer that the question could have. */
  private void value(YamlMap field, String type, String attribute) {
    Optional<ValueType> fits =
        switch (type) {
          case "text", "choice" -> Optional.of(ValueType.TEXT);
          case "stars" -> Optional.of(ValueType.NUMBER);
          case "yes" -> Optional.of(ValueType.BOOL);
          default -> Optional.empty();
        };
    if (fits.isEmpty()) {
      field.error(
          "value", "a question of type " + type + " begins unanswered", "take 'value' away");
      return;
    }
    attribute(field, "value", attribute);
    schema
        .attribute(attribute)
        .filter(a -> a.type() != fits.get())
        .ifPresent(
            a ->
                field.error(
                    "value",
                    "'" + attribute + "' is of type " + a.type().word(),
                    "a question of type " + type + " needs one of type " + fits.get().word()));
  }

  private Optional<LiveBlock.Form> form(YamlMap map) {
    List<LiveBlock.Question> questions = new ArrayList<>();
    List<String> types =
        Stream.of(LiveBlock.Question.Type.values())
            .map(t -> t.name().toLowerCase(Locale.ROOT))
            .toList();
    for (YamlMap field : map.maps("fields")) {
      Optional<String> name = field.required("name", "what the answer is kept as");
      Optional<String> label = field.required("label", "what the person reads");
      String type = field.text("type").orElse("text");
      List<String> options = field.texts("options");
      Optional<String> value = field.text("value");
      field.refuseOthers();
      if (!types.contains(type)) {
        field.error("type", "unknown type '" + type + "'", Names.suggestion(type, types));
      } else if (type.equals("choice") && options.isEmpty()) {
        field.error("options", "a choice needs options", "write options: [A, B]");
      } else if (name.isPresent() && label.isPresent()) {
        value.ifPresent(attribute -> value(field, type, attribute));
        if (!name.get().matches(NAME)) {
          field.error("name", "'" + name.get() + "' is no name of a field", "e.g. rating");
        }
        questions.add(
            new LiveBlock.Question(
                name.get(),
                label.get(),
                LiveBlock.Question.Type.valueOf(type.toUpperCase(Locale.ROOT)),
                options,
                value));
      }
    }
    LiveBlock.Form form =
        new LiveBlock.Form(
            questions,
            map.text("submit").orElse("Send"),
            map.text("thanks").orElse("Thank you."),
            map.flag("once").orElse(false));
    map.refuseOthers();
    return Optional.of(form);
  }
}
