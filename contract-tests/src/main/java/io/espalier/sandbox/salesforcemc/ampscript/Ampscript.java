package io.espalier.sandbox.salesforcemc.ampscript;

import io.espalier.sandbox.RenderException;

/** The merge language of Salesforce Marketing Cloud: renders a message for one recipient. */
public final class Ampscript {
  private Ampscript() {}

  /**
   * What the recipient would see. Nothing is escaped, as the vendor escapes nothing.
   *
   * @throws RenderException where the message is refused, or this recipient is skipped: one error
   *     anywhere that is run, and nothing is sent
   */
  public static String render(String template, SendContext context, Disputed disputed) {
    return new Interpreter(context, disputed).render(template);
  }
}
