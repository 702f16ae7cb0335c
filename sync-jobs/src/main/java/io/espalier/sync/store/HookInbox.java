package io.espalier.sync.store;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.espalier.model.Consent;
import io.espalier.model.EmailAddress;
import io.espalier.spi.ConsentFact;
import io.espalier.spi.HookAnswer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * What ESPs told us by themselves, in {@code live/hooks.jsonl} of the state folder: on disk before
 * they are answered, and from there into the consent ledger, at once where nobody else has the
 * store, and before the next plan in any case. What was taken over is no longer in the file.
 */
public final class HookInbox {
  static final List<String> TABLES =
      List.of("create table hook_taken (account varchar, id varchar, taken_at timestamp)");

  private static final Gson GSON = new Gson();

  /** Of one process; another one waits for the lock of the file. */
  private static final Object MINE = new Object();

  private final Path file;

  /**
   * @param state the folder where the store is
   */
  public HookInbox(Path state) {
    this.file = state.resolve("live/hooks.jsonl");
  }

  private interface Work<T> {
    T run() throws IOException;
  }

  private <T> T alone(Work<T> work) {
    synchronized (MINE) {
      try {
        Files.createDirectories(file.toAbsolutePath().getParent());
        try (FileChannel channel =
                FileChannel.open(
                    file.resolveSibling("hooks.lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
            FileLock lock = channel.lock()) {
          if (!lock.isValid()) {
            throw new IOException("no lock");
          }
          return work.run();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * Keeps what an ESP told; on disk when this returns.
   *
   * @param account as the ledger knows it
   */
  public void keep(String esp, String account, List<HookAnswer.Told> told) {
    if (told.isEmpty()) {
      return;
    }
    StringBuilder lines = new StringBuilder();
    for (HookAnswer.Told one : told) {
      ConsentFact fact = one.fact();
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("id", one.id());
      line.put("esp", esp);
      line.put("account", account);
      line.put("email", fact.email().address());
      line.put("state", fact.state().word());
      if (fact.at() != null) {
        line.put("at", fact.at().toString());
      }
      line.put("reason", fact.reason());
      if (fact.doubleOptInAt() != null) {
        line.put("double_opt_in_at", fact.doubleOptInAt().toString());
      }
      lines.append(GSON.toJson(line)).append('\n');
    }
    alone(
        () ->
            Files.write(
                file,
                // What a crash, or a full disk, cut off must not swallow the next line.
                ((isCutOff() ? "\n" : "") + lines).getBytes(StandardCharsets.UTF_8),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND,
                StandardOpenOption.SYNC));
  }

  private boolean isCutOff() throws IOException {
    if (!Files.exists(file) || Files.size(file) == 0) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer last = ByteBuffer.allocate(1);
      channel.read(last, channel.size() - 1);
      return last.get(0) != '\n';
    }
  }

  /** Whether nothing waits to be taken over. */
  public boolean isEmpty() {
    return !Files.exists(file);
  }

  private record Line(String id, String esp, String account, ConsentFact fact) {}

  /**
   * Brings what was kept into the consent ledger, each id once; what is late counts by its own
   * time.
   *
   * @return how many statements were new
   */
  public long deliver(Engine engine, Instant now) {
    if (isEmpty()) {
      return 0;
    }
    return alone(
        () -> {
          Map<String, List<Line>> byAccount = new LinkedHashMap<>();
          for (Line line : read()) {
            byAccount.computeIfAbsent(line.account(), a -> new ArrayList<>()).add(line);
          }
          long news = 0;
          for (Map.Entry<String, List<Line>> entry : byAccount.entrySet()) {
            news += deliver(engine, entry.getKey(), entry.getValue(), now);
          }
          // Broken off before this, the same is read again, and known by its ids.
          Files.deleteIfExists(file);
          return news;
        });
  }

  private static long deliver(Engine engine, String account, List<Line> lines, Instant now) {
    Map<String, Line> fresh = new LinkedHashMap<>();
    for (Line line : lines) {
      if (engine.number(
              "select count(*) from hook_taken where account = ? and id = ?", account, line.id())
          == 0) {
        fresh.putIfAbsent(line.id(), line);
      }
    }
    if (fresh.isEmpty()) {
      return 0;
    }
    long news =
        ConsentLedger.learn(
            engine,
            lines.get(0).esp(),
            account,
            fresh.values().stream().map(Line::fact).toList(),
            now);
    fresh
        .keySet()
        .forEach(
            id ->
                engine.run(
                    "insert into hook_taken values (?, ?, ?)",
                    account,
                    id,
                    ValueColumns.stored(now)));
    return news;
  }

  private List<Line> read() throws IOException {
    List<Line> lines = new ArrayList<>();
    if (!Files.exists(file)) {
      return lines;
    }
    // Not readAllLines: it refuses the whole file for one letter that was cut in two.
    String all = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    for (String text : all.lines().toList()) {
      try {
        JsonObject line = JsonParser.parseString(text).getAsJsonObject();
        lines.add(
            new Line(
                line.get("id").getAsString(),
                line.get("esp").getAsString(),
                line.get("account").getAsString(),
                new ConsentFact(
                    new EmailAddress(line.get("email").getAsString()),
                    Consent.State.of(line.get("state").getAsString()).orElseThrow(),
                    instant(line.get("at")),
                    line.get("reason").getAsString(),
                    false,
                    instant(line.get("double_opt_in_at")))));
      } catch (JsonParseException
          | IllegalStateException
          | NullPointerException
          | NoSuchElementException
          | DateTimeException e) {
        // Cut off by a crash: the ESP was not answered, and tells it again.
        continue;
      }
    }
    return lines;
  }

  private static @Nullable Instant instant(@Nullable JsonElement text) {
    return text == null ? null : Instant.parse(text.getAsString());
  }
}
