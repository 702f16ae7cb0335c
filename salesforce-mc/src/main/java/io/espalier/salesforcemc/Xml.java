package io.espalier.salesforcemc;

import java.io.StringWriter;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes one SOAP envelope. Every text is escaped; what XML cannot hold at all is left out. */
final class Xml {
  private static final String SOAP = "http://schemas.xmlsoap.org/soap/envelope/";
  private static final String XSI = "http://www.w3.org/2001/XMLSchema-instance";
  private static final String PARTNER = "http://exacttarget.com/wsdl/partnerAPI";
  private static final XMLOutputFactory FACTORY = XMLOutputFactory.newFactory();

  private final StringWriter text = new StringWriter();
  private final XMLStreamWriter writer;

  /**
   * Opens an envelope down to its request.
   *
   * @param root e.g. {@code CreateRequest}
   */
  Xml(String token, String root) {
    try {
      writer = FACTORY.createXMLStreamWriter(text);
      writer.writeStartDocument("UTF-8", "1.0");
      writer.writeStartElement("Envelope");
      writer.writeDefaultNamespace(SOAP);
      writer.writeNamespace("xsi", XSI);
      writer.writeStartElement("Header");
      writer.writeStartElement("fueloauth");
      writer.writeDefaultNamespace("http://exacttarget.com");
      writer.writeCharacters(token);
      writer.writeEndElement();
      writer.writeEndElement();
      writer.writeStartElement("Body");
      writer.writeStartElement(root);
      writer.writeDefaultNamespace(PARTNER);
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
  }

  Xml open(String name) {
    try {
      writer.writeStartElement(name);
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
    return this;
  }

  /** Opens an element whose type is told by {@code xsi:type}. */
  Xml open(String name, String type) {
    open(name);
    try {
      writer.writeAttribute("xsi", XSI, "type", type);
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
    return this;
  }

  Xml close() {
    try {
      writer.writeEndElement();
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
    return this;
  }

  Xml put(String name, String value) {
    open(name);
    try {
      writer.writeCharacters(legal(value));
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
    return close();
  }

  Xml put(String name, boolean value) {
    return put(name, Boolean.toString(value));
  }

  Xml put(String name, long value) {
    return put(name, Long.toString(value));
  }

  /** Closes everything. */
  String end() {
    try {
      writer.writeEndDocument();
      writer.flush();
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
    return text.toString();
  }

  private static String legal(String value) {
    StringBuilder legal = new StringBuilder(value.length());
    value
        .codePoints()
        .filter(
            c ->
                c == '\t'
                    || c == '\n'
                    || c == '\r'
                    || (c >= ' ' && c <= 0xD7FF)
                    || (c >= 0xE000 && c <= 0xFFFD)
                    || c >= 0x10000)
        .forEach(legal::appendCodePoint);
    return legal.toString();
  }
}
