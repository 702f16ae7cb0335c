package io.espalier.sync.deliver;

import io.espalier.sync.source.RowBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32C;

/**
 * A file of JSON Lines. It is written beside its place, brought to the disk, read back and compared
 * with what was sent, and only then moved there: whoever reads it sees the old file or the new one.
 */
final class JsonLinesFile implements RowTarget {
  /** So much is written at once. */
  private static final int CHUNK = 1 << 20;

  private final Path file;
  private final Path part;
  private final FileChannel channel;
  private final CRC32C sent = new CRC32C();
  private final ReadBack readBack;
  private JsonText text = new JsonText(List.of(), 0);
  private long bytes;
  private long rows;
  private boolean done;

  /**
   * @throws DeliveryException where it cannot be written, or is being written by somebody else
   */
  JsonLinesFile(Path file) {
    this.file = file;
    this.part = file.resolveSibling(file.getFileName() + ".part");
    try {
      Files.createDirectories(Objects.requireNonNull(file.toAbsolutePath().getParent()));
      channel = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      lock();
      channel.truncate(0);
      readBack = new ReadBack(part);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private void lock() throws IOException {
    boolean mine = false;
    try {
      mine = channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      // Another thread of this process has it.
    } finally {
      if (!mine) {
        channel.close();
      }
    }
    if (!mine) {
      throw new DeliveryException(
          "another delivery is writing " + file.getFileName(), "wait until it has ended");
    }
  }

  private DeliveryException unwritable(IOException e) {
    return new DeliveryException(
        "the file " + file + " cannot be written (" + e.getClass().getSimpleName() + ")",
        "is its folder there, and is there room?",
        e);
  }

  @Override
  public void begin(List<String> columns) {
    text = new JsonText(columns, 2 * CHUNK);
  }

  @Override
  public List<Refusal> push(RowBatch batch) {
    List<Refusal> refused = List.of();
    for (int row = 0; row < batch.rows(); row++) {
      String why = text.line(batch, row);
      if (why.isEmpty()) {
        rows++;
      } else {
        refused = refused.isEmpty() ? new ArrayList<>() : refused;
        refused.add(new Refusal(batch.number(row), why));
      }
    }
    if (text.length() >= CHUNK) {
      write();
    }
    return refused;
  }

  private void write() {
    try {
      sent.update(text.bytes(), 0, text.length());
      ByteBuffer left = ByteBuffer.wrap(text.bytes(), 0, text.length());
      while (left.hasRemaining()) {
        bytes += channel.write(left);
      }
      text.clear();
      readBack.upTo(bytes);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  @Override
  public Proof finish() {
    write();
    try {
      channel.force(true);
      ReadBack.Found found = readBack.all(bytes);
      if (found.bytes() != bytes || found.lines() != rows || found.checksum() != sent.getValue()) {
        throw new DeliveryException(
            "what was read back of "
                + file.getFileName()
                + " is not what was written: "
                + found.lines()
                + " lines instead of "
                + rows,
            "the disk may be failing; the file that was there is unchanged");
      }
      return new Proof(found.lines(), found.bytes(), found.sha256());
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /** Puts what was proved into its place. */
  void replace() {
    try {
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      done = true;
      try (FileChannel folder =
          FileChannel.open(
              Objects.requireNonNull(file.toAbsolutePath().getParent()), StandardOpenOption.READ)) {
        // The move itself has to outlive a crash of the machine.
        folder.force(true);
      } catch (IOException e) {
        // A system that opens no folders keeps its own order.
      }
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  @Override
  public void close() {
    readBack.close();
    try {
      if (!done) {
        Files.deleteIfExists(part);
      }
      channel.close();
    } catch (IOException e) {
      throw unwritable(e);
    }
  }
}
