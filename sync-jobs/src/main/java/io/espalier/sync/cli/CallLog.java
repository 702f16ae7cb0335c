package io.espalier.sync.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import io.espalier.spi.CallRecord;
import io.espalier.spi.Surroundings;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Writes every call to a file, one JSON object a line. A call's record holds no address. */
final class CallLog implements Surroundings.CallListener, AutoCloseable {
  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  private final Optional<BufferedWriter> writer;

  CallLog(Optional<Path> file) {
    this.writer = file.map(CallLog::open);
  }

  private static BufferedWriter open(Path file) {
    try {
      return Files.newBufferedWriter(file);
    } catch (IOException e) {
      throw new Wrong("the file " + file + " cannot be written", "does its folder exist?");
    }
  }

  @Override
  public synchronized void called(CallRecord call) {
    writer.ifPresent(
        out -> {
          JsonObject line = new JsonObject();
          line.addProperty("esp", call.esp());
          line.addProperty("at", call.at().toString());
          line.addProperty("method", call.method());
          line.addProperty("path", call.path());
          line.addProperty("status", call.status());
          line.addProperty("millis", call.took().toMillis());
          line.addProperty("bytes", call.bytesOut());
          line.addProperty("write", call.write());
          write(out, GSON.toJson(line));
        });
  }

  private static void write(BufferedWriter out, String line) {
    try {
      out.write(line);
      out.newLine();
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    writer.ifPresent(
        out -> {
          try {
            out.close();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}
