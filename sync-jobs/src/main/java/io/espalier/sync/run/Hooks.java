package io.espalier.sync.run;

import io.espalier.spi.HookAnswer;
import io.espalier.spi.HookCall;
import io.espalier.spi.Settings;
import io.espalier.spi.Surroundings;
import io.espalier.sync.project.ConnectionSpec;
import io.espalier.sync.project.Project;
import io.espalier.sync.project.ProjectReader;
import io.espalier.sync.store.HookInbox;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The ESPs that call us, each with what checks its calls. What they tell is on disk before they are
 * answered.
 */
public final class Hooks implements AutoCloseable {
  private final Map<String, Settings> secrets;
  private final Connections connections;
  private final HookInbox inbox;

  private Hooks(Map<String, Settings> secrets, Connections connections, HookInbox inbox) {
    this.secrets = secrets;
    this.connections = connections;
    this.inbox = inbox;
  }

  /**
   * Opens a connection to each ESP that may call, and asks who we are there.
   *
   * @throws io.espalier.spi.EspException where a secret is not set, or an ESP refuses us
   */
  public static Hooks open(
      Project project,
      Target target,
      ProjectReader.Environment environment,
      Surroundings surroundings,
      HookInbox inbox) {
    Map<String, Settings> secrets = new LinkedHashMap<>();
    for (ConnectionSpec hook : project.operations().hooks().values()) {
      secrets.put(hook.esp(), Target.secrets(hook, environment));
    }
    return new Hooks(
        secrets, Connections.open(project, target, esp -> List.of(), surroundings), inbox);
  }

  public Set<String> esps() {
    return secrets.keySet();
  }

  /**
   * Takes one call.
   *
   * @return empty where no such ESP may call
   * @throws io.espalier.spi.EspException where the ESP has to be asked and cannot be
   */
  public Optional<HookAnswer> take(String esp, HookCall call) {
    Settings own = secrets.get(esp);
    for (Connections.Open open : connections.all()) {
      if (own != null && open.esp().id().equals(esp)) {
        HookAnswer answer = open.connector().hook(call, own);
        inbox.keep(esp, open.ledgerAccount(), answer.told());
        return Optional.of(answer);
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    connections.close();
  }
}
