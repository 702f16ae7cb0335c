package io.espalier.sandbox.mailchimp.merge;

import java.util.List;

/** Executes a template for one recipient, in one pass: what a value holds is never read again. */
public final class MergeTags {
  private final Printer printer;
  private final Judge judge;

  private MergeTags(Recipient recipient, Disputed disputed) {
    this.printer = new Printer(recipient, disputed);
    this.judge = new Judge(recipient, disputed);
  }

  /**
   * What the recipient would see.
   *
   * @throws io.espalier.sandbox.RenderException where blocks are nested too deeply
   */
  public static String render(String template, Recipient recipient, Disputed disputed) {
    StringBuilder out = new StringBuilder();
    String whole = disputed.addsFooter() ? Footer.complete(template) : template;
    new MergeTags(recipient, disputed).append(out, Parser.parse(whole, disputed));
    return out.toString();
  }

  private void append(StringBuilder out, List<Node> nodes) {
    for (Node node : nodes) {
      if (node instanceof Node.Text text) {
        out.append(text.text());
      } else if (node instanceof Node.Output output) {
        out.append(printer.print(output.name()).orElse(output.source()));
      } else if (node instanceof Node.Choose choose) {
        append(out, chosen(choose));
      }
    }
  }

  private List<Node> chosen(Node.Choose choose) {
    return choose.branches().stream()
        .filter(branch -> judge.holds(branch.condition()))
        .findFirst()
        .map(Node.Branch::body)
        .orElse(choose.otherwise());
  }
}
