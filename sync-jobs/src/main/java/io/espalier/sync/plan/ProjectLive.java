package io.espalier.sync.plan;

import io.espalier.amp.AmpBody;
import io.espalier.amp.live.LiveBlock;
import io.espalier.amp.live.LiveModules;
import io.espalier.mjml.LiveParts;
import io.espalier.sync.project.LiveSpec;
import io.espalier.template.Template;
import java.util.Optional;
import java.util.Set;

/** A project's live blocks, as its emails use them. */
final class ProjectLive implements LiveParts {
  private final LiveSpec spec;
  private final LiveModules modules;

  ProjectLive(LiveSpec spec) {
    this.spec = spec;
    this.modules = new LiveModules(spec.server(), spec.accent());
  }

  @Override
  public Set<String> names() {
    return spec.blocks().keySet();
  }

  @Override
  public Optional<Rendering> of(String name, String email) {
    LiveBlock block = spec.blocks().get(name);
    return block == null
        ? Optional.empty()
        : Optional.of(new Rendering(modules.html(block, email), modules.amp(block, email)));
  }

  @Override
  public Template document(Template body) {
    return document(body, "");
  }

  /**
   * @param css of the author; empty for none
   */
  Template document(Template body, String css) {
    return AmpBody.document(body, "en", AmpBody.css() + modules.css() + css);
  }
}
