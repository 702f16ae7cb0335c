package io.espalier.sandbox.salesforcemc;

import io.espalier.sandbox.Reply;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/** Retrieve: properties, filter, and pages of at most 2,500 that a ContinueRequest asks for. */
final class SoapRetrieve {
  private static final int MOST = 2500;
  private static final int WAITING = 50;
  private static final int FEW = 200;

  private record Rest(SoapNoun noun, List<String> wanted, List<SoapNoun.Found> left, int batch) {}

  private final State state;
  private final SoapNouns nouns;
  private final SoapEnvelope envelope;
  private final Map<String, Rest> waiting = new LinkedHashMap<>();

  SoapRetrieve(State state, SoapNouns nouns, SoapEnvelope envelope) {
    this.state = state;
    this.nouns = nouns;
    this.envelope = envelope;
  }

  Reply answer(@Nullable Element request) {
    if (request == null) {
      return error("Error: The request has no RetrieveRequest.");
    }
    String continued = Xml.text(request, "ContinueRequest");
    if (!continued.isEmpty()) {
      Rest rest = waiting.remove(continued);
      return rest == null ? error("Error: Unable to continue the request.") : page(rest);
    }
    String type = Xml.text(request, "ObjectType");
    try {
      SoapNoun noun = nouns.retrieved(type);
      if (noun == null) {
        return error("Error: The object type '" + type + "' is not retrievable.");
      }
      List<SoapNoun> all = new ArrayList<>(List.of(noun));
      if (Xml.text(request, "QueryAllAccounts").equals("true") && state.isParent()) {
        state
            .others
            .get()
            .forEach(other -> Optional.ofNullable(other.named(type)).ifPresent(all::add));
      }
      return page(start(request, all, type));
    } catch (Refusal e) {
      return error(e.text());
    }
  }

  private Rest start(Element request, List<SoapNoun> nouns, String type) {
    SoapNoun noun = nouns.get(0);
    List<String> wanted = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    for (Element property : Xml.children(request, "Properties")) {
      String name = property.getTextContent().strip();
      noun.retrievable().stream()
          .filter(known -> known.equalsIgnoreCase(name))
          .findFirst()
          .ifPresentOrElse(wanted::add, () -> unknown.add(name));
    }
    if (!unknown.isEmpty()) {
      throw new Refusal(
          1,
          "Error: The Request Property(s) "
              + String.join(", ", unknown)
              + " do not match with the fields of "
              + type
              + " retrieve");
    }
    if (wanted.isEmpty()) {
      throw new Refusal(1, "Error: The request has no Properties.");
    }
    Element filter = Xml.child(request, "Filter");
    if (state.switches.on(SalesforceFact.RETRIEVES_STOP_AT_200_VALUES)
        && filter != null
        && filter.getElementsByTagNameNS("*", "Value").getLength() > FEW) {
      throw new Refusal(1, "Error: The filter has more than " + FEW + " values.");
    }
    List<SoapNoun.Found> found = new ArrayList<>();
    for (SoapNoun each : nouns) {
      found.addAll(filter == null ? each.all() : candidates(each, filter).orElseGet(each::all));
    }
    if (filter != null) {
      Predicate<Map<String, @Nullable String>> test =
          new SoapFilter(noun.retrievable()).read(filter);
      found = found.stream().filter(f -> test.test(f.properties())).toList();
    }
    int batch = Numbers.whole(Xml.text(request, "Options", "BatchSize"), MOST);
    return new Rest(noun, wanted, found, Math.min(Math.max(1, batch), MOST));
  }

  /**
   * What the index finds, so that not everything has to be looked at; of an OR, what either does.
   */
  private static Optional<List<SoapNoun.Found>> candidates(SoapNoun noun, Element filter) {
    Element left = Xml.child(filter, "LeftOperand");
    Element right = Xml.child(filter, "RightOperand");
    if (left != null && right != null && Xml.text(filter, "LogicalOperator").equals("OR")) {
      Optional<List<SoapNoun.Found>> others = candidates(noun, right);
      return candidates(noun, left).flatMap(some -> others.map(more -> union(some, more)));
    }
    String operator = Xml.text(filter, "SimpleOperator");
    if (!operator.equals("equals") && !operator.equals("IN")) {
      return Optional.empty();
    }
    List<String> values = new ArrayList<>();
    Xml.children(filter, "Value").forEach(v -> values.add(v.getTextContent()));
    return noun.indexed(Xml.text(filter, "Property"), values);
  }

  private static List<SoapNoun.Found> union(List<SoapNoun.Found> some, List<SoapNoun.Found> more) {
    Map<Map<String, @Nullable String>, SoapNoun.Found> all = new LinkedHashMap<>();
    some.forEach(found -> all.putIfAbsent(found.properties(), found));
    more.forEach(found -> all.putIfAbsent(found.properties(), found));
    return List.copyOf(all.values());
  }

  private Reply page(Rest rest) {
    int size = Math.min(rest.batch(), rest.left().size());
    boolean more = size < rest.left().size();
    String id = state.ids.guid();
    XmlText body = new XmlText();
    body.leaf("OverallStatus", more ? "MoreDataAvailable" : "OK").leaf("RequestID", id);
    for (SoapNoun.Found found : rest.left().subList(0, size)) {
      body.openTyped("Results", rest.noun().type());
      rest.noun().write(found, rest.wanted(), body);
      body.close("Results");
    }
    if (more) {
      if (waiting.size() >= WAITING) {
        waiting.remove(waiting.keySet().iterator().next());
      }
      waiting.put(
          id,
          new Rest(
              rest.noun(),
              rest.wanted(),
              rest.left().subList(size, rest.left().size()),
              rest.batch()));
    }
    return envelope.reply("RetrieveResponse", "RetrieveResponseMsg", body);
  }

  private Reply error(String status) {
    return envelope.reply(
        "RetrieveResponse",
        "RetrieveResponseMsg",
        new XmlText().leaf("OverallStatus", status).leaf("RequestID", state.ids.guid()));
  }
}
