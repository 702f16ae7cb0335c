package io.espalier.salesforcemc;

import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * A SOAP answer, read by names and never by positions: Create puts {@code Results} first, Retrieve
 * puts {@code OverallStatus} first.
 *
 * @param fault the words of a fault; empty for none
 * @param overall {@code OK}, {@code Has Errors}, {@code MoreDataAvailable}, {@code Error: …}
 * @param request the id by which more data is asked for
 */
record SoapReply(String fault, String overall, String request, List<SoapNode> results) {

  static SoapReply read(String xml) {
    SoapNode body = new SoapNode(parse(xml)).child("Body");
    SoapNode fault = body.child("Fault");
    if (fault.exists()) {
      return new SoapReply(
          fault.text("faultstring") + " (" + fault.text("faultcode") + ")", "", "", List.of());
    }
    SoapNode reply = body.first();
    return new SoapReply(
        "", reply.text("OverallStatus"), reply.text("RequestID"), reply.children("Results"));
  }

  boolean hasMore() {
    return overall.equals("MoreDataAvailable");
  }

  /** True where the whole request failed, whatever its rows say. */
  boolean failed() {
    return overall.startsWith("Error");
  }

  /** The rows' results in the order of the request. */
  List<SoapNode> ordered(int rows) {
    List<SoapNode> ordered = new ArrayList<>(java.util.Collections.nCopies(rows, SoapNode.NONE));
    int position = 0;
    for (SoapNode result : results) {
      String ordinal = result.text("OrdinalID");
      int at = ordinal.matches("[0-9]{1,6}") ? Integer.parseInt(ordinal) : position;
      if (at < rows) {
        ordered.set(at, result);
      }
      position++;
    }
    return ordered;
  }

  private static Element parse(String xml) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setNamespaceAware(true);
      factory.setExpandEntityReferences(false);
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
      factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
      var builder = factory.newDocumentBuilder();
      builder.setErrorHandler(null);
      return builder.parse(new InputSource(new StringReader(xml))).getDocumentElement();
    } catch (SAXException e) {
      throw new EspException(
          Failure.of(
              FailureKind.PROTOCOL,
              SalesforceMcErrors.NAME
                  + " answered with something that is no SOAP: "
                  + SalesforceMcErrors.shortened(xml)),
          e);
    } catch (ParserConfigurationException | IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
