package io.espalier.sync.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.rule.Issue;
import io.espalier.sync.project.Project;
import io.espalier.sync.run.Arrivals;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong only with what arrives, and for whom. */
class ArrivalsTest {
  private static final String TABLE = "table: products, key: sku, timeout: 60s, fresh: 5s";

  @TempDir Path dir;

  @Test
  void everyBranchOfEveryBlockArrivesInEveryEsp() throws Exception {
    Arrivals.Verdict verdict = judge(LiveShop.write(dir, TABLE));
    assertEquals(List.of(), verdict.issues());
    assertTrue(verdict.people() >= 5, "only " + verdict.people());
    assertEquals(3 * verdict.people(), verdict.messages());
  }

  @Test
  void aDifferenceThatOnlyAValueShowsIsFound() throws Exception {
    LiveShop.write(dir, TABLE);
    Files.writeString(
        dir.resolve("emails/own.mjml"),
        """
        <mjml><mj-head><mj-title>Own</mj-title></mj-head><mj-body><mj-section><mj-column>
        <mj-text>Hello <a href="https://shop.example/own">there</a></mj-text>
        <mj-text>{{ points | number: "#,##0" }} points</mj-text>
        <mj-text><es-unsubscribe>Unsubscribe</es-unsubscribe><es-address/></mj-text>
        </mj-column></mj-section></mj-body></mjml>
        """);
    Files.writeString(
        dir.resolve("emails/own.amp"),
        """
        <p>Hello <a href="https://shop.example/own">there</a></p>
        <p>{{ points }} points</p>
        <p><es-unsubscribe>Unsubscribe</es-unsubscribe> <es-address/></p>
        """);
    Arrivals.Verdict verdict = judge(LiveShop.read(dir));
    String klaviyo =
        "emails/own.mjml: error: what Klaviyo makes of it for somebody of whom everything is known: ";
    String mend = "\n  all parts must arrive, and say the same to one person";
    String amp = "the AMP part says '1234.5', the HTML part does not";
    String html = "the HTML part says '1,235', the AMP part does not";
    assertEquals(
        List.of(
            klaviyo + amp + mend,
            klaviyo + html + mend,
            klaviyo.replace("Klaviyo", "Salesforce Marketing Cloud") + amp + mend,
            klaviyo.replace("Klaviyo", "Salesforce Marketing Cloud") + html + mend),
        verdict.issues().stream().map(Issue::display).toList());
  }

  private static Arrivals.Verdict judge(Project project) {
    return Arrivals.of(project, LiveShop.NOW, Clock.systemUTC());
  }
}
