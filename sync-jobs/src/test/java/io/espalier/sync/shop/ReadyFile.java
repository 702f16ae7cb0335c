package io.espalier.sync.shop;

import com.google.gson.JsonObject;
import io.espalier.sandbox.Sandbox;
import io.espalier.sync.run.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What {@code --target sandbox:FILE} reads: where sandboxes of this process are. */
public final class ReadyFile {
  private ReadyFile() {}

  public static Path write(Path file, Target sandboxes) {
    JsonObject document = new JsonObject();
    for (String esp : Remotes.ESPS) {
      JsonObject one = new JsonObject();
      Sandbox sandbox = sandboxes.sandbox(esp).orElseThrow();
      sandbox.settings().forEach(one::addProperty);
      document.add(esp, one);
    }
    try {
      Files.createDirectories(file.getParent());
      return Files.writeString(file, document.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
