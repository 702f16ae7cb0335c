package io.espalier.sandbox.mailchimp.merge;

import java.util.List;
import java.util.Locale;

/** The footer that the vendor adds to a document which lacks what the law asks for. */
final class Footer {
  private static final List<String> ADDRESSES =
      List.of("*|HTML:LIST_ADDRESS_HTML|*", "*|LIST:ADDRESS|*", "*|LIST:ADDRESSLINE|*");
  private static final String TEXT =
      "<div id=\"canspamBarWrapper\">This email was sent to *|EMAIL|*."
          + " <a href=\"*|UNSUB|*\">unsubscribe from this list</a>"
          + " <a href=\"*|UPDATE_PROFILE|*\">update subscription preferences</a>"
          + " *|LIST:ADDRESSLINE|*</div>";

  private Footer() {}

  /** A part of a document stays as it is: only what has a body's end is a whole mail. */
  static String complete(String template) {
    int end = template.toLowerCase(Locale.ROOT).lastIndexOf("</body>");
    boolean lawful =
        template.contains("*|UNSUB|*") && ADDRESSES.stream().anyMatch(template::contains);
    return end < 0 || lawful
        ? template
        : template.substring(0, end) + TEXT + template.substring(end);
  }
}
