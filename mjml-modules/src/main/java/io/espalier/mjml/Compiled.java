package io.espalier.mjml;

import io.espalier.rule.Issue;
import java.util.List;
import java.util.Optional;

/**
 * An email in one ESP's language.
 *
 * @param name of the email, e.g. {@code come-back}
 * @param esp the ESP's id
 * @param html the whole document; empty where there is an error
 * @param text the same as plain text; empty where there is an error
 * @param subject of {@code mj-title}; empty where there is an error
 * @param preheader of {@code mj-preview}, plain, for an ESP that has a setting for it; it is in the
 *     HTML too
 * @param amp the whole AMP part, where the email has one and the ESP takes one
 * @param explanation one line for each condition and formatted output: native, or synced and why
 */
public record Compiled(
    String name,
    String esp,
    Optional<String> html,
    Optional<String> text,
    Optional<String> subject,
    Optional<String> preheader,
    Optional<String> amp,
    List<Issue> issues,
    List<String> explanation) {
  public Compiled {
    issues = List.copyOf(issues);
    explanation = List.copyOf(explanation);
  }
}
