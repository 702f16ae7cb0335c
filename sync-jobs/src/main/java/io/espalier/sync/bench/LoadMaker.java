package io.espalier.sync.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;

/**
 * Asks a server on this machine over connections that stay open, each as fast as it is answered.
 */
final class LoadMaker {
  /**
   * @param perSecond answers
   * @param p50Millis and the others: of all answers, the slowest of so many in a hundred
   * @param statuses HTTP status → answers
   */
  record Result(
      double perSecond,
      double p50Millis,
      double p99Millis,
      double maxMillis,
      Map<Integer, Long> statuses) {}

  private LoadMaker() {}

  /**
   * Each connection asks once at least.
   *
   * @param requests what each connection asks in turn: path and headers, without the first line's
   *     end
   */
  static Result run(int port, List<byte[]> requests, int connections, double seconds)
      throws InterruptedException {
    long end = System.nanoTime() + (long) (seconds * 1e9);
    List<long[]> latencies = new ArrayList<>();
    Map<Integer, Long> statuses = new TreeMap<>();
    CountDownLatch done = new CountDownLatch(connections);
    long began = System.nanoTime();
    for (int i = 0; i < connections; i++) {
      int first = i;
      Thread thread =
          new Thread(
              () -> {
                try {
                  client(port, requests, first, end, latencies, statuses);
                } catch (IOException e) {
                  synchronized (statuses) {
                    statuses.merge(0, 1L, Long::sum);
                  }
                } finally {
                  done.countDown();
                }
              },
              "load");
      thread.setDaemon(true);
      thread.start();
    }
    done.await();
    double took = (System.nanoTime() - began) / 1e9;
    long[] all = latencies.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    if (all.length == 0) {
      return new Result(0, 0, 0, 0, statuses);
    }
    return new Result(
        all.length / took,
        all[all.length / 2] / 1e6,
        all[(int) Math.min(all.length - 1L, all.length * 99L / 100)] / 1e6,
        all[all.length - 1] / 1e6,
        statuses);
  }

  private static void client(
      int port,
      List<byte[]> requests,
      int first,
      long end,
      List<long[]> latencies,
      Map<Integer, Long> statuses)
      throws IOException {
    long[] mine = new long[1 << 16];
    int count = 0;
    Map<Integer, Long> seen = new TreeMap<>();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(60_000);
      InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 15);
      OutputStream out = socket.getOutputStream();
      int next = first;
      do {
        long began = System.nanoTime();
        out.write(requests.get(next++ % requests.size()));
        out.flush();
        int status = answer(in);
        if (count == mine.length) {
          mine = Arrays.copyOf(mine, count * 2);
        }
        mine[count++] = System.nanoTime() - began;
        seen.merge(status, 1L, Long::sum);
      } while (System.nanoTime() < end);
    } finally {
      synchronized (latencies) {
        latencies.add(Arrays.copyOf(mine, count));
      }
      synchronized (statuses) {
        seen.forEach((status, times) -> statuses.merge(status, times, Long::sum));
      }
    }
  }

  private static int answer(InputStream in) throws IOException {
    String line = line(in);
    int status = Integer.parseInt(line.substring(9, 12));
    int length = 0;
    while (!(line = line(in)).isEmpty()) {
      String lower = line.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(lower.substring(15).strip());
      }
    }
    in.skipNBytes(length);
    return status;
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    int c;
    while ((c = in.read()) != '\n') {
      if (c < 0) {
        throw new IOException("the server closed the connection");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  static byte[] get(String path, String... headers) {
    StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n");
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    return request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
