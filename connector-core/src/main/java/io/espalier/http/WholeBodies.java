package io.espalier.http;

import com.google.gson.Gson;
import com.google.gson.TypeAdapter;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;
import retrofit2.Converter;
import retrofit2.Retrofit;

/**
 * Reads a body whole before it is parsed: only so are a connection that broke off, which may be
 * tried again, and an answer that nobody can read, which may not, told apart. Gson reports both as
 * the same exception.
 */
final class WholeBodies extends Converter.Factory {
  private static final Pattern JSON_PATH = Pattern.compile("\\bpath (\\$\\S*)");

  private final Gson gson;

  WholeBodies(Gson gson) {
    this.gson = gson;
  }

  @Override
  public Converter<ResponseBody, @Nullable Object> responseBodyConverter(
      Type type, Annotation[] annotations, Retrofit retrofit) {
    TypeAdapter<?> adapter = gson.getAdapter(TypeToken.get(type));
    return body -> {
      try (body) {
        return read(adapter, body.string());
      }
    };
  }

  private @Nullable Object read(TypeAdapter<?> adapter, String text) {
    if (text.isBlank()) {
      return null;
    }
    try (JsonReader reader = gson.newJsonReader(new StringReader(text))) {
      Object value = adapter.read(reader);
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw new IOException("a second document");
      }
      return value;
    } catch (IOException | RuntimeException e) {
      throw new UnreadableException(why(text.stripLeading(), String.valueOf(e.getMessage())));
    }
  }

  /** Of JSON only the place is told, because its values may be a person's. */
  private static String why(String text, String message) {
    if (!text.startsWith("{") && !text.startsWith("[")) {
      return ": " + Redaction.firstWords(text);
    }
    Matcher path = JSON_PATH.matcher(message);
    return path.find() ? " at " + Redaction.text(path.group(1)) : "";
  }

  /** A success whose body makes no sense. Has no cause, because that would quote the body. */
  static final class UnreadableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableException(String why) {
      super(why);
    }
  }
}
