package io.espalier.mjml.lint;

import io.espalier.rule.Issue;

/**
 * One thing that is wrong in one rendering.
 *
 * @param message a sentence without a full stop
 * @param mend what to do
 * @param snippet a text that stands in the source where it is wrong; empty where there is none
 */
record Finding(Issue.Severity severity, String message, String mend, String snippet) {

  static Finding error(String message, String mend, String snippet) {
    return new Finding(Issue.Severity.ERROR, message, mend, snippet);
  }

  static Finding warning(String message, String mend, String snippet) {
    return new Finding(Issue.Severity.WARNING, message, mend, snippet);
  }
}
