package io.espalier.sync.serve;

import io.espalier.amp.live.LiveBlock;
import io.espalier.amp.live.LiveBlock.Question;
import io.espalier.amp.live.LiveToken;
import io.espalier.sync.store.ConsentAnswers;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/** Takes answers to forms, from wherever they come: one set of rules. */
final class FormDesk {
  private final FormAnswers answers;
  private final ConsentAnswers consent;
  private final Clock clock;
  private final ServeLog log;

  FormDesk(FormAnswers answers, ConsentAnswers consent, Clock clock, ServeLog log) {
    this.answers = answers;
    this.consent = consent;
    this.clock = clock;
    this.log = log;
  }

  /**
   * What the person is told.
   *
   * @param status 200 where the answer is kept, now or before
   */
  record Reply(int status, String message) {}

  /** What the person answered before; empty where they did not. */
  Map<String, String> before(LiveToken person) {
    return answers.of(person);
  }

  /**
   * @param path of the request, for the log
   */
  Reply take(LiveBlock block, LiveToken person, Query sent, String path) {
    LiveBlock.Form form = block.form().orElseThrow();
    Map<String, String> values = new LinkedHashMap<>();
    for (Question question : form.fields()) {
      String value = sent.get(question.name()).orElse("").strip();
      if (!fits(question, value)) {
        return new Reply(400, "'" + question.label() + "' cannot be answered so");
      }
      if (!value.isEmpty()) {
        values.put(question.name(), value);
      } else if (question.type() == Question.Type.YES && question.value().isPresent()) {
        // It may have been ticked before: a box without a tick is sent as nothing.
        values.put(question.name(), "no");
      }
    }
    sent.get("choice")
        .filter(c -> block.kind() == LiveBlock.Kind.SELECTOR && c.length() <= 200)
        .ifPresent(c -> values.put("choice", c));
    if (values.isEmpty()) {
      return new Reply(400, "there is no answer in it");
    }
    // Consent first: should the process die in between, the opt-out is what must not be lost.
    for (Question question : form.fields()) {
      if (question.type() == Question.Type.OPT_OUT && values.containsKey(question.name())) {
        consent.optOut(
            person.profile(),
            clock.instant(),
            "form " + block.name() + " of email " + person.email());
      }
    }
    if (answers.keep(person, values, form.once(), clock.instant()) == FormAnswers.Kept.REFUSED) {
      log.refused(path, 409, "REPLAYED");
      return new Reply(409, "this was answered before, and the first answer stands");
    }
    return new Reply(200, form.thanks());
  }

  private static boolean fits(Question question, String value) {
    if (value.isEmpty()) {
      return true;
    }
    return switch (question.type()) {
      case TEXT -> value.length() <= 500;
      case CHOICE -> question.options().contains(value);
      case STARS -> value.matches("[1-5]");
      case YES, OPT_OUT -> value.equals("yes");
    };
  }
}
