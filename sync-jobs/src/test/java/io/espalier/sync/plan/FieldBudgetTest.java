package io.espalier.sync.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.espalier.rule.Issue;
import io.espalier.sync.project.Project;
import io.espalier.sync.project.ProjectReader;
import io.espalier.sync.project.WrongInput;
import io.espalier.sync.run.Connections;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FieldBudgetTest {
  @TempDir Path dir;

  private Project project(int attributes, String setting) throws IOException {
    Files.createDirectories(dir.resolve("emails"));
    StringBuilder profile =
        new StringBuilder("profile:\n  from: people\n  key: id\n  identities: {email: email}\n");
    profile.append("  attributes:\n");
    for (int i = 0; i < attributes; i++) {
      profile.append("    n").append(i).append(": {type: number, purposes: [marketing]}\n");
    }
    Files.writeString(dir.resolve("profile.yaml"), profile.toString());
    Files.writeString(
        dir.resolve("espalier.yaml"),
        "project: p\nsources:\n  people: {kind: csv, path: people.csv}\nconnections:\n"
            + "  mailchimp: {api_key_env: KEY, audience: A"
            + setting
            + "}\n");
    Files.writeString(dir.resolve("people.csv"), "id,email\n");
    Files.writeString(
        dir.resolve("emails/hello.mjml"),
        "<mjml><mj-head><mj-title>Hello</mj-title></mj-head><mj-body><mj-section><mj-column>"
            + "<mj-text>{{ n0 }} {{ n1 }} {{ n2 }}</mj-text>"
            + "</mj-column></mj-section></mj-body></mjml>");
    return new ProjectReader(Connections.esps(), name -> null).read(dir).project().orElseThrow();
  }

  private static void needs(Project project) {
    Needs.of(project, List.of(Connections.esps().get("mailchimp")), new ArrayList<>());
  }

  @Test
  void moreFieldsThanAnAudienceHoldsStopTheBuild() throws IOException {
    Project project = project(27, "");
    WrongInput wrong = assertThrows(WrongInput.class, () -> needs(project));
    Issue issue =
        wrong.issues().stream()
            .filter(i -> i.severity() == Issue.Severity.ERROR)
            .findFirst()
            .orElseThrow();
    assertEquals(
        "mailchimp holds 30 merge fields, and 31 are needed: 27 of profile.yaml, 3 made for emails"
            + " (hello 3), 1 for the key",
        issue.message());
    assertEquals("espalier.yaml", issue.place().file());
  }

  @Test
  void asManyAsItHoldsOrAsItIsSaidToHoldAreFine() throws IOException {
    needs(project(26, ""));
    needs(project(60, ", merge_fields: 80"));
  }
}
