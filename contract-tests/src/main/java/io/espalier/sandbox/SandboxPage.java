package io.espalier.sandbox;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a marketer would see in this ESP, as one page without scripts: groups with their counts, a
 * person, templates rendered for that person, the last requests. Everything that it shows came from
 * outside, so all of it is escaped; renderings stand in frames that may do nothing.
 */
final class SandboxPage {
  private static final int PEOPLE = 50;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);

  /** The root of a document for AMP4EMAIL. */
  private static final Pattern AMP =
      Pattern.compile("<html[^>]*\\s(?:⚡4email|amp4email)[\\s>=]", Pattern.CASE_INSENSITIVE);

  private static final String STYLE =
      """
      :root{color-scheme:light dark;--ink:#1c2321;--dim:#5c6865;--line:#d9dfdc;--paper:#f6f8f7;\
      --card:#fff;--accent:#1f6f54;--bad:#a8321e}
      @media(prefers-color-scheme:dark){:root{--ink:#e6ece9;--dim:#9aa8a3;--line:#33403b;\
      --paper:#141917;--card:#1c2320;--accent:#6fcaa5;--bad:#ff9b85}}
      *{box-sizing:border-box}
      body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,sans-serif}
      main{max-width:72rem;margin:0 auto;padding:1.5rem 1rem 4rem;display:grid;gap:1.25rem;\
      grid-template-columns:minmax(0,1fr) minmax(0,1.6fr)}
      header{grid-column:1/-1}h1{font-size:1.5rem;margin:0}
      h2{font-size:1rem;margin:0 0 .6rem}p{margin:.2rem 0}.dim{color:var(--dim)}
      section{background:var(--card);border:1px solid var(--line);border-radius:10px;\
      padding:1rem 1.1rem;min-width:0}
      section.wide{grid-column:1/-1}
      .scroll{overflow-x:auto;max-height:26rem;overflow-y:auto}
      table{border-collapse:collapse;width:100%}
      th,td{text-align:left;padding:.3rem .8rem .3rem 0;border-bottom:1px solid var(--line);\
      vertical-align:top;overflow-wrap:anywhere}
      td:first-child{overflow-wrap:break-word}
      tr:last-child td{border-bottom:0}
      th{font-weight:600;color:var(--dim);font-size:.85rem;white-space:nowrap}
      td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
      code{font:13px/1.5 ui-monospace,monospace;overflow-wrap:anywhere}
      a{color:var(--accent)}.bad{color:var(--bad)}
      form{display:flex;gap:.5rem;margin:0 0 .8rem}
      input{flex:1;min-width:0;font:inherit;padding:.35rem .6rem;border:1px solid var(--line);\
      border-radius:6px;background:var(--paper);color:var(--ink)}
      button{font:inherit;padding:.35rem .9rem;border:0;border-radius:6px;\
      background:var(--accent);color:var(--card)}
      ul.plain{list-style:none;margin:0;padding:0}ul.plain li{overflow-wrap:anywhere}
      iframe{width:100%;height:22rem;border:1px solid var(--line);border-radius:6px;\
      background:#fff;color-scheme:light}
      pre{white-space:pre-wrap;overflow-wrap:anywhere;margin:0}
      @media(max-width:52rem){main{grid-template-columns:minmax(0,1fr)}}
      """;

  private final SandboxOptions options;
  private final Interior interior;
  private final RequestLog log;
  private final StringBuilder out = new StringBuilder();

  SandboxPage(SandboxOptions options, Interior interior, RequestLog log) {
    this.options = options;
    this.interior = interior;
    this.log = log;
  }

  /** The page; {@code ?email=} chooses the person. */
  String html(Exchange exchange) {
    String email = exchange.parameter("email").orElse("");
    List<String> people = interior.people(PEOPLE);
    String chosen = email.isBlank() && !people.isEmpty() ? people.get(0) : email.strip();
    out.append("<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">")
        .append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>")
        .append(escape(interior.label()))
        .append(" sandbox</title><style>")
        .append(STYLE)
        .append("</style></head><body><main><header><h1>")
        .append(escape(interior.label()))
        .append(" sandbox</h1><p class=\"dim\">What this account holds now, ")
        .append(escape(TIME.format(options.clock().instant())))
        .append(" UTC by its own clock. No mail leaves it.</p></header>");
    groups();
    person(people, chosen);
    templates(chosen);
    settings();
    requests();
    return out.append("</main></body></html>\n").toString();
  }

  private void groups() {
    List<Interior.Group> groups = interior.groups();
    out.append("<section><h2>Groups</h2>");
    if (groups.isEmpty()) {
      out.append("<p class=\"dim\">None yet.</p></section>");
      return;
    }
    out.append("<div class=\"scroll\"><table><tr><th>Name</th><th class=\"n\">People</th></tr>");
    for (Interior.Group group : groups) {
      out.append("<tr><td>")
          .append(escape(group.name()))
          .append("<br><span class=\"dim\">")
          .append(escape(group.kind() + " " + group.id()))
          .append("</span></td><td class=\"n\">")
          .append(group.members())
          .append("</td></tr>");
    }
    out.append("</table></div></section>");
  }

  private void person(List<String> people, String chosen) {
    out.append("<section><h2>A person</h2><form method=\"get\" action=\"/__sandbox\">")
        .append("<input type=\"email\" name=\"email\" list=\"people\" aria-label=\"Address\"")
        .append(" placeholder=\"Address\" value=\"")
        .append(escape(chosen))
        .append("\"><datalist id=\"people\">");
    people.forEach(p -> out.append("<option value=\"").append(escape(p)).append("\">"));
    out.append("</datalist><button>Show</button></form>");
    Optional<Interior.Face> face = chosen.isEmpty() ? Optional.empty() : interior.face(chosen);
    if (face.isEmpty()) {
      out.append("<p class=\"dim\">")
          .append(chosen.isEmpty() ? "Nobody yet." : "Nobody has this address.")
          .append("</p></section>");
      return;
    }
    Interior.Face shown = face.get();
    out.append("<p><b>Consent</b> ").append(escape(shown.consent())).append("</p><p><b>In</b> ");
    out.append(shown.groups().isEmpty() ? "no group" : escape(String.join(" · ", shown.groups())));
    out.append("</p><div class=\"scroll\"><table><tr><th>Field</th><th>Value</th></tr>");
    for (Map.Entry<String, String> field : shown.fields().entrySet()) {
      row(field.getKey(), field.getValue());
    }
    out.append("</table></div></section>");
  }

  private void templates(String chosen) {
    List<Interior.Stored> stored = interior.stored();
    out.append("<section class=\"wide\"><h2>Emails, as this person would see them</h2>");
    if (stored.isEmpty()) {
      out.append("<p class=\"dim\">No template is stored.</p>");
    }
    for (Interior.Stored template : stored) {
      out.append("<p><b>")
          .append(escape(template.name()))
          .append("</b> <span class=\"dim\">")
          .append(escape(template.id()))
          .append("</span></p>");
      try {
        String rendered = interior.render(template.html(), chosen);
        if (AMP.matcher(rendered).find()) {
          source(rendered);
          continue;
        }
        // An empty sandbox attribute: no script, no form, no plug-in, an origin of its own.
        out.append("<iframe sandbox=\"\" title=\"")
            .append(escape(template.name()))
            .append("\" srcdoc=\"")
            .append(escape(rendered))
            .append("\"></iframe>");
      } catch (RenderException e) {
        out.append("<p class=\"bad\">Not rendered: ")
            .append(escape(String.valueOf(e.getMessage())))
            .append("</p>");
      }
    }
    out.append("</section>");
  }

  /** An AMP part shows nothing before its runtime has run, and here no script does. */
  private void source(String html) {
    out.append("<p class=\"dim\">An AMP part: a mail client runs it. Its source:</p>")
        .append("<div class=\"scroll\"><pre><code>")
        .append(escape(html))
        .append("</code></pre></div>");
  }

  private void settings() {
    out.append("<section class=\"wide\"><h2>Faults and switches</h2><pre><code>");
    String faults = options.faults().mood() instanceof FaultPlan plan ? plan.toString() : "";
    out.append(faults.isEmpty() ? "No faults." : escape(faults));
    options
        .switches()
        .turned()
        .forEach((word, on) -> out.append('\n').append(escape(word)).append(on ? "=on" : "=off"));
    out.append("</code></pre></section>");
  }

  private void requests() {
    out.append("<section class=\"wide\"><h2>Requests</h2><p class=\"dim\">")
        .append(log.total())
        .append(" in all; the last ones first, without addresses, credentials and bodies.</p>")
        .append(
            "<div class=\"scroll\"><table><tr><th class=\"n\">Time</th><th class=\"n\">Status</th>")
        .append("<th>Request</th><th class=\"n\">Bytes</th><th>Fault</th></tr>");
    for (RequestLog.Entry entry : log.entries()) {
      out.append("<tr><td class=\"n\">")
          .append(TIME.format(entry.at()))
          .append("</td><td class=\"n")
          .append(entry.status() >= 400 || entry.status() == 0 ? " bad" : "")
          .append("\">")
          .append(entry.status() == 0 ? "none" : Integer.toString(entry.status()))
          .append("</td><td><code>")
          .append(escape(entry.method() + " " + entry.path()))
          .append("</code></td><td class=\"n\">")
          .append(entry.bytes())
          .append("</td><td>")
          .append(escape(entry.fault()))
          .append("</td></tr>");
    }
    out.append("</table></div></section>");
  }

  private void row(String name, String value) {
    out.append("<tr><td>")
        .append(escape(name))
        .append("</td><td>")
        .append(escape(value))
        .append("</td></tr>");
  }

  /** Safe in text and in a quoted attribute. */
  static String escape(String text) {
    StringBuilder safe = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> safe.append("&amp;");
        case '<' -> safe.append("&lt;");
        case '>' -> safe.append("&gt;");
        case '"' -> safe.append("&quot;");
        case '\'' -> safe.append("&#39;");
        case 0 -> safe.append('\uFFFD');
        default -> safe.append(c);
      }
    }
    return safe.toString();
  }
}
