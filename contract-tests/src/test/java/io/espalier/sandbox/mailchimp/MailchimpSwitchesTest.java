package io.espalier.sandbox.mailchimp;

import io.espalier.sandbox.Sandbox;
import io.espalier.sandbox.SandboxProvider;
import io.espalier.sandbox.SwitchContract;
import io.espalier.sandbox.Switches;
import io.espalier.sandbox.mailchimp.merge.Disputed;
import io.espalier.sandbox.mailchimp.merge.MergeFact;
import io.espalier.sandbox.mailchimp.merge.MergeTags;
import io.espalier.sandbox.mailchimp.merge.Someone;
import java.util.ArrayList;
import java.util.List;

class MailchimpSwitchesTest extends SwitchContract {
  @Override
  protected SandboxProvider provider() {
    return new MailchimpSandboxProvider();
  }

  @Override
  protected List<Case> cases() {
    List<Case> all = new ArrayList<>(mergeCases());
    all.addAll(TimeSwitches.cases());
    ApiSwitches.CASES.forEach(
        (fact, shown) ->
            all.add(
                new Case(
                    fact,
                    shown.on(),
                    shown.off(),
                    switches ->
                        ask(switches, sandbox -> shown.question().apply(new Client(sandbox))))));
    return all;
  }

  private List<Case> mergeCases() {
    return List.of(
        renders(MergeFact.ESCAPES_VALUES, "*|FNAME|*", "Ada &amp; &lt;Co&gt;", "Ada & <Co>"),
        condition(MergeFact.ZERO_IS_PRESENT, "ZERO"),
        condition(MergeFact.CONDITIONS_SEE_DEFAULTS, "CITY=your town"),
        condition(MergeFact.DATES_HAVE_ORDER, "JOINED > 2020-01-01"),
        condition(MergeFact.TRIMS_AROUND_EQUALS, "COUNTRY = fr_CA"),
        condition(MergeFact.MISSING_DIFFERS, "SPENT!=5"),
        condition(MergeFact.MISSING_ORDERS_AS_ZERO, "SPENT < 1"),
        renders(
            MergeFact.MODIFIERS_STACK,
            "*|UPPER:LOWER:COUNTRY|*",
            "FR_CA",
            "*|UPPER:LOWER:COUNTRY|*"),
        condition(MergeFact.RIGHT_SIDE_MAY_BE_TAG, "AGE=AGE"),
        new Case(
            MergeFact.ARCHIVE_IS_LINK,
            "<a",
            "ht",
            switches -> ask(switches, sandbox -> archive(sandbox).substring(0, 2))),
        renders(MergeFact.URL_SPACES_ARE_PLUS, "*|URL:CITY|*", "your+town", "your%20town"),
        new Case(
            MergeFact.ADDS_FOOTER,
            "true",
            "false",
            switches ->
                ""
                    + render("<html><body>x</body></html>", switches)
                        .contains("canspamBarWrapper")));
  }

  private static Case condition(MergeFact fact, String test) {
    return renders(fact, "*|IF:" + test + "|*yes*|ELSE:|*no*|END:IF|*", "yes", "no");
  }

  private static Case renders(MergeFact fact, String template, String on, String off) {
    return new Case(fact, on, off, switches -> render(template, switches));
  }

  private static String render(String template, Switches switches) {
    return MergeTags.render(template, Someone.whole(), Disputed.of(switches));
  }

  private static String archive(Sandbox sandbox) {
    Client client = new Client(sandbox);
    client.subscribe(client.newList(), "ada@shoppers.example.net", "{}");
    return sandbox.render("*|ARCHIVE|*", "ada@shoppers.example.net");
  }
}
