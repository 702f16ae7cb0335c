package io.espalier.sync.cli;

import io.espalier.mjml.Compiled;
import io.espalier.spi.Esp;
import io.espalier.spi.FieldMap;
import io.espalier.template.MergeLanguage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The AMP part of a built email, and where it goes. */
final class AmpFiles {
  private AmpFiles() {}

  static String name(Compiled email) {
    return email.name() + ".amp.html";
  }

  /** Writes what there is; what an earlier build left and is no more, goes. */
  static void write(Path folder, Compiled email, Esp esp) throws IOException {
    Path file = folder.resolve(name(email));
    Path howTo = folder.resolve(email.name() + ".amp.txt");
    if (email.amp().isEmpty()) {
      Files.deleteIfExists(file);
      Files.deleteIfExists(howTo);
      return;
    }
    Files.writeString(file, email.amp().get());
    MergeLanguage language = esp.mergeLanguage(FieldMap.empty());
    if (language.ampPart() == MergeLanguage.AmpPart.BY_HAND) {
      Files.writeString(howTo, howTo(email, esp));
    } else {
      Files.deleteIfExists(howTo);
    }
  }

  private static String howTo(Compiled email, Esp esp) {
    return """
        %s takes the AMP part by hand: no documented call reaches it.

        1. Open the email '%s' in the editor, and there the AMP tab.
        2. Replace all that stands in it with the whole content of %s.
           Its first line must stay the first: it keeps the braces of the live parts from being
           read as the editor's own template language.
        3. Multipart MIME must be on for the account; text and HTML parts must be there.
        4. Send a test to a registered sender's own mailbox. The part is shown only if the sender is
           registered for dynamic email and the mail passes SPF, DKIM and DMARC.
        """
        .formatted(esp.label(), email.name(), name(email));
  }
}
