package io.espalier.sync.serve;

import io.espalier.amp.live.LiveBlock;
import io.espalier.amp.live.LiveBlock.Question;
import java.util.Map;

/** The questions of a form as a page has them, with what is known already. */
final class FormFields {
  private FormFields() {}

  /**
   * @param known question → answer, as it would be sent
   */
  static void write(StringBuilder html, LiveBlock block, Map<String, String> known) {
    for (Question question : block.form().orElseThrow().fields()) {
      String name = Pages.escaped(question.name());
      String label = Pages.escaped(question.label());
      String value = known.getOrDefault(question.name(), "");
      switch (question.type()) {
        case TEXT ->
            html.append(
                "<label><span>%s</span><input type=\"text\" name=\"%s\" maxlength=\"500\" value=\"%s\"></label>\n"
                    .formatted(label, name, Pages.escaped(value)));
        case YES, OPT_OUT ->
            html.append(
                "<label><input type=\"checkbox\" name=\"%s\" value=\"yes\"%s> %s</label>\n"
                    .formatted(
                        name,
                        question.type() == Question.Type.YES && value.equals("yes")
                            ? " checked"
                            : "",
                        label));
        case CHOICE -> {
          html.append("<label><span>%s</span><select name=\"%s\">".formatted(label, name));
          for (String option : question.options()) {
            html.append(
                "<option value=\"%1$s\"%2$s>%1$s</option>"
                    .formatted(
                        Pages.escaped(option), option.equalsIgnoreCase(value) ? " selected" : ""));
          }
          html.append("</select></label>\n");
        }
        case STARS -> {
          html.append("<fieldset><legend>").append(label).append("</legend>");
          for (int i = 1; i <= 5; i++) {
            String star = Integer.toString(i);
            choice(html, question.name(), star, star + " of 5", star.equals(value));
          }
          html.append("</fieldset>\n");
        }
      }
    }
  }

  /** One of several, of which one can be chosen. */
  static void choice(StringBuilder html, String name, String value, String words, boolean chosen) {
    html.append(
        "<label><input type=\"radio\" name=\"%s\" value=\"%s\"%s required> %s</label>"
            .formatted(
                Pages.escaped(name),
                Pages.escaped(value),
                chosen ? " checked" : "",
                Pages.escaped(words)));
  }
}
