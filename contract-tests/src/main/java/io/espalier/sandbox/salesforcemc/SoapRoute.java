package io.espalier.sandbox.salesforcemc;

import io.espalier.sandbox.Exchange;
import io.espalier.sandbox.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * {@code POST /Service.asmx}. A reply is HTTP 200 even where every object was refused: the result
 * rows say so.
 */
final class SoapRoute {
  private static final String TOKENS = "http://exacttarget.com";
  private static final String OBJECTS = "http://exacttarget.com/wsdl/partnerAPI";

  private final TokenRoute tokens;
  private final SoapEnvelope envelope;
  private final SoapRetrieve retrieve;
  private final SoapNouns nouns;
  private final State state;
  private final Throttle throttle;
  private final SoapLater waiting;

  SoapRoute(State state, TokenRoute tokens, SoapNouns nouns, Throttle throttle) {
    this.throttle = throttle;
    this.state = state;
    this.tokens = tokens;
    this.nouns = nouns;
    envelope = new SoapEnvelope(state);
    waiting = new SoapLater(state, envelope);
    retrieve = new SoapRetrieve(state, nouns, envelope);
  }

  Reply answer(Exchange exchange) {
    Element root;
    try {
      root = Xml.parse(exchange.body());
    } catch (SAXException e) {
      return envelope.fault("soap:Client", "The request is not a SOAP message.");
    }
    Element given = Xml.at(root, "Header", "fueloauth");
    String token =
        given == null || !TOKENS.equals(given.getNamespaceURI()) ? "" : given.getTextContent();
    if (token.isBlank()) {
      return envelope.fault("wsse:FailedAuthentication", "Login Failed");
    }
    Optional<State.Token> live = tokens.live(token.strip());
    if (live.isEmpty()) {
      return envelope.fault("wsse:FailedAuthentication", "Token Expired");
    }
    if (RestRoutes.isTooBig(state, exchange)) {
      return envelope.fault("soap:Client", "Maximum request length exceeded.");
    }
    if (throttle.soap()) {
      return envelope.fault("soap:Server", "The server is too busy.");
    }
    Element body = Xml.child(root, "Body");
    if (!isFor(exchange.header("SOAPAction").orElse(""), body)) {
      return envelope.fault(
          "soap:Client", "Server did not recognize the value of HTTP Header SOAPAction.");
    }
    Element request = body == null ? null : Xml.first(body);
    if (request == null || !OBJECTS.equals(request.getNamespaceURI())) {
      return envelope.fault(
          "soap:Client", "The request is not an element of the namespace " + OBJECTS + ".");
    }
    if (!may(live.get(), body)) {
      return envelope.fault("soap:Client", "API Permission Failed");
    }
    for (String verb : List.of("Create", "Update", "Delete")) {
      Element save = Xml.child(body, verb + "Request");
      if (save != null) {
        return save(verb, save);
      }
    }
    Element perform = Xml.child(body, "PerformRequestMsg");
    if (perform != null) {
      return perform(perform);
    }
    Element execute = Xml.child(body, "ExecuteRequestMsg");
    if (execute != null) {
      return execute(execute);
    }
    Element wanted = Xml.child(body, "RetrieveRequestMsg");
    if (wanted != null) {
      return retrieve.answer(Xml.child(wanted, "RetrieveRequest"));
    }
    Element described = Xml.child(body, "DefinitionRequestMsg");
    if (described != null) {
      return describe(described);
    }
    for (String verb : List.of("Configure", "Schedule")) {
      Element other = Xml.child(body, verb + "RequestMsg");
      if (other != null) {
        return refuseEach(verb, other);
      }
    }
    return envelope.fault("soap:Client", "The request is not supported by this sandbox.");
  }

