package io.espalier.mjml;

import io.espalier.template.Template;
import java.util.Optional;
import java.util.Set;

/** The live blocks that an email may name with {@code <es-live block="picks"/>}. */
public interface LiveParts {

  /** A project without any. */
  LiveParts NONE =
      new LiveParts() {
        @Override
        public Set<String> names() {
          return Set.of();
        }

        @Override
        public Optional<Rendering> of(String block, String email) {
          return Optional.empty();
        }

        @Override
        public Template document(Template body) {
          return body;
        }
      };

  Set<String> names();

  /** One block in one email; empty where there is no such block. */
  Optional<Rendering> of(String block, String email);

  /** A whole AMP document around a body. */
  Template document(Template body);

  /**
   * The same in each part of an email.
   *
   * @param html for between the tags of an HTML email
   * @param amp for an AMP document's body
   */
  record Rendering(Template html, Template amp) {}
}
