package io.espalier.sync.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What tells a file from itself before and after somebody wrote to it. */
final class FileState {
  private FileState() {}

  /** Size, time of the last write, and where the system has it the time of the last change. */
  static String of(Path file) {
    try {
      String state = Files.size(file) + " " + Files.getLastModifiedTime(file).toInstant();
      return state
          + (file.getFileSystem().supportedFileAttributeViews().contains("unix")
              ? " "
                  + Files.getAttribute(file, "unix:ctime")
                  + " "
                  + Files.getAttribute(file, "unix:ino")
              : "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
