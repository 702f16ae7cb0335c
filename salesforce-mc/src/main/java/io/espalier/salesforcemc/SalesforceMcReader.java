package io.espalier.salesforcemc;

import com.google.gson.JsonElement;
import io.espalier.http.Answer;
import io.espalier.model.Attribute;
import io.espalier.model.EmailAddress;
import io.espalier.model.ProfileKey;
import io.espalier.model.Segment;
import io.espalier.model.Value;
import io.espalier.salesforcemc.SalesforceMcWire.Row;
import io.espalier.salesforcemc.SalesforceMcWire.Rowset;
import io.espalier.spi.Cursor;
import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.FieldMap;
import io.espalier.spi.Page;
import io.espalier.spi.RemoteProfile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Rows back out of data extensions, by pages of one snapshot. */
final class SalesforceMcReader {
  /** The largest page that the vendor gives. */
  private static final int PAGE = 2_500;

  /** A link has no host and lacks the {@code /data} in front: only its two parts are used. */
  private static final Pattern NEXT =
      Pattern.compile(
          ".*/customobjectdata/token/([0-9A-Za-z-]{1,64})/rowset\\?.*page=([0-9]{1,9}).*");

  private static final Pattern PLAIN = Pattern.compile(".*rowset\\?.*page=([0-9]{1,9}).*");

  private final SalesforceMcSession session;
  private final SalesforceMcSubscribers subscribers;
  private final FieldMap fields;

  SalesforceMcReader(
      SalesforceMcSession session, SalesforceMcSubscribers subscribers, FieldMap fields) {
    this.session = session;
    this.subscribers = subscribers;
    this.fields = fields;
  }

  Page<RemoteProfile> read(Cursor from) {
    Optional<Segment> segment = from.segment();
    String key =
        segment
            .map(s -> SalesforceMcNames.segmentKey(s.id()))
            .orElse(SalesforceMcNames.PROFILES_KEY);
    Answer<Rowset> answer = page(key, from.position());
    if (answer.failure().filter(f -> f.kind() == FailureKind.MISSING_TARGET).isPresent()
        && from.position().isEmpty()) {
      return new Page<>(List.of(), Optional.empty());
    }
    Rowset rowset = answer.require();
    List<Row> rows = rowset.items() == null ? List.of() : rowset.items();
    List<RemoteProfile> profiles = new ArrayList<>();
    for (Row row : rows) {
      profile(row, segment.isPresent()).ifPresent(profiles::add);
    }
    List<RemoteProfile> known = segment.isPresent() ? profiles : subscribers.withConsent(profiles);
    String next = rowset.links() == null ? null : rowset.links().next();
    boolean last = next == null || next.isEmpty() || rows.isEmpty();
    return new Page<>(
        known, last ? Optional.empty() : Optional.of(from.at(position(String.valueOf(next)))));
  }

  private Answer<Rowset> page(String key, String position) {
    int slash = position.indexOf('/');
    if (slash > 0) {
      String token = position.substring(0, slash);
      int page = Integer.parseInt(position.substring(slash + 1));
      return session.rest((api, bearer) -> api.moreRows(bearer, token, page));
    }
    int page = position.isEmpty() ? 1 : Integer.parseInt(position);
    return session.rest((api, bearer) -> api.rows(bearer, key, page, PAGE));
  }

  private static String position(String next) {
    Matcher token = NEXT.matcher(next);
    if (token.matches()) {
      return token.group(1) + "/" + token.group(2);
    }
    Matcher plain = PLAIN.matcher(next);
    if (plain.matches()) {
      return plain.group(1);
    }
    throw new EspException(
        Failure.of(
            FailureKind.PROTOCOL,
            SalesforceMcErrors.NAME + " gave a link to a next page that leads nowhere known"));
  }

  private Optional<RemoteProfile> profile(Row row, boolean memberOnly) {
    Map<String, @Nullable JsonElement> columns = new HashMap<>();
    addAll(columns, row.keys());
    addAll(columns, row.values());
    Optional<EmailAddress> email = EmailAddress.of(text(columns, SalesforceMcNames.EMAIL));
    String key = text(columns, SalesforceMcNames.KEY);
    if (email.isEmpty() || key.isBlank()) {
      return Optional.empty();
    }
    Map<String, Value> values = new HashMap<>();
    if (!memberOnly) {
      for (Attribute attribute : fields.attributes()) {
        Value value =
            SalesforceMcMapper.value(
                attribute, columns.get(lower(fields.vendorName(attribute.name()))));
        if (value.exists()) {
          values.put(attribute.name(), value);
        }
      }
    }
    return Optional.of(
        new RemoteProfile(email.get(), Optional.of(new ProfileKey(key)), values, Optional.empty()));
  }

  /** Column names come back in lower case. */
  private static void addAll(
      Map<String, @Nullable JsonElement> columns,
      @Nullable Map<String, @Nullable JsonElement> more) {
    if (more != null) {
      more.forEach((name, value) -> columns.put(lower(name), value));
    }
  }

  private static String text(Map<String, @Nullable JsonElement> columns, String name) {
    JsonElement json = columns.get(lower(name));
    return json == null || !json.isJsonPrimitive() ? "" : json.getAsString();
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
