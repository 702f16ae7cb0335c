package io.espalier.mjml;

import io.espalier.rule.Names;
import io.espalier.template.Template;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Fills the slots that a module declares, {@code <es-slot name="label" type="text"
 * default="Shop"/>}, with what {@code <es-use module="button" label="Buy"/>} gives.
 */
final class Slots {

  private static final Pattern ANYTHING = Pattern.compile("(?s).*");

  /** What a slot takes, and how a text that is known must look. */
  private static final Map<String, Pattern> TYPES =
      Map.of(
          "text", ANYTHING,
          "url", Pattern.compile("(?i)(https?://|mailto:|tel:|#|/)\\S*"),
          "color", Pattern.compile("#[0-9a-fA-F]{3,8}|[a-zA-Z]+|rgba?\\([0-9., %]+\\)"),
          "number", Pattern.compile("-?[0-9]+(\\.[0-9]+)?"),
          "size", Pattern.compile("[0-9]+(\\.[0-9]+)?(px|%)?( [0-9]+(\\.[0-9]+)?(px|%)?){0,3}"),
          "condition", ANYTHING);

  private final Reading reading;

  Slots(Reading reading) {
    this.reading = reading;
  }

  /** The names that mean something within the module: its slots, and nothing of its user's. */
  Scope fill(String module, List<Element> parsed, Tag use, Scope outer) {
    Scope scope = Scope.NONE;
    Map<String, Tag> declared = new LinkedHashMap<>();
    for (Element element : parsed) {
      if (element.name().equals(Vocabulary.SLOT)) {
        Optional<String> name = name(element.tag());
        name.ifPresent(n -> declared.put(n, element.tag()));
      }
    }
    for (Tag.Attribute given : use.attributes().values()) {
      if (!given.name().equals("module") && !declared.containsKey(given.name())) {
        reading.error(
            use.source(),
            given.nameStart(),
            given.nameStart() + given.name().length(),
            "module '" + module + "' has no slot '" + given.name() + "'",
            declared.isEmpty() ? "it has none" : Names.suggestion(given.name(), declared.keySet()));
      }
    }
    for (Map.Entry<String, Tag> slot : declared.entrySet()) {
      scope = filled(module, slot.getKey(), slot.getValue(), use, outer, scope);
    }
    return scope;
  }

  private Scope filled(String module, String name, Tag slot, Tag use, Scope outer, Scope scope) {
    Optional<Tag.Attribute> given = use.attribute(name);
    Optional<Tag.Attribute> standard = slot.attribute("default");
    String type = type(slot);
    if (given.isEmpty() && standard.isEmpty()) {
      reading.error(
          use.source(),
          use.start(),
          use.nameEnd(),
          "module '" + module + "' needs '" + name + "'",
          "write " + name + "=\"…\", or give its slot a default in modules/" + module + ".mjml");
      return scope.with(name, new Scope.Bound(Template.EMPTY, Optional.empty()));
    }
    Tag tag = given.isPresent() ? use : slot;
    Tag.Attribute attribute = given.orElseGet(standard::orElseThrow);
    if (type.equals("condition")) {
      Decoded text =
          NamedParts.replaced(tag.value(attribute), given.isPresent() ? outer : scope, reading)
              .orElse(Decoded.TRUE);
      return scope.with(name, new Scope.Bound(Template.EMPTY, Optional.of(text)));
    }
    Template value =
        FragmentParser.value(
            tag.source(),
            attribute.start(),
            attribute.end(),
            reading,
            given.isPresent() ? outer : scope);
    boolean fits = check(name, type, value, tag, attribute);
    return scope.with(name, new Scope.Bound(fits ? value : Template.EMPTY, Optional.empty()));
  }

  /** A text that is known is checked here; a value of a person cannot be a color or a size. */
  private boolean check(
      String name, String type, Template value, Tag tag, Tag.Attribute attribute) {
    List<Template> parts = new ArrayList<>();
    if (value instanceof Template.Sequence s) {
      parts.addAll(s.parts());
    } else {
      parts.add(value);
    }
    StringBuilder known = new StringBuilder();
    boolean personal = false;
    for (Template part : parts) {
      if (part instanceof Template.Text text) {
        known.append(text.copy());
      } else {
        personal = true;
      }
    }
    boolean free = type.equals("text") || type.equals("url");
    boolean empty = known.isEmpty() && !personal;
    boolean fits =
        personal
            ? free
            : empty
                || TYPES.getOrDefault(type, ANYTHING).matcher(known.toString().strip()).matches();
    if (!fits) {
      reading.error(
          tag.source(),
          attribute.start(),
          attribute.end(),
          "'" + name + "' is a " + type + (personal ? ", the same for everybody" : ""),
          "write " + name + "=\"" + example(type) + "\"");
    }
    return fits;
  }

  private static String example(String type) {
    return switch (type) {
      case "url" -> "https://shop.example.com/";
      case "color" -> "#b4552d";
      case "number" -> "3";
      case "size" -> "16px";
      default -> "…";
    };
  }

  private String type(Tag slot) {
    Optional<Tag.Attribute> attribute = slot.attribute("type");
    String type = attribute.map(a -> slot.value(a).text().strip()).orElse("text");
    if (TYPES.containsKey(type)) {
      return type;
    }
    Set<String> known = new TreeSet<>(TYPES.keySet());
    attribute.ifPresent(
        a ->
            reading.error(
                slot.source(),
                a.start(),
                a.end(),
                "unknown type of slot '" + type + "'",
                Names.suggestion(type, known)));
    return "text";
  }

  private Optional<String> name(Tag slot) {
    Optional<Tag.Attribute> attribute = slot.attribute("name");
    Optional<String> name = attribute.map(a -> slot.value(a).text().strip());
    if (name.filter(n -> n.matches("[A-Za-z][A-Za-z0-9_]*") && !n.equals("module")).isEmpty()) {
      reading.error(
          slot.source(),
          slot.start(),
          slot.nameEnd(),
          "<es-slot> has no usable name",
          "write name=\"label\": a letter first, then letters, digits and underscores");
      return Optional.empty();
    }
    return name;
  }
}
