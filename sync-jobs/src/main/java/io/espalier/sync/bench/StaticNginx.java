package io.espalier.sync.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** An nginx that serves one file on this machine, for comparison; only where it is installed. */
final class StaticNginx implements AutoCloseable {
  private final Process process;
  private final int port;

  private StaticNginx(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * @param content of the one file, {@code /answer.json}
   * @return empty where there is no nginx
   */
  static Optional<StaticNginx> start(Path dir, byte[] content)
      throws IOException, InterruptedException {
    Path html = Files.createDirectories(dir.resolve("html"));
    Files.write(html.resolve("answer.json"), content);
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Path config = dir.resolve("nginx.conf");
    Files.writeString(
        config,
        """
        daemon off;
        worker_processes 2;
        pid %1$s/nginx.pid;
        error_log %1$s/error.log;
        events { worker_connections 1024; }
        http {
          access_log off;
          types { application/json json; }
          keepalive_requests 100000000;
          server { listen 127.0.0.1:%2$d; root %1$s/html; }
        }
        """
            .formatted(dir.toAbsolutePath(), port));
    Process process;
    try {
      process =
          new ProcessBuilder(
                  "nginx", "-c", config.toAbsolutePath().toString(), "-p", dir.toString())
              .redirectErrorStream(true)
              .redirectOutput(dir.resolve("nginx.out").toFile())
              .start();
    } catch (IOException e) {
      return Optional.empty();
    }
    for (int i = 0; i < 100 && process.isAlive(); i++) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return Optional.of(new StaticNginx(process, port));
      } catch (IOException e) {
        Thread.sleep(50);
      }
    }
    process.destroy();
    return Optional.empty();
  }

  int port() {
    return port;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
