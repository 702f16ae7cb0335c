package io.espalier.sync.source;

import io.espalier.sync.project.SourceSpec;
import io.espalier.sync.project.WrongInput;
import io.espalier.sync.store.StoreException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns the engine's page about a file that it cannot read into one line about the user's file. */
final class ReadErrors {
  private static final Pattern LINE = Pattern.compile("CSV Error on Line: ([0-9]+)");
  private static final Pattern FILE = Pattern.compile("(?m)^ *file = (.*)$");
  private static final Pattern VALUE =
      Pattern.compile(
          "Error when converting column \"([^\"]*)\"\\. Could not convert string \"(.*)\" to '([A-Z]+)");

  private ReadErrors() {}

  static WrongInput wrongInput(SourceSpec.Files source, StoreException e) {
    String all = Optional.ofNullable(e.getCause()).map(Throwable::getMessage).orElse("").strip();
    Matcher line = LINE.matcher(all);
    Matcher file = FILE.matcher(all);
    String name = file.find() ? FileSource.named(source, Path.of(file.group(1))) : source.path();
    String where = name + (line.find() ? " line " + line.group(1) : "");
    if (all.contains("not utf-8")) {
      return new WrongInput(source.place(), where + ": the text is not UTF-8", "save it as UTF-8");
    }
    Matcher value = VALUE.matcher(all);
    if (value.find()) {
      return new WrongInput(
          source.place(),
          where
              + ": '"
              + value.group(2)
              + "' in column '"
              + value.group(1)
              + "' is no "
              + word(value.group(3)),
          "correct the value, or take the column out of 'types'");
    }
    return new WrongInput(
        source.place(),
        "the file " + source.path() + " cannot be read: " + plain(String.valueOf(e.getMessage())),
        "");
  }

  private static String word(String engineType) {
    return switch (engineType) {
      case "DECIMAL" -> "number";
      case "BOOLEAN" -> "bool";
      case "TIMESTAMP" -> "datetime";
      default -> engineType.toLowerCase(Locale.ROOT);
    };
  }

  private static String plain(String message) {
    return message.replaceFirst("^(?:[A-Z][A-Za-z]* )*Error: ", "");
  }
}
