package io.espalier.sync.project;

import io.espalier.amp.live.LiveBlock;
import io.espalier.amp.live.LiveNames;
import io.espalier.amp.live.LiveToken;
import io.espalier.model.Attribute;
import io.espalier.model.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The attributes that hold tokens: they are synced like any other, to where an email reads them.
 */
final class LiveTokenAttributes {
  private LiveTokenAttributes() {}

  static List<ProfileSpec.Minted> of(Optional<LiveSpec> live) {
    List<ProfileSpec.Minted> minted = new ArrayList<>();
    live.ifPresent(
        spec ->
            spec.emails()
                .forEach(
                    (email, blocks) -> {
                      minted.add(
                          minted(LiveNames.viewToken(email), "Live blocks of " + email, email, ""));
                      for (String name : blocks) {
                        LiveBlock block = spec.blocks().get(name);
                        if (block != null && block.asks()) {
                          String attribute = LiveNames.formToken(email, name);
                          String label = "Form " + name + " of " + email;
                          minted.add(minted(attribute, label, email, name));
                        }
                      }
                    }));
    return minted;
  }

  private static ProfileSpec.Minted minted(
      String name, String label, String email, String purpose) {
    return new ProfileSpec.Minted(
        new Attribute(
            name,
            ValueType.TEXT,
            label,
            "contextual",
            true,
            Set.of("marketing"),
            List.of(),
            null,
            Map.of()),
        email,
        purpose.isEmpty() ? LiveToken.VIEW : purpose);
  }
}
