package io.espalier.sync.run;

import io.espalier.model.Attribute;
import io.espalier.rule.Issue;
import io.espalier.spi.Account;
import io.espalier.spi.CallRecord;
import io.espalier.spi.Connector;
import io.espalier.spi.Esp;
import io.espalier.spi.FieldMap;
import io.espalier.spi.Settings;
import io.espalier.spi.Surroundings;
import io.espalier.sync.project.ConnectionSpec;
import io.espalier.sync.project.Project;
import io.espalier.sync.project.WrongInput;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Function;

/** The open connections of a run, by ESP. */
public final class Connections implements AutoCloseable {
  private final Map<String, Open> open = new LinkedHashMap<>();

  /** One ESP, connected and asked who we are. */
  public record Open(Esp esp, Connector connector, FieldMap fields, Account account, Calls calls) {
    /** The account as the ledger knows it. */
    public String ledgerAccount() {
      return esp.id() + ":" + account.id();
    }
  }

  private Connections() {}

  /** The ESPs on board, by id. */
  public static Map<String, Esp> esps() {
    Map<String, Esp> esps = new TreeMap<>();
    ServiceLoader.load(Esp.class).forEach(esp -> esps.put(esp.id(), esp));
    return esps;
  }

  /**
   * Opens every connection of a project and checks its credentials, before anything is sent to any.
   *
   * @param attributes of each ESP: those that may go there
   * @throws io.espalier.spi.EspException where an ESP refuses us or cannot be reached
   * @throws WrongInput where a field cannot be named in an ESP
   */
  public static Connections open(
      Project project,
      Target target,
      Function<Esp, Collection<Attribute>> attributes,
      Surroundings surroundings) {
    return open(project, esps(), target, attributes, surroundings);
  }

  static Connections open(
      Project project,
      Map<String, Esp> esps,
      Target target,
      Function<Esp, Collection<Attribute>> attributes,
      Surroundings surroundings) {
    Connections connections = new Connections();
    boolean done = false;
    try {
      List<Issue> issues = new ArrayList<>();
      Map<String, FieldMap> maps = new LinkedHashMap<>();
      for (String id : project.connections().keySet()) {
        Esp esp = esps.get(id);
        if (esp != null) {
          maps.put(id, esp.map(attributes.apply(esp), issues));
        }
      }
      if (issues.stream().anyMatch(i -> i.severity() == Issue.Severity.ERROR)) {
        throw new WrongInput(issues);
      }
      for (Map.Entry<String, FieldMap> entry : maps.entrySet()) {
        Esp esp = esps.get(entry.getKey());
        ConnectionSpec spec = project.connections().get(entry.getKey());
        if (esp != null && spec != null) {
          connections.connect(esp, target.settings(spec), entry.getValue(), surroundings);
        }
      }
      done = true;
      return connections;
    } finally {
      if (!done) {
        connections.close();
      }
    }
  }

  private void connect(Esp esp, Settings settings, FieldMap fields, Surroundings surroundings) {
    Calls calls = new Calls(surroundings.listener());
    Connector connector =
        esp.open(
            settings,
            fields,
            new Surroundings(
                surroundings.clock(), surroundings.sleeper(), surroundings.random(), calls));
    boolean done = false;
    try {
      open.put(esp.id(), new Open(esp, connector, fields, connector.account(), calls));
      done = true;
    } finally {
      if (!done) {
        connector.close();
      }
    }
  }

  public Collection<Open> all() {
    return open.values();
  }

  /** Counts one ESP's calls and passes them on. */
  public static final class Calls implements Surroundings.CallListener {
    private final Surroundings.CallListener next;
    private final Map<Boolean, Long> counts = new HashMap<>();

    Calls(Surroundings.CallListener next) {
      this.next = next;
    }

    @Override
    public void called(CallRecord call) {
      synchronized (this) {
        counts.merge(call.write(), 1L, Long::sum);
      }
      next.called(call);
    }

    public synchronized long total() {
      return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    public synchronized long writes() {
      return counts.getOrDefault(true, 0L);
    }
  }

  @Override
  public void close() {
    open.values().forEach(o -> o.connector().close());
    open.clear();
  }
}
