package io.espalier.template;

import io.espalier.rule.Rule;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The attributes and the rules that a template is made of. */
final class Reads {
  private final Set<String> shown = new LinkedHashSet<>();
  private final List<Rule> rules = new ArrayList<>();
  private boolean chooses;

  private Reads() {}

  static Reads of(Template template) {
    Reads reads = new Reads();
    reads.add(template);
    return reads;
  }

  /** The attributes whose values it shows or counts. */
  Set<String> shown() {
    return shown;
  }

  /** The tests of its branches, each once. */
  List<Rule> rules() {
    return rules;
  }

  /** True where it says different things to different people by more than a plain value. */
  boolean chooses() {
    return chooses;
  }

  private void add(Template template) {
    if (template instanceof Template.Output output) {
      shown.add(output.attribute());
      chooses |= output.fallback().isPresent();
    } else if (template instanceof Template.Sequence sequence) {
      sequence.parts().forEach(this::add);
    } else if (template instanceof Template.Choose choose) {
      chooses = true;
      for (Template.Branch branch : choose.branches()) {
        if (!rules.contains(branch.test())) {
          rules.add(branch.test());
        }
        add(branch.body());
      }
      add(choose.otherwise());
    } else if (template instanceof Template.Each each) {
      chooses = true;
      shown.add(each.attribute());
      each.bodies().forEach(this::add);
      add(each.empty());
    }
  }
}
