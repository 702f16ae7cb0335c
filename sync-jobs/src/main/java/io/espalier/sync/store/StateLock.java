package io.espalier.sync.store;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Who is at work on a state folder: one process, and in it one job. The operating system gives the
 * lock back when the process is gone, however it went; the file says who that is, for whoever finds
 * it taken.
 */
final class StateLock implements AutoCloseable {
  private static final String FILE = "holder";

  /** Far behind the words: where a lock keeps others from reading, they are read all the same. */
  private static final long PLACE = Long.MAX_VALUE - 1;

  private static final int MOST_WORDS = 500;

  /** Taken by this process: of these the operating system asks no questions. */
  private static final Set<Path> TAKEN = new HashSet<>();

  private final Path key;
  private final FileChannel file;
  private final Optional<Holder> dead;

  /**
   * Who holds, or held, a state.
   *
   * @param process its id on its host
   * @param since when it began; to the second
   */
  record Holder(long process, String host, Instant since) {
    String words() {
      return "process " + process + " on " + host + ", since " + since;
    }
  }

  private StateLock(Path key, FileChannel file, Optional<Holder> dead) {
    this.key = key;
    this.file = file;
    this.dead = dead;
  }

  /** The process that had the state before and never gave it back: it died at its work. */
  Optional<Holder> dead() {
    return dead;
  }

  /**
   * Takes a folder, which is there.
   *
   * @throws StateInUseException where somebody else is at work on it
   * @throws IOException where nothing can be written there
   */
  static StateLock take(Path dir) throws IOException {
    Path key = dir.toRealPath();
    synchronized (TAKEN) {
      if (!TAKEN.add(key)) {
        throw new StateInUseException(
            "another job of this espalier is at work on the state in " + dir);
      }
    }
    boolean done = false;
    try {
      StateLock lock = open(dir, key);
      done = true;
      return lock;
    } finally {
      if (!done) {
        giveBack(key);
      }
    }
  }

  private static StateLock open(Path dir, Path key) throws IOException {
    Path words = dir.resolve(FILE);
    FileChannel file =
        FileChannel.open(
            words, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    boolean done = false;
    try {
      Optional<Holder> holder = read(file, words);
      FileLock lock = file.tryLock(PLACE, 1, false);
      if (lock == null) {
        throw new StateInUseException(
            "another espalier is at work on the state in "
                + dir
                + holder.map(who -> ": " + who.words()).orElse(""));
      }
      write(file, ProcessHandle.current().pid() + " " + host());
      done = true;
      return new StateLock(key, file, holder);
    } finally {
      if (!done) {
        file.close();
      }
    }
  }

  private static Optional<Holder> read(FileChannel file, Path words) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(MOST_WORDS);
    file.read(bytes, 0);
    String[] parts =
        new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8)
            .strip()
            .split(" ", -1);
    if (parts.length != 2 || !parts[0].matches("[0-9]{1,18}")) {
      return Optional.empty();
    }
    return Optional.of(
        new Holder(
            Long.parseLong(parts[0]),
            parts[1],
            Files.getLastModifiedTime(words).toInstant().truncatedTo(ChronoUnit.SECONDS)));
  }

  private static void write(FileChannel file, String words) throws IOException {
    file.truncate(0);
    file.write(ByteBuffer.wrap(words.getBytes(StandardCharsets.UTF_8)), 0);
  }

  /** One word. */
  private static String host() {
    try {
      Path named = Path.of("/etc/hostname");
      String name =
          Files.isRegularFile(named)
              ? Files.readString(named)
              : InetAddress.getLocalHost().getHostName();
      String word = name.strip().replaceAll("\\s+", "-");
      return word.isEmpty() ? "localhost" : word;
    } catch (IOException e) {
      return "localhost";
    }
  }

  private static void giveBack(Path key) {
    synchronized (TAKEN) {
      TAKEN.remove(key);
    }
  }

  @Override
  public void close() {
    try (file) {
      file.truncate(0);
    } catch (IOException e) {
      // The lock is gone with the file; only the words stay, and name a process that has ended.
    } finally {
      giveBack(key);
    }
  }
}