  /** What may be retrieved of each object type; an unknown one is defined as having nothing. */
  private Reply describe(Element message) {
    XmlText body = new XmlText();
    for (Element each :
        Xml.children(Xml.child(message, "DescribeRequests"), "ObjectDefinitionRequest")) {
      String type = Xml.text(each, "ObjectType");
      SoapNoun noun = nouns.named(type);
      body.open("ObjectDefinition").leaf("ObjectType", type);
      if (noun != null) {
        for (String property : noun.retrievable()) {
          body.open("Properties")
              .leaf("PartnerKey", null)
              .leaf("Name", property)
              .leaf("DataType", "String")
              .leaf("IsUpdatable", "true")
              .leaf("IsRetrievable", "true")
              .close("Properties");
        }
      }
      body.close("ObjectDefinition");
    }
    body.leaf("RequestID", state.ids.guid());
    return envelope.reply("DefinitionResponse", "DefinitionResponseMsg", body);
  }

  /** Nothing that the account holds can be configured, or started at a time: each row says so. */
  private Reply refuseEach(String verb, Element request) {
    boolean schedule = verb.equals("Schedule");
    String action = Xml.text(request, "Action");
    SoapResults results = new SoapResults("Perform");
    for (Element object :
        Xml.children(
            Xml.child(request, schedule ? "Interactions" : "Configurations"),
            schedule ? "Interaction" : "Configuration")) {
      SoapNoun noun = nouns.named(Xml.type(object));
      results.add(
          noun == null ? new BusinessUnitNoun(state) : noun,
          new Attempt(
              null,
              new Refusal(
                  1, verb + " " + action + " is not supported on " + Xml.type(object) + ".")));
    }
    return envelope.reply(
        verb + "Response",
        verb + "ResponseMsg",
        new XmlText()
            .open("Results")
            .raw(results.rows())
            .close("Results")
            .raw(results.statusThenRequest(state.ids.guid())));
  }

  /** The header names the verb, in quotes or without. */
  private static boolean isFor(String action, @Nullable Element body) {
    Element request = body == null ? null : Xml.first(body);
    String verb = action.replace("\"", "").strip();
    String root = verb.equals("Describe") ? "Definition" : verb;
    return request != null
        && !verb.isEmpty()
        && !verb.equals("Definition")
        && request.getLocalName().startsWith(root + "Request");
  }

  /** The token's scopes cover every object of the request. */
  private static boolean may(State.Token token, @Nullable Element body) {
    Element request = body == null ? null : Xml.first(body);
    List<String> types = new ArrayList<>();
    Xml.children(request, "Objects").forEach(o -> types.add(Xml.type(o)));
    Xml.children(Xml.child(request, "Definitions"), "Definition")
        .forEach(o -> types.add(Xml.type(o)));
    boolean performs =
        Xml.child(request, "Definitions") != null
            && types.stream().anyMatch(Scopes.AUTOMATED::contains);
    if (performs) {
      return token.may("automations_execute");
    }
    boolean reads = false;
    Element retrieve = Xml.child(request, "RetrieveRequest");
    if (retrieve != null) {
      reads = true;
      types.add(Xml.text(retrieve, "ObjectType"));
    }
    for (Element each : Xml.children(request, "Requests")) {
      types.add(Xml.text(each, "Name").equals("LogUnsubEvent") ? "Subscriber" : "");
    }
    boolean reading = reads;
    return token.may("") && types.stream().allMatch(t -> token.may(Scopes.soap(t, reading)));
  }

  private Reply save(String verb, Element request) {
    boolean later = Xml.text(request, "Options", "RequestType").equals("Asynchronous");
    if (!later
        && Xml.children(request, "Objects").size() > Counters.OBJECTS_ADVISED
        && state.switches.on(SalesforceFact.SYNCHRONOUS_CALLS_STOP_AT_50)) {
      String tooMany =
          "Error: The request exceeds the limit of " + Counters.OBJECTS_ADVISED + " objects.";
      return envelope.reply(
          verb + "Response",
          verb + "Response",
          new XmlText().leaf("RequestID", state.ids.guid()).leaf("OverallStatus", tooMany));
    }
    return later ? waiting.accept(verb, request) : saved(verb, request);
  }

  /** Does the asynchronous requests whose time has come. */
  void settle() {
    waiting.settle(this::saved);
  }

