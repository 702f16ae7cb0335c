package io.espalier.amp.valid;

import java.util.List;

/**
 * Judges AMP4EMAIL documents by the AMP project's rules, revision 1188. Give it what arrives in a
 * mailbox, not what was written: merge code in a URL is refused here as it would be there.
 *
 * <p>Stateless and safe for any number of threads.
 */
public final class AmpValidator {

  /**
   * What is wrong with a document, by place; empty, or only warnings, where a mail client takes it.
   */
  public List<AmpProblem> validate(String html) {
    return new DocumentWalk(html).problems();
  }
}
