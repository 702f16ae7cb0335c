package io.espalier.sandbox.salesforcemc;

import io.espalier.sandbox.RenderException;
import io.espalier.sandbox.SandboxProvider;
import io.espalier.sandbox.SwitchContract;
import io.espalier.sandbox.salesforcemc.ampscript.AmpscriptFact;
import io.espalier.sandbox.salesforcemc.ampscript.Disputed;
import io.espalier.sandbox.salesforcemc.ampscript.Recipient;
import java.util.List;

class SalesforceSwitchesTest extends SwitchContract {
  @Override
  protected SandboxProvider provider() {
    return new SalesforceSandboxProvider();
  }

  @Override
  protected List<Case> cases() {
    return List.of(
        renders(AmpscriptFact.AND_BEFORE_OR, condition("1==1 OR 1==1 AND 1==2"), "yes", "no"),
        renders(AmpscriptFact.NOT_IS_LOWEST, condition("NOT 1==2 AND 1==2"), "yes", "no"),
        renders(
            AmpscriptFact.SHORT_CIRCUIT,
            condition("1==2 AND RaiseError('right side', true)"),
            "no",
            "refused"),
        renders(AmpscriptFact.STRINGS_HIDE_DELIMITERS, "%%=v(']%% =%%')=%%", "]%% =%%", "refused"),
        renders(AmpscriptFact.TEXT_CONDITION_ABORTS, condition("'maybe'"), "refused", "no"),
        renders(AmpscriptFact.UNKNOWN_STRING_STAYS, "%%nothing%%", "%%nothing%%", "refused"),
        renders(
            AmpscriptFact.LITERAL_BOOLEANS_VANISH_IN_CONCAT,
            "%%=Concat('a', true)=%%",
            "a",
            "aTrue"),
        renders(
            AmpscriptFact.NULL_LOOKUP_IS_NULL,
            "%%=IsNull(Lookup('Orders','Item','Customer','eve'))=%%",
            "True",
            "False"));
  }

  private static String condition(String test) {
    return "%%[ IF " + test + " THEN ]%%yes%%[ ELSE ]%%no%%[ ENDIF ]%%";
  }

  private static Case renders(AmpscriptFact fact, String template, String on, String off) {
    Recipient recipient =
        new Recipient()
            .table("Orders", List.of("Customer", "Item"), List.of(List.of("bob", "pot")));
    return new Case(
        fact,
        on,
        off,
        switches -> {
          try {
            return recipient.render(template, new Disputed(switches));
          } catch (RenderException e) {
            return "refused";
          }
        });
  }
}
