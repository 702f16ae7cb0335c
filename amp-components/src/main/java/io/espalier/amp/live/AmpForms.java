package io.espalier.amp.live;

import io.espalier.amp.live.LiveBlock.Question;
import io.espalier.model.Value;
import io.espalier.model.ValueType;

/** The questions of a form, each with its label, and with what the profile says already. */
final class AmpForms {
  private final LiveModules.Parts parts;

  private AmpForms(LiveModules.Parts parts) {
    this.parts = parts;
  }

  static void questions(LiveModules.Parts parts, LiveBlock block) {
    AmpForms forms = new AmpForms(parts);
    block.form().orElseThrow().fields().forEach(forms::question);
  }

  private void question(Question question) {
    String name = Rewriting.escaped(question.name());
    String label = Rewriting.escaped(question.label());
    switch (question.type()) {
      case TEXT -> {
        parts.html("<label class=\"es-field\"><span>" + label + "</span>");
        parts.html("<input type=\"text\" name=\"" + name + "\" maxlength=\"500\"");
        question
            .value()
            .ifPresent(
                attribute -> {
                  parts.html(" value=\"");
                  parts.value(attribute, ValueType.TEXT);
                  parts.html("\"");
                });
        parts.html("></label>\n");
      }
      case YES, OPT_OUT -> {
        parts.html("<label class=\"es-field\"><input type=\"checkbox\" name=\"" + name + "\"");
        parts.html(" value=\"yes\"");
        known(question, Value.flag(true), " checked");
        parts.html("> " + label + "</label>\n");
      }
      case CHOICE -> {
        parts.html("<label class=\"es-field\"><span>" + label + "</span>");
        parts.html("<select name=\"" + name + "\">");
        for (String option : question.options()) {
          String value = Rewriting.escaped(option);
          parts.html("<option value=\"" + value + "\"");
          known(question, Value.text(option), " selected");
          parts.html(">" + value + "</option>");
        }
        parts.html("</select></label>\n");
      }
      case STARS -> {
        parts.html("<fieldset class=\"es-field\"><legend>" + label + "</legend>");
        for (int i = 1; i <= 5; i++) {
          parts.html(
              "<label><input type=\"radio\" name=\"" + name + "\" value=\"" + i + "\" required");
          known(question, Value.number(i), " checked");
          parts.html("> " + i + " of 5</label> ");
        }
        parts.html("</fieldset>\n");
      }
    }
  }

  private void known(Question question, Value value, String mark) {
    question.value().ifPresent(attribute -> parts.where(attribute, value, mark));
  }
}
