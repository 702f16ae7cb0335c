package io.espalier.http;

import io.espalier.spi.CallRecord;
import io.espalier.spi.Surroundings;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import retrofit2.Invocation;

/** Tells the listener of every attempt that reached the network, and of how it ended. */
final class Recorder implements Interceptor {
  private final String esp;
  private final Surroundings surroundings;

  Recorder(String esp, Surroundings surroundings) {
    this.esp = esp;
    this.surroundings = surroundings;
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    Request request = chain.request();
    Instant start = surroundings.clock().instant();
    int status = 0;
    try {
      Response response = chain.proceed(request);
      status = response.code();
      return response;
    } finally {
      surroundings
          .listener()
          .called(
              new CallRecord(
                  esp,
                  start,
                  request.method(),
                  Redaction.path(request.url()),
                  status,
                  Duration.between(start, surroundings.clock().instant()),
                  request.body() == null ? 0 : Math.max(0, request.body().contentLength()),
                  isWrite(request)));
    }
  }

  private static boolean isWrite(Request request) {
    Invocation invocation = request.tag(Invocation.class);
    return !request.method().equals("GET")
        && !request.method().equals("HEAD")
        && (invocation == null || !invocation.method().isAnnotationPresent(Reads.class));
  }
}