  private Reply saved(String verb, Element request) {
    SoapNoun.SaveAction action = action(request);
    SoapResults results = new SoapResults(verb);
    state.counters.objects(Xml.children(request, "Objects").size());
    for (Element object : Xml.children(request, "Objects")) {
      SoapNoun noun = nouns.named(Xml.type(object));
      if (noun == null) {
        return envelope.fault(
            "soap:Client",
            "Cannot create an abstract class or unknown type '" + Xml.type(object) + "'.");
      }
      results.add(
          noun,
          attempt(
              object,
              each ->
                  verb.equals("Create")
                      ? noun.create(each, action)
                      : verb.equals("Update") ? noun.update(each, action) : noun.delete(each)));
    }
    return envelope.reply(
        verb + "Response", verb + "Response", results.rows().raw(results.tail(state.ids.guid())));
  }

  private Reply perform(Element request) {
    String action = Xml.text(request, "Action");
    SoapResults results = new SoapResults("Perform");
    for (Element object : Xml.children(Xml.child(request, "Definitions"), "Definition")) {
      SoapNoun noun = nouns.named(Xml.type(object));
      if (noun == null) {
        return envelope.fault("soap:Client", "Unknown type '" + Xml.type(object) + "'.");
      }
      results.add(noun, attempt(object, each -> noun.perform(each, action)));
    }
    return envelope.reply(
        "PerformResponse",
        "PerformResponseMsg",
        new XmlText()
            .open("Results")
            .raw(results.rows())
            .close("Results")
            .raw(results.statusThenRequest(state.ids.guid())));
  }

  /** LogUnsubEvent, the one request there is: an opt-out that keeps its place in tracking. */
  private Reply execute(Element message) {
    XmlText rows = new XmlText();
    boolean failed = false;
    int ordinal = 0;
    for (Element request : Xml.children(message, "Requests")) {
      Map<String, String> given = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      for (Element parameter : Xml.children(request, "Parameters")) {
        given.put(Xml.text(parameter, "Name"), Xml.text(parameter, "Value"));
      }
      String refusal = logUnsub(Xml.text(request, "Name"), given);
      failed |= !refusal.isEmpty();
      rows.open("Results")
          .leaf("StatusCode", refusal.isEmpty() ? "OK" : "Error")
          .leaf("StatusMessage", refusal.isEmpty() ? "Event posted" : refusal)
          .leaf("OrdinalID", Integer.toString(ordinal++));
      if (!refusal.isEmpty()) {
        rows.leaf("ErrorCode", "12002");
      }
      rows.close("Results");
    }
    XmlText body =
        new XmlText()
            .leaf("OverallStatus", failed ? "Error" : "OK")
            .leaf("RequestID", state.ids.guid())
            .raw(rows);
    return envelope.reply("ExecuteResponse", "ExecuteResponseMsg", body);
  }

  private String logUnsub(String name, Map<String, String> given) {
    if (!name.equals("LogUnsubEvent")) {
      return "Unable to execute the request [" + name + "].";
    }
    String key = given.getOrDefault("SubscriberKey", given.getOrDefault("EmailAddress", ""));
    Optional<State.Subscriber> person = state.subscriber(key);
    if (person.isEmpty()) {
      return "The subscriber was not found.";
    }
    new Recipients(state)
        .unsubscribe(person.get(), Numbers.whole(given.getOrDefault("ListID", "0"), 0));
    return "";
  }

  /** What came of one object: either part is null. */
  record Attempt(SoapNoun.@Nullable Done done, @Nullable RuntimeException refusal) {}

  private static Attempt attempt(Element object, Function<Element, SoapNoun.Done> verb) {
    try {
      return new Attempt(verb.apply(object), null);
    } catch (Refusal | RowRefusal e) {
      return new Attempt(null, e);
    }
  }

  private static SoapNoun.SaveAction action(Element request) {
    Element option = Xml.at(request, "Options", "SaveOptions", "SaveOption");
    switch (option == null ? "" : Xml.text(option, "SaveAction")) {
      case "AddOnly":
        return SoapNoun.SaveAction.ADD_ONLY;
      case "UpdateOnly":
        return SoapNoun.SaveAction.UPDATE_ONLY;
      case "UpdateAdd":
        return SoapNoun.SaveAction.UPDATE_ADD;
      default:
        return SoapNoun.SaveAction.DEFAULT;
    }
  }
}
