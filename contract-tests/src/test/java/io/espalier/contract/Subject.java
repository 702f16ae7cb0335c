package io.espalier.contract;

import io.espalier.model.Value;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * An adapter under contract, and what is peculiar to its ESP.
 *
 * @param esp its id
 * @param settings what a connection needs and the sandbox does not give
 * @param wrongSecret a secret setting, and a well-formed value that is not the account's
 * @param pageSize people on one page of what the ESP gives
 * @param moments what a moment is cut to there
 */
record Subject(
    String esp,
    Map<String, String> settings,
    Map.Entry<String, String> wrongSecret,
    int pageSize,
    ChronoUnit moments) {

  /** What the ESP keeps of a moment. */
  Value kept(Value.Moment moment) {
    return new Value.Moment(moment.moment().truncatedTo(moments));
  }
}
