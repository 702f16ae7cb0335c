package io.espalier.sync.serve;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;

/** One thing that {@code espalier serve} does; further ones are added to {@link LiveServer}. */
public interface ServePart extends AutoCloseable {

  /** What its addresses begin with, e.g. {@code /v1/live/}. */
  String path();

  /** Answers one request, whole. Called from many threads. */
  void handle(HttpExchange exchange) throws IOException;

  @Override
  default void close() {}
}
