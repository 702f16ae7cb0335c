package io.espalier.amp.live;

/** The questions of a form, each with its label. */
final class AmpForms {
  private AmpForms() {}

  static void questions(LiveModules.Parts parts, LiveBlock block) {
    for (LiveBlock.Question question : block.form().orElseThrow().fields()) {
      String name = Rewriting.escaped(question.name());
      String label = Rewriting.escaped(question.label());
      switch (question.type()) {
        case TEXT ->
            parts.html(
                "<label class=\"es-field\"><span>"
                    + label
                    + "</span><input type=\"text\" name=\""
                    + name
                    + "\" maxlength=\"500\"></label>\n");
        case YES, OPT_OUT ->
            parts.html(
                "<label class=\"es-field\"><input type=\"checkbox\" name=\""
                    + name
                    + "\" value=\"yes\"> "
                    + label
                    + "</label>\n");
        case CHOICE -> {
          StringBuilder select = new StringBuilder();
          question
              .options()
              .forEach(
                  option ->
                      select
                          .append("<option value=\"")
                          .append(Rewriting.escaped(option))
                          .append("\">")
                          .append(Rewriting.escaped(option))
                          .append("</option>"));
          parts.html(
              "<label class=\"es-field\"><span>"
                  + label
                  + "</span><select name=\""
                  + name
                  + "\">"
                  + select
                  + "</select></label>\n");
        }
        case STARS -> {
          StringBuilder stars = new StringBuilder();
          for (int i = 1; i <= 5; i++) {
            stars.append(
                "<label><input type=\"radio\" name=\"%s\" value=\"%d\" required> %d of 5</label> "
                    .formatted(name, i, i));
          }
          parts.html(
              "<fieldset class=\"es-field\"><legend>"
                  + label
                  + "</legend>"
                  + stars
                  + "</fieldset>\n");
        }
      }
    }
  }
}
