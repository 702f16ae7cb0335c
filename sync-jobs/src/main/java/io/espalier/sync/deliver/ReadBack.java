package io.espalier.sync.deliver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.CRC32C;

/** Reads a file behind its writer, so that the proof is there soon after the last byte. */
final class ReadBack implements AutoCloseable {
  private static final int AT_ONCE = 1 << 18;

  /** Smaller steps are not worth a thread's waking up. */
  private static final long STEP = 8L << 20;

  /** What is really in the file. */
  record Found(long bytes, long lines, long checksum, String sha256) {}

  private final FileChannel channel;
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final CRC32C checksum = new CRC32C();
  private final MessageDigest digest;
  private final byte[] buffer = new byte[AT_ONCE];
  private long read;
  private long lines;
  private long asked;

  ReadBack(Path file) throws IOException {
    channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** So many bytes are there now. Returns at once. */
  void upTo(long bytes) {
    if (bytes - asked >= STEP) {
      asked = bytes;
      thread.execute(() -> read(bytes));
    }
  }

  /** Reads the rest, and what may follow it. */
  Found all(long bytes) throws IOException {
    Future<Found> all =
        thread.submit(
            () -> {
              read(Long.MAX_VALUE);
              return new Found(
                  read, lines, checksum.getValue(), HexFormat.of().formatHex(digest.digest()));
            });
    try {
      return all.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
  }

  private void read(long end) {
    try {
      while (read < end) {
        ByteBuffer room = ByteBuffer.wrap(buffer, 0, (int) Math.min(AT_ONCE, end - read));
        int got = channel.read(room, read);
        if (got < 0) {
          return;
        }
        read += got;
        checksum.update(buffer, 0, got);
        digest.update(buffer, 0, got);
        for (int i = 0; i < got; i++) {
          if (buffer[i] == '\n') {
            lines++;
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
