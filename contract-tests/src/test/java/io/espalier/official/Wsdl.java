package io.espalier.official;

import io.espalier.sandbox.Exchange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.dom.DOMSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.Validator;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** A published WSDL: what its schema would refuse of the body of a SOAP request. */
final class Wsdl {
  private static final String SOAP = "http://schemas.xmlsoap.org/soap/envelope/";
  private static final String XMLNS = XMLConstants.XMLNS_ATTRIBUTE_NS_URI;

  /** The letter wants a Value beside the Name; recorded traffic shows that the name is enough. */
  private static final String NAME_IS_ENOUGH =
      "The content of element 'SendableSubscriberField' is not complete";

  private final Schema schema;

  Wsdl(Path file) {
    try {
      Document document = parse(Files.readAllBytes(file));
      Element types =
          (Element)
              document.getElementsByTagNameNS(XMLConstants.W3C_XML_SCHEMA_NS_URI, "schema").item(0);
      // The schema is taken out of the WSDL: it takes the prefixes of its surroundings along.
      NamedNodeMap outer = document.getDocumentElement().getAttributes();
      for (int i = 0; i < outer.getLength(); i++) {
        Node attribute = outer.item(i);
        if (XMLNS.equals(attribute.getNamespaceURI())
            && !types.hasAttribute(attribute.getNodeName())) {
          types.setAttributeNS(XMLNS, attribute.getNodeName(), attribute.getNodeValue());
        }
      }
      // It imports the vendor's faults from the vendor's site: no request holds one.
      NodeList imports = types.getElementsByTagNameNS(XMLConstants.W3C_XML_SCHEMA_NS_URI, "import");
      while (imports.getLength() > 0) {
        types.removeChild(imports.item(0));
      }
      SchemaFactory factory = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI);
      factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
      factory.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
      schema = factory.newSchema(new DOMSource(types));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SAXException e) {
      throw new IllegalStateException("the WSDL's schema cannot be read", e);
    }
  }

  List<String> wrong(Exchange exchange) {
    List<String> wrong = new ArrayList<>();
    try {
      NodeList bodies = parse(exchange.body()).getElementsByTagNameNS(SOAP, "Body");
      if (bodies.getLength() != 1) {
        return List.of("the message has no SOAP body");
      }
      for (Node node = bodies.item(0).getFirstChild(); node != null; node = node.getNextSibling()) {
        if (node.getNodeType() == Node.ELEMENT_NODE) {
          validate(node, wrong);
        }
      }
    } catch (SAXException e) {
      wrong.add("the message is not XML");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return wrong;
  }

  private void validate(Node node, List<String> wrong) throws SAXException, IOException {
    Validator validator = schema.newValidator();
    validator.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
    validator.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
    validator.setErrorHandler(
        new ErrorHandler() {
          @Override
          public void warning(SAXParseException e) {
            // A warning refuses nothing.
          }

          @Override
          public void error(SAXParseException e) {
            String message = String.valueOf(e.getMessage());
            if (!message.contains(NAME_IS_ENOUGH)) {
              wrong.add(message);
            }
          }

          @Override
          public void fatalError(SAXParseException e) {
            wrong.add(String.valueOf(e.getMessage()));
          }
        });
    validator.validate(new DOMSource(node));
  }

  private static Document parse(byte[] xml) throws SAXException, IOException {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setNamespaceAware(true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setXIncludeAware(false);
      factory.setExpandEntityReferences(false);
      var builder = factory.newDocumentBuilder();
      builder.setErrorHandler(null);
      return builder.parse(new ByteArrayInputStream(xml));
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException(e);
    }
  }
}
