package io.espalier.sandbox.salesforcemc;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes and changes data extensions by the vendor's rules. */
final class ExtensionMaker {
  static final int NAME_IN_USE = 310007;
  // The codes of the other refusals are assumed: only 310007 was ever seen.
  static final int INVALID = 310000;

  /** One column as asked for; every part is the wire's text, empty where not given. */
  record FieldSpec(
      String objectId,
      String name,
      String type,
      String maxLength,
      String scale,
      String required,
      String primaryKey,
      String defaultValue,
      String ordinal) {
    FieldSpec withLength(String length) {
      return new FieldSpec(
          objectId, name, type, length, scale, required, primaryKey, defaultValue, ordinal);
    }
  }

  /** A data extension as asked for; empty text and 0 where not given. */
  record Spec(
      String key,
      String name,
      String description,
      int categoryId,
      boolean sendable,
      boolean testable,
      String sendableField,
      String subscriberField,
      Map<String, String> retention,
      List<FieldSpec> fields) {}

  private final State state;

  ExtensionMaker(State state) {
    this.state = state;
  }

  /** A column's length, by the documents that are held to. */
  private FieldSpec measured(FieldSpec field) {
    measure(field, field.type());
    boolean text = field.type().isEmpty() || field.type().equalsIgnoreCase("Text");
    return text
            && field.maxLength().isEmpty()
            && !state.switches.on(SalesforceFact.TEXT_WITHOUT_A_LENGTH_HAS_50)
        ? field.withLength(Integer.toString(FieldType.Text.mostLength()))
        : field;
  }

  private void measure(FieldSpec field, String type) {
    boolean decimal = type.equalsIgnoreCase("Decimal");
    boolean phone = type.equalsIgnoreCase("Phone");
    int most = decimal ? 29 : 50;
    boolean limited =
        (decimal && state.switches.on(SalesforceFact.DECIMALS_STOP_AT_29))
            || (phone && state.switches.on(SalesforceFact.PHONES_STOP_AT_50));
    if (limited && Numbers.whole(field.maxLength(), 0) > most) {
      throw new Refusal(
          INVALID,
          "The MaxLength ["
              + field.maxLength()
              + "] of field "
              + field.name()
              + " is not between 1 and "
              + most
              + ".");
    }
  }

  private void checkKeys(List<Field> fields) {
    if (state.switches.on(SalesforceFact.PRIMARY_KEYS_STOP_AT_THREE)
        && fields.stream().filter(Field::primaryKey).count() > 3) {
      throw new Refusal(INVALID, "A data extension has at most 3 primary key fields.");
    }
  }

  Extension create(Spec spec) {
    Retention.check(spec.retention());
    if (spec.name().isBlank()) {
      throw new Refusal(INVALID, "The data extension has no Name.");
    }
    if (state.extensionNamed(spec.name()).isPresent()) {
      throw new Refusal(NAME_IN_USE, "A data extension named " + spec.name() + " already exists.");
    }
    if (spec.key().length() > 200) {
      throw new Refusal(INVALID, "The CustomerKey exceeds the maximum length of 200.");
    }
    if (!spec.key().isEmpty() && state.extension(spec.key()).isPresent()) {
      throw new Refusal(
          NAME_IN_USE,
          "Updating an existing Data Extension definition is not allowed when doing an add-only"
              + " operation. ");
    }
    if (spec.fields().isEmpty()) {
      throw new Refusal(INVALID, "A data extension must have at least one field.");
    }
    List<Field> fields = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (FieldSpec field : spec.fields()) {
      Field made = FieldRules.make(measured(field), fields.size(), fields.size(), state.ids.guid());
      if (!names.add(made.key())) {
        throw new Refusal(INVALID, "The field " + made.name() + " is given twice.");
      }
      fields.add(made);
    }
    checkKeys(fields);
    String now = state.now();
    Definition definition =
        new Definition(
            state.ids.guid(),
            spec.key().isEmpty() ? state.ids.guid() : spec.key(),
            spec.name(),
            spec.description(),
            folder(spec.categoryId()),
            spec.sendable(),
            spec.testable(),
            link(spec, fields),
            spec.retention(),
            fields,
            fields.size(),
            now,
            now);
    Extension extension = new Extension(definition);
    state.add(extension);
    return extension;
  }

