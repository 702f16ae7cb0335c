package io.espalier.salesforcemc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.spi.EspException;
import io.espalier.spi.Failure;
import io.espalier.spi.FailureKind;
import io.espalier.spi.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import okhttp3.Headers;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SalesforceMcErrorsTest {
  private final SalesforceMcErrors errors =
      new SalesforceMcErrors(new Settings(Map.of(), Map.of("client_id", "ID")));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401|AUTH|{\"errorcode\":0,\"message\":\"Not Authorized\"}",
        "401|AUTH|{\"error\":\"invalid_client\",\"error_description\":\"x\"}",
        "403|AUTH|{\"errorcode\":20002,\"message\":\"Insufficient Privileges\"}",
        "404|MISSING_TARGET|{\"errorcode\":404,\"message\":\"Not Found\"}",
        "400|MISSING_TARGET|{\"resultMessages\":[{\"resultCode\":\"CustomObjectNotFound\"}]}",
        "400|TRANSIENT|{\"errorcode\":10006,\"message\":\"Unable to save rows\"}",
        "400|INVALID|{\"errorcode\":10006,\"additionalErrors\":[{\"message\":\"too long\"}]}",
        "400|INVALID|{\"errorCode\":10001,\"message\":\"wrong type\"}",
        "429|RATE_LIMITED|{\"errorcode\":50200,\"message\":\"temporarily blocked\"}",
        "500|TRANSIENT|<html>oops</html>",
        "302|PROTOCOL|<html>elsewhere</html>",
        "200|PROTOCOL|<html>",
      })
  void shapesMean(int status, FailureKind kind, String body) {
    assertEquals(kind, errors.read(status, Headers.of(), body).kind());
  }

  @Test
  void faultOfAnExpiredTokenIsAskedForAnew() {
    String fault =
        "<soap:Envelope xmlns:soap='http://schemas.xmlsoap.org/soap/envelope/'><soap:Body>"
            + "<soap:Fault><faultcode>Client</faultcode><faultstring>Token Expired</faultstring>"
            + "</soap:Fault></soap:Body></soap:Envelope>";
    assertEquals(FailureKind.AUTH, errors.read(500, Headers.of(), fault).kind());
  }

  @Test
  void messageHidesAddresses() {
    Failure failure = errors.read(400, Headers.of(), "{\"message\":\"ada@example.net is bad\"}");
    assertEquals(
        "Salesforce Marketing Cloud refused it with status 400: a***@e***.net is bad",
        failure.message());
  }

  @Test
  void documentTypeInAnAnswerIsRefused() {
    assertThrows(
        EspException.class,
        () -> SoapReply.read("<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>"));
  }

  @Test
  void recordedAnswersAreRead() throws Exception {
    Path shared = Path.of(System.getProperty("espalier.root"), "..", "shared");
    Assumptions.assumeTrue(Files.isDirectory(shared), "shared/ is absent: skipped");
    Path recorded = shared.resolve("specs/sfmc-recorded");
    SoapReply created =
        SoapReply.read(Files.readString(recorded.resolve("dataExtension/create-response.xml")));
    assertEquals("OK", created.overall());
    assertTrue(created.ordered(1).get(0).isOk());
    SoapReply fields =
        SoapReply.read(
            Files.readString(recorded.resolve("dataExtensionField/retrieve-response.xml")));
    assertEquals(
        new Column("ContactKey", "Text", 50, 0, true), Column.read(fields.results().get(0)));
  }

  @Test
  void subdomainThatIsAHostIsRefused() {
    Map<String, String> settings = new HashMap<>();
    settings.put("subdomain", "evil.example/");
    EspException e =
        assertThrows(
            EspException.class,
            () -> Addresses.of(new Settings(settings, Map.of("subdomain", "SFMC_SUBDOMAIN"))));
    assertEquals(
        "the subdomain given by the environment variable SFMC_SUBDOMAIN is not one: it holds more"
            + " than letters, digits and hyphens",
        e.failure().message());
  }

  @Test
  void tokenThatLeadsElsewhereIsRefused() {
    Addresses own = Addresses.of(new Settings(Map.of("subdomain", "mcabc"), Map.of()));
    own.verify(
        "https://mcabc.rest.marketingcloudapis.com/", "https://mcabc.soap.marketingcloudapis.com/");
    EspException e =
        assertThrows(
            EspException.class,
            () ->
                own.verify(
                    "https://mcabc.rest.marketingcloudapis.com.evil.example/",
                    "https://mcabc.soap.marketingcloudapis.com/"));
    assertEquals(FailureKind.PROTOCOL, e.failure().kind());
  }

  @Test
  void secretGoesNowhereInTheClear() {
    Settings settings =
        new Settings(
            Map.of(
                "auth_url", "http://sandbox.example/",
                "rest_url", "http://sandbox.example/",
                "soap_url", "http://sandbox.example/"),
            Map.of());
    EspException e = assertThrows(EspException.class, () -> Addresses.of(settings));
    assertEquals("the setting 'auth_url' is not an address of a sandbox", e.failure().message());
  }
}
