package io.espalier.sandbox.salesforcemc;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a data extension is, without its rows.
 *
 * @param key the CustomerKey
 * @param sendableField the column that is joined to the Subscriber Key; null where not sendable
 * @param retention the six retention elements as given, by element name
 * @param slots how many cells a row has; grows with every column ever added
 * @param created Central time without daylight saving, as the wire prints it
 */
record Definition(
    String objectId,
    String key,
    String name,
    String description,
    int categoryId,
    boolean sendable,
    boolean testable,
    @Nullable String sendableField,
    Map<String, String> retention,
    List<Field> fields,
    int slots,
    String created,
    String modified) {
  Definition {
    fields = List.copyOf(fields);
    retention = Map.copyOf(retention);
  }

  Optional<Field> field(String named) {
    String wanted = Field.key(named);
    for (Field field : fields) {
      if (field.key().equals(wanted)) {
        return Optional.of(field);
      }
    }
    return Optional.empty();
  }

  List<Field> keys() {
    return fields.stream().filter(Field::primaryKey).toList();
  }

  Definition withFields(List<Field> changed, int slotsNow, String now) {
    return new Definition(
        objectId,
        key,
        name,
        description,
        categoryId,
        sendable,
        testable,
        sendableField,
        retention,
        changed,
        slotsNow,
        created,
        now);
  }
}
