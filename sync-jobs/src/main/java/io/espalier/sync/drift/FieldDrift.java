package io.espalier.sync.drift;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.espalier.model.Attribute;
import io.espalier.model.EmailAddress;
import io.espalier.spi.TextLimit;
import io.espalier.sync.project.DriftSpec;
import io.espalier.sync.project.DriftSpec.Policy;
import io.espalier.sync.store.Engine;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares the values of everybody, three ways: what is wanted, what the ESP last confirmed, what
 * it holds. Only where it holds another than it confirmed has somebody changed something; only
 * where it confirmed another than is wanted have we.
 */
final class FieldDrift {
  /** {@code key, fields, kept}: what is to be remembered of a person, if it is repaired. */
  static final String REPAIRS = "es_drift_field";

  private static final int EXAMPLES = 5;

  private final Engine engine;
  private final String account;
  private final Map<String, Attribute> attributes = new TreeMap<>();
  private final DriftSpec policies;
  private final Optional<TextLimit> longest;
  private final Map<String, String[]> kept = new HashMap<>();
  private final Map<String, Tally> tallies = new TreeMap<>();
  private long settled;
  private long keptValues;

  private static final class Tally {
    long changed;
    long conflicts;
    final List<Finding.Example> examples = new ArrayList<>();
    final Map<Form, Long> forms = new EnumMap<>(Form.class);
  }

  /**
   * @param gone attributes whose field is not there or of another type: no value can be compared
   */
  FieldDrift(
      Engine engine,
      String account,
      List<Attribute> attributes,
      Set<String> gone,
      DriftSpec policies,
      Optional<TextLimit> longest) {
    this.engine = engine;
    this.account = account;
    this.policies = policies;
    this.longest = longest;
    attributes.stream()
        .filter(a -> !gone.contains(a.name()))
        .forEach(a -> this.attributes.put(a.name(), a));
  }

  /**
   * @param wants the view of what should be
   */
  void compare(String wants) {
    engine.each(
        "select key, field, ours, theirs from drift_kept where account = ? and kind = 'FIELD'",
        row ->
            kept.put(
                row.getString(1) + "\n" + row.getString(2),
                new String[] {row.getString(3), row.getString(4)}),
        account);
    engine.run(
        "create or replace temp table " + REPAIRS + " (key varchar, fields varchar, kept varchar)");
    engine.refill(
        "select l.key, l.email, coalesce(l.fields, '{}') as known, a.fields as held, w.fields as wanted from ledger_profile l join "
            + Actual.PEOPLE
            + " a on a.key = l.key left join "
            + wants
            + " w on w.key = l.key where l.account = "
            + Engine.literal(account)
            + " and l.gone_at is null and a.fields is distinct from l.fields and coalesce(l.fields, '') not like '%:\"?\"%' order by l.key",
        REPAIRS,
        this::person);
    engine.run("delete from " + REPAIRS + " where fields is null and kept is null");
  }

  private @Nullable String[] person(ResultSet row) throws SQLException {
    String key = row.getString(1);
    JsonObject known = object(row.getString(3));
    JsonObject held = object(row.getString(4));
    String wants = row.getString(5);
    JsonObject wanted = wants == null ? known : object(wants);
    TreeMap<String, String> remembered = new TreeMap<>();
    known.entrySet().forEach(e -> remembered.put(e.getKey(), e.getValue().getAsString()));
    boolean adopted = false;
    JsonArray keeps = new JsonArray();
    Set<String> names = new TreeSet<>(known.keySet());
    names.addAll(held.keySet());
    names.retainAll(attributes.keySet());
    for (String name : names) {
      Attribute attribute = java.util.Objects.requireNonNull(attributes.get(name));
      String ours = text(known, name);
      String theirs = text(held, name);
      Form form = Form.of(attribute.type(), ours, theirs, longest);
      if (form == Form.SAME) {
        continue;
      }
      Tally tally = tallies.computeIfAbsent(name, n -> new Tally());
      if (form != Form.CHANGED) {
        tally.forms.merge(form, 1L, Long::sum);
        continue;
      }
      String want = text(wanted, name);
      if (Form.of(attribute.type(), want, theirs, longest) != Form.CHANGED) {
        settled++;
        adopted |= adopt(remembered, name, theirs);
        continue;
      }
      String[] keep = kept.get(key + "\n" + name);
      if (keep != null && keep[0].equals(none(ours)) && keep[1].equals(none(theirs))) {
        keptValues++;
        continue;
      }
      tally.changed++;
      tally.conflicts += java.util.Objects.equals(ours, want) ? 0 : 1;
      if (tally.examples.size() < EXAMPLES) {
        tally.examples.add(
            new Finding.Example(
                key,
                EmailAddress.mask(row.getString(2)),
                shown(attribute, ours),
                shown(attribute, theirs)));
      }
      Policy policy = policies.field(name);
      if (policy == Policy.OURS) {
        adopted |= adopt(remembered, name, theirs);
      } else if (policy == Policy.THEIRS) {
        JsonObject one = new JsonObject();
        one.addProperty("field", name);
        one.addProperty("ours", none(ours));
        one.addProperty("theirs", none(theirs));
        keeps.add(one);
      }
    }
    return new String[] {
      key, adopted ? print(remembered) : null, keeps.isEmpty() ? null : keeps.toString()
    };
  }

  private static boolean adopt(
      Map<String, String> remembered, String name, @Nullable String theirs) {
    if (theirs == null) {
      remembered.remove(name);
    } else {
      remembered.put(name, theirs);
    }
    return true;
  }

  private static String print(TreeMap<String, String> remembered) {
    JsonObject fields = new JsonObject();
    remembered.forEach(fields::addProperty);
    return fields.toString();
  }

  private static JsonObject object(String json) {
    return JsonParser.parseString(json).getAsJsonObject();
  }

  private static @Nullable String text(JsonObject fields, String name) {
    return fields.has(name) && fields.get(name).isJsonPrimitive()
        ? fields.get(name).getAsString()
        : null;
  }

  private static String none(@Nullable String text) {
    return text == null ? "" : text;
  }

  /** Personal values are not for reports; an address never is. */
  private static String shown(Attribute attribute, @Nullable String text) {
    if (text == null) {
      return "";
    }
    if (attribute.pii()) {
      return "***";
    }
    String plain =
        attribute.type() == io.espalier.model.ValueType.NUMBER && text.matches("-?[0-9]+\\.[0-9]+")
            ? new java.math.BigDecimal(text).stripTrailingZeros().toPlainString()
            : text;
    return EmailAddress.of(plain).map(EmailAddress::toString).orElse(plain);
  }

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    tallies.forEach(
        (name, tally) -> {
          if (tally.changed > 0) {
            findings.add(
                new Finding(
                    Finding.What.VALUE_CHANGED,
                    name,
                    "",
                    policies.field(name),
                    tally.changed,
                    tally.conflicts,
                    tally.examples));
          }
        });
    return findings;
  }

  List<AccountDrift.Normalised> normalised() {
    List<AccountDrift.Normalised> all = new ArrayList<>();
    tallies.forEach(
        (name, tally) ->
            tally.forms.forEach(
                (form, people) -> all.add(new AccountDrift.Normalised(name, form, people))));
    return all;
  }

  /** Values that somebody changed to what is wanted here. */
  long settled() {
    return settled;
  }

  /** Values that may stay as somebody changed them. */
  long kept() {
    return keptValues;
  }
}
