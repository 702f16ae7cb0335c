package io.espalier.sync.demo;

import io.espalier.sync.run.Previews;

/** The email as each ESP renders it for each person, in frames that can load and run nothing. */
final class FacesPart {
  private FacesPart() {}

  static String of(Story story) {
    StringBuilder faces = new StringBuilder();
    story.faces().forEach(face -> faces.append(face(face)));
    return """
        <section id="email">
        <h2>One email, three people</h2>
        <p class="note">Each frame shows what that ESP's own template engine made of <code>emails/%s.mjml</code>, with nothing but what it holds about the person.</p>
        %s</section>"""
        .formatted(Html.text(Faces.EMAIL), faces);
  }

  private static String face(Story.Face face) {
    StringBuilder frames = new StringBuilder();
    face.previews().forEach(preview -> frames.append(frame(face, preview)));
    return """
        <article class="face">
        <h3>%s <span class="why">%s</span>%s</h3>
        <div class="frames">
        %s</div>
        </article>
        """
        .formatted(
            Html.text(face.who()),
            Html.text(face.why()),
            face.same() ? "" : " <span class=\"no\">the words differ</span>",
            frames);
  }

  private static String frame(Story.Face face, Previews.Preview preview) {
    String body =
        preview
            .problem()
            .map(
                why ->
                    "<p class=\"problem\">It would not be sent: %s</p>".formatted(Html.text(why)))
            .orElseGet(
                () ->
                    "<iframe sandbox loading=\"lazy\" title=\"%s, for %s\" srcdoc=\"%s\"></iframe>"
                        .formatted(
                            Html.text(preview.label()),
                            Html.text(face.who()),
                            Html.text(preview.html())));
    return """
        <figure><figcaption><b>%s</b><span>%s</span></figcaption>%s</figure>
        """
        .formatted(Html.text(preview.label()), Html.text(preview.subject()), body);
  }
}
