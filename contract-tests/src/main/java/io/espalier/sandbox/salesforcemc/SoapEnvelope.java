package io.espalier.sandbox.salesforcemc;

import io.espalier.sandbox.Reply;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Writes SOAP replies: the headers as recorded, a body, or a fault. */
final class SoapEnvelope {
  private static final String TYPE = "text/xml; charset=utf-8";

  private final State state;

  SoapEnvelope(State state) {
    this.state = state;
  }

  /**
   * A reply.
   *
   * @param action e.g. {@code CreateResponse}
   * @param root the body's element, e.g. {@code RetrieveResponseMsg}
   */
  Reply reply(String action, String root, XmlText content) {
    return Reply.of(
        200,
        TYPE,
        head(action)
            + "<soap:Body><"
            + root
            + " xmlns=\"http://exacttarget.com/wsdl/partnerAPI\">"
            + content
            + "</"
            + root
            + "></soap:Body></soap:Envelope>");
  }

  /** A fault; the vendor answers it with HTTP 500. */
  Reply fault(String code, String text) {
    XmlText fault = new XmlText().leaf("faultcode", code).leaf("faultstring", text);
    return Reply.of(
        500,
        TYPE,
        head("http://schemas.xmlsoap.org/ws/2004/08/addressing/fault")
            + "<soap:Body><soap:Fault>"
            + fault
            + "</soap:Fault></soap:Body></soap:Envelope>");
  }

  private String head(String action) {
    Instant now = state.instant().truncatedTo(ChronoUnit.SECONDS);
    return "<?xml version=\"1.0\" encoding=\"utf-8\"?>"
        + "<soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\""
        + " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
        + " xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\""
        + " xmlns:wsa=\"http://schemas.xmlsoap.org/ws/2004/08/addressing\""
        + " xmlns:wsse=\"http://docs.oasis-open.org/wss/2004/01/"
        + "oasis-200401-wss-wssecurity-secext-1.0.xsd\""
        + " xmlns:wsu=\"http://docs.oasis-open.org/wss/2004/01/"
        + "oasis-200401-wss-wssecurity-utility-1.0.xsd\">"
        + "<soap:Header>"
        + new XmlText()
            .leaf("wsa:Action", action)
            .leaf("wsa:MessageID", "urn:uuid:" + state.ids.guid())
            .leaf("wsa:RelatesTo", "urn:uuid:" + state.ids.guid())
            .leaf("wsa:To", "http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous")
        + "<wsse:Security><wsu:Timestamp wsu:Id=\"Timestamp-"
        + state.ids.guid()
        + "\"><wsu:Created>"
        + now
        + "</wsu:Created><wsu:Expires>"
        + now.plus(5, ChronoUnit.MINUTES)
        + "</wsu:Expires></wsu:Timestamp></wsse:Security></soap:Header>";
  }
}