  /**
   * The column that links a sendable data extension to its subscribers; null where not sendable.
   */
  private static @Nullable String link(Spec spec, List<Field> fields) {
    if (!spec.sendable()) {
      return null;
    }
    // Retrieve says _SubscriberKey, but only this spelling is taken (sheet 2.1).
    if (!spec.subscriberField().equals("Subscriber Key")) {
      throw new Refusal(
          INVALID, "The SendableSubscriberField [" + spec.subscriberField() + "] is not valid.");
    }
    Optional<Field> field =
        fields.stream().filter(f -> f.key().equals(Field.key(spec.sendableField()))).findFirst();
    if (field.isEmpty()) {
      throw new Refusal(
          INVALID,
          "The SendableDataExtensionField [" + spec.sendableField() + "] is not a field of it.");
    }
    FieldType type = field.get().type();
    if (type != FieldType.Text && type != FieldType.EmailAddress && type != FieldType.Phone) {
      throw new Refusal(
          INVALID,
          "The SendableDataExtensionField ["
              + spec.sendableField()
              + "] must be of type Text, EmailAddress or Phone.");
    }
    return field.get().name();
  }

  private int folder(int wanted) {
    if (wanted == 0) {
      return state.rootFolder("dataextension").id();
    }
    State.Folder folder = state.folders.get(wanted);
    boolean fits =
        folder != null
            && (folder.contentType().equals("dataextension")
                || folder.contentType().equals(State.SHARED));
    if (!fits) {
      throw new Refusal(INVALID, "The CategoryID " + wanted + " is not a data extension folder.");
    }
    return wanted;
  }

  /** Changes what the spec names; columns only grow, and are only added. */
  void update(Extension extension, Spec spec) {
    Definition before = extension.definition();
    if (!spec.name().isEmpty()) {
      Optional<Extension> other = state.extensionNamed(spec.name());
      if (other.isPresent() && other.get() != extension) {
        throw new Refusal(
            NAME_IN_USE, "A data extension named " + spec.name() + " already exists.");
      }
    }
    List<Field> fields = new ArrayList<>(before.fields());
    int slots = before.slots();
    Retention.check(spec.retention());
    for (FieldSpec wanted : spec.fields()) {
      int at = find(fields, wanted);
      if (at >= 0) {
        measure(wanted, fields.get(at).type().name());
        fields.set(at, FieldRules.change(fields.get(at), wanted));
      } else {
        fields.add(
            FieldRules.added(
                measured(wanted), fields.size(), slots++, state.ids.guid(), extension.size() > 0));
      }
    }
    checkKeys(fields);
    String link = spec.sendable() ? link(spec, fields) : before.sendableField();
    extension.redefine(
        new Definition(
            before.objectId(),
            before.key(),
            spec.name().isEmpty() ? before.name() : spec.name(),
            spec.description().isEmpty() ? before.description() : spec.description(),
            spec.categoryId() == 0 ? before.categoryId() : folder(spec.categoryId()),
            link != null,
            spec.testable() || before.testable(),
            link,
            spec.retention().isEmpty() ? before.retention() : spec.retention(),
            fields,
            slots,
            before.created(),
            state.now()));
    extension.fill();
  }

  private static int find(List<Field> fields, FieldSpec wanted) {
    for (int i = 0; i < fields.size(); i++) {
      boolean same =
          wanted.objectId().isEmpty()
              ? fields.get(i).key().equals(Field.key(wanted.name()))
              : fields.get(i).objectId().equalsIgnoreCase(wanted.objectId());
      if (same) {
        return i;
      }
    }
    return -1;
  }

  /** Takes one column away, with its values. */
  void deleteField(Extension extension, String objectIdOrName) {
    Definition before = extension.definition();
    Field gone =
        before.fields().stream()
            .filter(
                f ->
                    f.objectId().equalsIgnoreCase(objectIdOrName)
                        || f.key().equals(Field.key(objectIdOrName)))
            .findFirst()
            .orElseThrow(
                () -> new Refusal(INVALID, "The field " + objectIdOrName + " does not exist."));
    if (gone.primaryKey() || gone.name().equals(before.sendableField())) {
      throw new Refusal(
          INVALID, "The field " + gone.name() + " is a primary key or in a relationship.");
    }
    List<Field> left = new ArrayList<>(before.fields());
    left.remove(gone);
    extension.redefine(before.withFields(left, before.slots(), state.now()));
  }
}
