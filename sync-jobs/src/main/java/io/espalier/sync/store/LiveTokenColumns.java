package io.espalier.sync.store;

import io.espalier.amp.live.LiveTokens;
import io.espalier.sync.project.LiveSpec;
import io.espalier.sync.project.ProfileSpec;
import io.espalier.sync.project.WrongInput;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Adds the tokens' columns to the people's table, minted for the instant of the run. */
final class LiveTokenColumns {
  private static final String TABLE = "es_live_token";

  private final Engine engine;

  LiveTokenColumns(Engine engine) {
    this.engine = engine;
  }

  /**
   * @throws WrongInput where no key is set
   */
  void add(LiveSpec live, List<ProfileSpec.Minted> minted, Instant now) {
    if (minted.isEmpty()) {
      return;
    }
    if (live.keys().isEmpty()) {
      throw new WrongInput(
          live.place(),
          "there is no key to mint the live emails' tokens with",
          "set " + live.keyVariables().get(0) + " to at least 32 characters of chance");
    }
    LiveTokens tokens = new LiveTokens(live.keys(), live.life(), fingerprint -> false);
    List<String> columns = new ArrayList<>();
    List<String> declared = new ArrayList<>(List.of("key varchar"));
    for (ProfileSpec.Minted one : minted) {
      String column = Engine.quote("a_" + one.attribute().name());
      columns.add("t." + column);
      declared.add(column + " varchar");
    }
    engine.run("create or replace temp table " + TABLE + " (" + String.join(", ", declared) + ")");
    engine.refill(
        "select key from " + Population.PROFILES,
        TABLE,
        row -> {
          @Nullable String[] values = new @Nullable String[minted.size() + 1];
          String key = row.getString(1);
          values[0] = key;
          for (int i = 0; i < minted.size(); i++) {
            ProfileSpec.Minted one = minted.get(i);
            values[i + 1] = tokens.mint(key, one.emailName(), one.purpose(), now);
          }
          return values;
        });
    engine.run(
        "create or replace temp table es_minted as select p.*, "
            + String.join(", ", columns)
            + " from "
            + Population.PROFILES
            + " p join "
            + TABLE
            + " t using (key)");
    engine.run("drop table " + Population.PROFILES);
    engine.run("alter table es_minted rename to " + Population.PROFILES);
    engine.run("drop table " + TABLE);
  }
}
