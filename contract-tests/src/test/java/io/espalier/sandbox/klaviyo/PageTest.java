package io.espalier.sandbox.klaviyo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a marketer sees on the sandbox's page: groups with tags and counts, a person, and why. */
class PageTest {
  @Test
  void thePageShowsListsSegmentsTagsAndWhyAPersonGetsNoMail() {
    try (Client client = new Client()) {
      Furnished account = new Furnished(client);
      client.imported(account.ids.get("lists"), Client.people(0, 2));
      client.person(
          Furnished.json("{'email':'ada@example.net','location':{'city':'Ulm'},'title':'<b>'}"));
      client.post("/__sandbox/learn?email=ada@example.net&reason=HARD_BOUNCE", "");
      Client.Response page = client.get("/__sandbox?email=ada%40example.net");
      assertEquals(200, page.status());
      for (String shown :
          List.of(
              "Fans<br><span class=\"dim\">list " + account.ids.get("lists") + ", tagged spring",
              "Adas<br><span class=\"dim\">segment "
                  + account.ids.get("segments")
                  + ", tagged spring",
              "<b>Consent</b> NEVER_SUBSCRIBED, gets no mail: HARD_BOUNCE since"
                  + " 2026-11-23T10:00:00+00:00",
              "<b>In</b> Fans · Adas",
              "location: city</td><td>Ulm",
              "title</td><td>&lt;b&gt;")) {
        assertTrue(page.raw().body().contains(shown), () -> shown + "\n" + page.raw().body());
      }
    }
  }
}
