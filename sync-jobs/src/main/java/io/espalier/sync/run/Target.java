package io.espalier.sync.run;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.espalier.rule.Place;
import io.espalier.sandbox.Sandbox;
import io.espalier.sandbox.SandboxOptions;
import io.espalier.sandbox.SandboxProvider;
import io.espalier.sandbox.Sandboxes;
import io.espalier.spi.EspException;
import io.espalier.spi.Settings;
import io.espalier.sync.project.ConnectionSpec;
import io.espalier.sync.project.ProjectReader;
import io.espalier.sync.project.WrongInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Where a run goes: the real ESPs, sandboxes of this process, or sandboxes of another. */
public abstract sealed class Target implements AutoCloseable {

  /** The settings of one connection, for this target. */
  abstract Settings settings(ConnectionSpec connection);

  /** The sandbox of an ESP in this process; empty where there is none. */
  public Optional<Sandbox> sandbox(String esp) {
    return Optional.empty();
  }

  @Override
  public void close() {}

  /** The real ESPs, with secrets from the environment. */
  public static Target real(ProjectReader.Environment environment) {
    return new Real(environment);
  }

  /**
   * Sandboxes of this process, one for each provider.
   *
   * @param dir where they keep what they hold between two runs; empty to forget it
   */
  public static Target sandboxes(Optional<Path> dir) {
    return sandboxes(dir, SandboxOptions.fresh().clock());
  }

  /** As {@link #sandboxes(Optional)}, with a time of their own. */
  public static Target sandboxes(Optional<Path> dir, Clock clock) {
    return new InProcess(dir, clock);
  }

  /**
   * Sandboxes that another process started.
   *
   * @param readyFile what {@code espalier sandbox --ready-file} wrote
   * @throws WrongInput where it cannot be read
   */
  public static Target readyFile(Path readyFile) {
    try {
      return new Elsewhere(
          JsonParser.parseString(Files.readString(readyFile)).getAsJsonObject(), readyFile);
    } catch (IOException e) {
      throw new WrongInput(
          Place.file(readyFile.toString()),
          "there is no ready file here",
          "start the sandboxes first: espalier sandbox --ready-file " + readyFile);
    } catch (JsonParseException | IllegalStateException e) {
      throw new WrongInput(Place.file(readyFile.toString()), "this is no ready file", "");
    }
  }

  /**
   * What checks the calls of an ESP to us: of the environment wherever we go, also to sandboxes.
   *
   * @throws EspException of {@link io.espalier.spi.FailureKind#AUTH} where a variable is not set
   */
  static Settings secrets(ConnectionSpec hook, ProjectReader.Environment environment) {
    return new Real(environment).settings(hook);
  }

  private static final class Real extends Target {
    private final ProjectReader.Environment environment;

    private Real(ProjectReader.Environment environment) {
      this.environment = environment;
    }

    @Override
    Settings settings(ConnectionSpec connection) {
      Map<String, String> values = new HashMap<>(connection.plain());
      connection
          .secrets()
          .forEach(
              (name, variable) -> {
                String value = environment.get(variable);
                if (value == null || value.isBlank()) {
                  throw EspException.auth(
                      "the environment variable "
                          + variable
                          + " ("
                          + connection.esp()
                          + ", "
                          + name
                          + ") is not set",
                      "export " + variable + "=..., or try it out with --target sandbox");
                }
                values.put(name, value.strip());
              });
      return new Settings(values, connection.secrets());
    }
  }

  /** A sandbox's settings over those that the project writes plainly. */
  private static Settings over(ConnectionSpec connection, Map<String, String> sandbox) {
    Map<String, String> values = new HashMap<>(connection.plain());
    values.putAll(sandbox);
    return new Settings(values, Map.of());
  }

  private static final class InProcess extends Target {
    private final Optional<Path> dir;
    private final Map<String, Sandbox> sandboxes = new LinkedHashMap<>();

    private InProcess(Optional<Path> dir, Clock clock) {
      this.dir = dir;
      for (SandboxProvider provider : Sandboxes.all()) {
        sandboxes.put(provider.id(), provider.start(options(provider.id(), clock)));
      }
    }

    private SandboxOptions options(String id, Clock clock) {
      Optional<Path> file = dir.map(d -> d.resolve(id + ".json")).filter(Files::isRegularFile);
      try {
        SandboxOptions fresh = SandboxOptions.fresh().at(clock);
        return file.isPresent() ? fresh.with(Files.readString(file.get())) : fresh;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    Settings settings(ConnectionSpec connection) {
      Sandbox sandbox = sandboxes.get(connection.esp());
      if (sandbox == null) {
        throw EspException.auth(
            "there is no sandbox of " + connection.esp(), "use the real account");
      }
      sandbox.describe(connection.plain());
      return over(connection, sandbox.settings());
    }

    @Override
    public Optional<Sandbox> sandbox(String esp) {
      return Optional.ofNullable(sandboxes.get(esp));
    }

    @Override
    public void close() {
      sandboxes.forEach(
          (id, sandbox) -> {
            dir.ifPresent(d -> save(d.resolve(id + ".json"), sandbox.snapshot()));
            sandbox.close();
          });
    }

    /** Whole or not at all. */
    private static void save(Path file, String snapshot) {
      try {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.writeString(part, snapshot);
        Files.move(part, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static final class Elsewhere extends Target {
    private final JsonObject ready;
    private final Path file;

    private Elsewhere(JsonObject ready, Path file) {
      this.ready = ready;
      this.file = file;
    }

    @Override
    Settings settings(ConnectionSpec connection) {
      JsonElement esp = ready.get(connection.esp());
      if (esp == null || !esp.isJsonObject()) {
        throw new WrongInput(
            Place.file(file.toString()), "the ready file does not name " + connection.esp(), "");
      }
      Map<String, String> values = new HashMap<>();
      esp.getAsJsonObject()
          .entrySet()
          .forEach(e -> values.put(e.getKey(), e.getValue().getAsString()));
      return over(connection, values);
    }
  }
}
