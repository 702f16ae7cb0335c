package io.espalier.sandbox.salesforcemc;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** Reads a request's XML, by local names and without following anything out of the document. */
final class Xml {
  private static final String INSTANCE = "http://www.w3.org/2001/XMLSchema-instance";

  private Xml() {}

  /**
   * The document's root.
   *
   * @throws SAXException where it is not well formed, or has a DOCTYPE
   */
  static Element parse(byte[] bytes) throws SAXException {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setNamespaceAware(true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
      factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setXIncludeAware(false);
      factory.setExpandEntityReferences(false);
      DocumentBuilder builder = factory.newDocumentBuilder();
      builder.setErrorHandler(null);
      return builder.parse(new ByteArrayInputStream(bytes)).getDocumentElement();
    } catch (ParserConfigurationException | IOException e) {
      throw new SAXException(e);
    }
  }

  static List<Element> children(@Nullable Element of, String name) {
    List<Element> found = new ArrayList<>();
    for (Node node = of == null ? null : of.getFirstChild();
        node != null;
        node = node.getNextSibling()) {
      if (node instanceof Element element && element.getLocalName().equals(name)) {
        found.add(element);
      }
    }
    return found;
  }

  static @Nullable Element first(Element of) {
    for (Node node = of.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element) {
        return element;
      }
    }
    return null;
  }

  static @Nullable Element child(@Nullable Element of, String name) {
    List<Element> found = children(of, name);
    return found.isEmpty() ? null : found.get(0);
  }

  /** The element at the end of a path of names; null where it breaks off. */
  static @Nullable Element at(Element of, String... path) {
    Element at = of;
    for (String name : path) {
      at = child(at, name);
    }
    return at;
  }

  /** The text at the end of a path; empty where there is none. */
  static String text(Element of, String... path) {
    Element at = at(of, path);
    return at == null || isNil(at) ? "" : at.getTextContent();
  }

  static boolean isNil(Element element) {
    return element.getAttributeNS(INSTANCE, "nil").equals("true");
  }

  /** The xsi:type without its prefix; empty where there is none. */
  static String type(Element element) {
    String type = element.getAttributeNS(INSTANCE, "type");
    return type.substring(type.indexOf(':') + 1);
  }
}
