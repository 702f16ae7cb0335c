package io.espalier.sync.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Collectors;

/** The page that shows a demonstration: one file, nothing loaded from anywhere, no script. */
final class DemoPage {
  private DemoPage() {}

  static String of(Story story) {
    return """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
        <title>Espalier: the demo</title>
        <style>
        %s</style>
        </head>
        <body>
        %s
        <main>
        %s
        %s
        %s
        %s
        %s
        %s
        %s
        </main>
        <footer class="page-end"><p>%s</p></footer>
        </body>
        </html>
        """
        .formatted(
            resource("page.css"),
            header(story),
            SegmentsPart.of(story),
            FacesPart.of(story),
            LivePart.of(story),
            RunsPart.of(story),
            PlanPart.of(story),
            CallsPart.of(story),
            RejectsPart.of(story),
            end(story));
  }

  private static String header(Story story) {
    String checks =
        story.checks().stream()
            .map(
                check ->
                    "<li class=\"%s\">%s</li>"
                        .formatted(check.holds() ? "yes" : "no", Html.text(check.says())))
            .collect(Collectors.joining("\n"));
    return """
        <header>
        <p class="brand">%s Espalier</p>
        <h1>One shop, three ESPs, the&nbsp;same people.</h1>
        <p class="lead">%s customer rows and %s events of an outdoor shop were read, sorted into %d segments and synced into sandboxes of %s, on this machine, in %s. No mail was sent and nobody in it is real.</p>
        <ul class="checks">
        %s
        </ul>
        </header>"""
        .formatted(
            resource("mark.svg").strip(),
            Html.number(story.customers()),
            Html.number(story.events()),
            story.segments().size(),
            Html.text(names(story)),
            Html.seconds(story.took()),
            checks);
  }

  private static String names(Story story) {
    String all = String.join(", ", story.esps().values());
    int last = all.lastIndexOf(", ");
    return last < 0 ? all : all.substring(0, last) + " and " + all.substring(last + 2);
  }

  private static String end(Story story) {
    return "Made by <code>espalier demo</code> from seed %d, as of %s. The project it ran on lies beside this page, in <code>outfitter/</code>; change a file there and run <code>espalier sync --project outfitter --target sandbox --now %s</code>."
        .formatted(story.seed(), story.now(), story.now());
  }

  static String resource(String name) {
    try (InputStream in = DemoPage.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
