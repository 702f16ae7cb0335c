package io.espalier.sandbox.salesforcemc;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.espalier.sandbox.salesforcemc.ampscript.SendContext;
import java.time.LocalDateTime;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a message sees that is sent to one row of a data extension. */
final class SendingRow implements SendContext {
  private static final Map<String, String> MEMBER =
      Map.of(
          "member_busname", "Example Shop",
          "member_addr", "1 High Street",
          "member_city", "Springfield",
          "member_state", "IL",
          "member_postalcode", "62701",
          "member_country", "United States");
  private static final List<String> URLS =
      List.of(
          "view_email_url",
          "ftaf_url",
          "subscription_center_url",
          "profile_center_url",
          "unsub_center_url",
          "double_opt_in_url");

  private final State state;
  private final State.Sending sending;

  SendingRow(State state, State.Sending sending) {
    this.state = state;
    this.sending = sending;
  }

  // Columns come as text in the spelling in which the APIs print them: that a Date column would be
  // a date value in a comparison is nowhere proven, so nothing should hang on it.
  private static @Nullable Object value(Field field, Row row) {
    return row.get(field) == null ? null : ReadRoute.shown(field, row);
  }

  @Override
  public Optional<Cell> attribute(String name) {
    Field field = sending.extension().field(name);
    return field == null ? Optional.empty() : Optional.of(new Cell(value(field, sending.row())));
  }

  @Override
  public Optional<String> personalization(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (MEMBER.containsKey(lower)) {
      return Optional.of(MEMBER.get(lower));
    }
    if (URLS.contains(lower)) {
      return Optional.of(
          "https://click.example.com/"
              + lower
              + ".aspx?qs="
              + Long.toHexString(sending.row().id()));
    }
    LocalDateTime now = now();
    switch (lower) {
      case "emailaddr":
        return Optional.of(email());
      case "_subscriberkey":
        return Optional.of(subscriberKey());
      case "memberid":
        return Optional.of(Integer.toString(state.account.id()));
      case "jobid", "listid", "_emailid", "_jobsubscriberbatchid", "subscriberid", "listsubid":
        return Optional.of(Long.toString(sending.row().id()));
      case "_datasourcename":
        return Optional.of(sending.extension().definition().name());
      case "_messagecontext":
        return Optional.of("SEND");
      case "_istestsend":
        return Optional.of("False");
      case "emailname_", "_preheader", "_listname", "list_", "replyname", "replyemailaddress":
        return Optional.of("");
      case "xtyear":
        return Optional.of(Integer.toString(now.getYear()));
      case "xtmonth":
        return Optional.of(now.getMonth().getDisplayName(TextStyle.FULL, Locale.US));
      case "xtmonthnumeric":
        return Optional.of(Integer.toString(now.getMonthValue()));
      case "xtshortdate":
        return Optional.of(now.format(java.time.format.DateTimeFormatter.ofPattern("M/d/yyyy")));
      case "xtlongdate":
        return Optional.of(
            now.format(
                java.time.format.DateTimeFormatter.ofPattern("EEEE, MMMM d, yyyy", Locale.US)));
      case "_messagetypepreference":
        return Optional.of("HTML");
      case "linkname", "_replycontent", "_impressionregionid", "_impressionregionname":
        return Optional.of("");
      case "xtday":
        return Optional.of(Integer.toString(now.getDayOfMonth()));
      case "xtdayofweek":
        return Optional.of(now.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.US));
      default:
        return Optional.empty();
    }
  }

  private String email() {
    for (Field field : sending.extension().definition().fields()) {
      String cell = sending.row().get(field);
      if (field.type() == FieldType.EmailAddress && cell != null) {
        return cell;
      }
    }
    return "";
  }

  /** By the sendable link; a preview from one that is not sendable goes by its only key. */
  private String subscriberKey() {
    Definition definition = sending.extension().definition();
    String link = definition.sendableField();
    Field field = link == null ? null : sending.extension().field(link);
    if (link == null && definition.keys().size() == 1) {
      field = definition.keys().get(0);
    }
    String cell = field == null ? null : sending.row().get(field);
    return cell == null ? "" : cell;
  }

  @Override
  public Optional<Table> table(String nameOrKey) {
    return state.extensionNamed(nameOrKey).or(() -> state.extension(nameOrKey)).map(this::table);
  }

  @Override
  public Optional<Table> sharedTable(String nameOrKey) {
    return state.shared(nameOrKey).map(this::table);
  }

  private Table table(Extension extension) {
    List<Field> fields = extension.definition().fields();
    List<String> columns = new ArrayList<>();
    fields.forEach(f -> columns.add(f.name()));
    Iterable<Map<String, @Nullable Object>> rows =
        () -> extension.rows().stream().map(row -> cells(fields, row)).iterator();
    return new Table(
        columns,
        rows,
        (column, text) ->
            extension
                .byKey(column, text)
                .map(found -> found.stream().map(row -> cells(fields, row)).toList()));
  }

  private static Map<String, @Nullable Object> cells(List<Field> fields, Row row) {
    Map<String, @Nullable Object> cells = new HashMap<>();
    fields.forEach(f -> cells.put(f.key(), value(f, row)));
    return cells;
  }

  @Override
  public Optional<String> contentBlock(String key) {
    return content(state.asset(key));
  }

  @Override
  public Optional<String> contentNamed(String name) {
    return content(state.assetWith("name", name));
  }

  @Override
  public Optional<String> contentNumbered(String id) {
    return content(state.assetWith("id", id));
  }

  private static Optional<String> content(@Nullable JsonObject asset) {
    if (asset == null) {
      return Optional.empty();
    }
    JsonElement content = asset.get("content");
    if (content == null
        && asset.get("views") instanceof JsonObject views
        && views.get("html") instanceof JsonObject html) {
      content = html.get("content");
    }
    return Optional.of(content != null && content.isJsonPrimitive() ? content.getAsString() : "");
  }

  @Override
  public LocalDateTime now() {
    return Dates.now(state.clock);
  }
}
