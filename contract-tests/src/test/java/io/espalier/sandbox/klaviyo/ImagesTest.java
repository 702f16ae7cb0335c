package io.espalier.sandbox.klaviyo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Images out of data URIs and files. */
class ImagesTest {
  private static final byte[] PIXEL =
      Base64.getDecoder().decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");

  private final Client client = new Client();

  @AfterEach
  void close() {
    client.close();
  }

  private Client.Response imported(String url) {
    return client.post(
        "/api/images",
        Furnished.json(
            "{'data':{'type':'image','attributes':{'name':'dot','import_from_url':'"
                + url
                + "'}}}"));
  }

  private Client.Response uploaded(byte[] file, String type) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(
        ("--B\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nspot\r\n--B\r\n"
                + "Content-Disposition: form-data; name=\"file\"; filename=\"a.gif\"\r\n"
                + "Content-Type: image/gif\r\n\r\n")
            .getBytes(StandardCharsets.UTF_8));
    body.writeBytes(file);
    body.writeBytes("\r\n--B--\r\n".getBytes(StandardCharsets.UTF_8));
    return client.send(
        client
            .request("/api/image-upload")
            .setHeader("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray())));
  }

  @Test
  void anImageIsKeptWithItsFormatAndSizeAndServed() throws Exception {
    String data = "data:image/gif;base64," + Base64.getEncoder().encodeToString(PIXEL);
    Client.Response one = imported(data);
    Client.Response other = uploaded(PIXEL, "multipart/form-data; boundary=B");
    for (Client.Response made : List.of(one, other)) {
      assertEquals(201, made.status());
      assertEquals("gif", made.attributes().get("format").getAsString());
      assertEquals(PIXEL.length, made.attributes().get("size").getAsInt());
    }
    assertEquals("spot", other.attributes().get("name").getAsString());
    byte[] served =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create(other.attributes().get("image_url").getAsString()))
                    .build(),
                HttpResponse.BodyHandlers.ofByteArray())
            .body();
    assertArrayEquals(PIXEL, served);
    client.patch(
        "/api/images/" + one.id(),
        Furnished.json(
            "{'data':{'type':'image','id':'" + one.id() + "','attributes':{'hidden':true}}}"));
    assertEquals(
        List.of(other.id()), client.walk("/api/images?filter=" + Client.q("equals(hidden,false)")));
  }

  @Test
  void whatIsNoImageOrTooLargeIsRefused() {
    assertEquals(400, imported("https://shop.example/logo.png").status());
    assertEquals(400, imported("data:image/png;base64,AAAA").status());
    assertEquals(415, uploaded(PIXEL, "application/vnd.api+json").status());
    byte[] large = Arrays.copyOf(PIXEL, 5 * 1_024 * 1_024 + 1);
    assertEquals(
        "/data/attributes/file", uploaded(large, "multipart/form-data; boundary=B").pointer());
    assertEquals(List.of(), client.walk("/api/images"));
  }
}
