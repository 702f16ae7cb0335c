package io.espalier.sync.run;

import io.espalier.sync.plan.OptOutGate;
import io.espalier.sync.run.ConsentHistory.Action;
import io.espalier.sync.run.ConsentHistory.Kind;
import io.espalier.sync.shop.Folders;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class ConsentReproTest {
  static final String H = "Action[kind=OPT_IN, who=0, where=0, how=0], Action[kind=OPT_IN, who=1, where=0, how=0], Action[kind=SYNC, who=0, where=0, how=0], Action[kind=OPT_OUT, who=2, where=1, how=32], Action[kind=FORM_OPT_OUT, who=1, where=2, how=16], Action[kind=MERGE, who=0, where=1, how=4], Action[kind=SYNC, who=0, where=2, how=3], Action[kind=CLOCK_RIGHT, who=0, where=2, how=9], Action[kind=MERGE, who=1, where=0, how=26], Action[kind=REIMPORT_OLD, who=0, where=0, how=69], Action[kind=SYNC, who=1, where=0, how=3], Action[kind=FORM_OPT_OUT, who=1, where=2, how=7], Action[kind=FORM_OPT_OUT, who=2, where=0, how=30], Action[kind=FORM_OPT_OUT, who=0, where=2, how=32], Action[kind=DAY, who=0, where=0, how=0], Action[kind=SYNC, who=0, where=0, how=0]";

  @Test
  void repro() {
    List<Action> actions = new ArrayList<>();
    Matcher m = Pattern.compile("kind=(\\w+), who=(\\d+), where=(\\d+), how=(\\d+)").matcher(H);
    while (m.find()) {
      actions.add(new Action(Kind.valueOf(m.group(1)), Integer.parseInt(m.group(2)), Integer.parseInt(m.group(3)), Integer.parseInt(m.group(4))));
    }
    Folders.with(
        dir -> {
          try (ConsentHistory history = new ConsentHistory(dir, OptOutGate.LEDGER)) {
            int n = 0;
            for (Action action : actions) {
              history.does(action);
              System.out.println("REPRO " + (++n) + " " + action + " ok");
            }
          }
        });
  }
}
