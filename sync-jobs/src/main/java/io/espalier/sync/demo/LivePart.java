package io.espalier.sync.demo;

/** The live email of three people, AMP beside HTML, before and after the prices changed. */
final class LivePart {
  private LivePart() {}

  static String of(Story story) {
    if (story.live().isEmpty()) {
      return "";
    }
    StringBuilder faces = new StringBuilder();
    story.live().forEach(face -> faces.append(face(face)));
    return """
        <section id="live">
        <h2>A live email, opened twice</h2>
        <p class="note">One block in <code>emails/%s.mjml</code> is AMP where a client can, and a picture where it cannot. Both were fetched from <code>espalier serve</code> on this machine with each person's own token; between the two openings the shop took a fifth off every price, and <b>nothing was synced</b>. The AMP frames are drawn by a small renderer of ours: AMP's own scripts are not loaded in this page, so nothing in them can be tapped.</p>
        %s</section>"""
        .formatted(Html.text(LiveFaces.EMAIL), faces);
  }

  private static String face(Story.LiveFace face) {
    return """
        <article class="face">
        <h3>%s</h3>
        <div class="frames four">
        %s%s%s%s</div>
        </article>
        """
        .formatted(
            Html.text(face.who()),
            frame(face.who(), "AMP", "first opening", face.ampBefore()),
            frame(face.who(), "HTML", "first opening", face.htmlBefore()),
            frame(face.who(), "AMP", "after the prices changed", face.ampAfter()),
            frame(face.who(), "HTML", "after the prices changed", face.htmlAfter()));
  }

  private static String frame(String who, String part, String when, String html) {
    return """
        <figure><figcaption><b>%s</b><span>%s</span></figcaption><iframe sandbox loading="lazy" title="%s, %s, for %s" srcdoc="%s"></iframe></figure>
        """
        .formatted(part, when, part, when, Html.text(who), Html.text(html));
  }
}
