package io.espalier.sync.bench;

import io.espalier.mjml.MjmlEmail;
import io.espalier.model.Attribute;
import io.espalier.model.Profile;
import io.espalier.model.ProfileKey;
import io.espalier.model.Schema;
import io.espalier.model.ValueType;
import io.espalier.rule.Moment;
import io.espalier.rule.RuleEvaluator;
import io.espalier.template.TemplateEvaluator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Emails of about 40 kB, read from files and rendered, beside the official command line. That is
 * one process of one thread; where several of ours work at once, several of theirs do, each with
 * its share of the files.
 */
public final class MjmlBench {
  private static final Schema SCHEMA =
      Schema.of(List.of(Attribute.of("first_name", ValueType.TEXT)), List.of(), Set.of());

  private final Path dir;
  private final int emails;
  private final Optional<Path> official;
  private final int atOnce;

  /**
   * One round of one side.
   *
   * @param bytes of the HTML, all emails together
   */
  public record Round(String side, double seconds, int emails, long bytes) {
    public double perSecond() {
      return emails / seconds;
    }
  }

  /**
   * @param dir where the emails are made
   * @param official npm's {@code mjml}; empty where it is not there
   * @param atOnce our threads, and their processes
   */
  public MjmlBench(Path dir, int emails, Optional<Path> official, int atOnce) {
    this.dir = dir;
    this.emails = emails;
    this.official = official;
    this.atOnce = atOnce;
  }

  /** All rounds, the sides in turn. The first of ours is on a cold machine. */
  public List<Round> run(int rounds) {
    Path in = dir.resolve("emails");
    Path out = dir.resolve("official");
    List<Round> all = new ArrayList<>();
    try {
      Files.createDirectories(in);
      Files.createDirectories(out);
      List<Path> files = new ArrayList<>();
      for (int i = 0; i < emails; i++) {
        Path file = in.resolve("e" + i + ".mjml");
        Files.writeString(file, email(i));
        files.add(file);
      }
      for (int round = 0; round < rounds; round++) {
        all.add(ours(files));
        if (official.isPresent()) {
          all.add(theirs(official.get(), shares(files), out));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  /** Every file in turn, to each. */
  private List<List<Path>> shares(List<Path> files) {
    List<List<Path>> shares = new ArrayList<>();
    for (int share = 0; share < atOnce; share++) {
      List<Path> mine = new ArrayList<>();
      for (int i = share; i < files.size(); i += atOnce) {
        mine.add(files.get(i));
      }
      if (!mine.isEmpty()) {
        shares.add(mine);
      }
    }
    return shares;
  }

  private Round ours(List<Path> files) throws IOException {
    Path out = Files.createDirectories(dir.resolve("espalier"));
    ExecutorService workers = Executors.newFixedThreadPool(atOnce);
    try {
      long start = System.nanoTime();
      List<Future<Long>> parts = new ArrayList<>();
      for (List<Path> share : shares(files)) {
        parts.add(workers.submit(() -> rendered(share, out)));
      }
      long bytes = 0;
      for (Future<Long> part : parts) {
        bytes += part.get();
      }
      return new Round("espalier", (System.nanoTime() - start) / 1e9, files.size(), bytes);
    } catch (ExecutionException e) {
      throw new IOException("an email was not rendered", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      workers.shutdownNow();
    }
  }

  private long rendered(List<Path> files, Path out) throws IOException {
    RuleEvaluator rules =
        new RuleEvaluator(SCHEMA, new Moment(Instant.EPOCH, ZoneOffset.UTC), Map.of());
    Profile person = new Profile(new ProfileKey("p"), Map.of(), Map.of());
    TemplateEvaluator evaluator =
        new TemplateEvaluator(r -> rules.test(r, person, List.of()), person, ZoneOffset.UTC);
    long bytes = 0;
    for (Path file : files) {
      MjmlEmail email =
          MjmlEmail.read(file, dir.resolve("modules"), file.toString(), SCHEMA)
              .value()
              .orElseThrow();
      byte[] html = evaluator.render(email.html()).getBytes(StandardCharsets.UTF_8);
      Files.write(out.resolve(email.name() + ".html"), html);
      bytes += html.length;
    }
    return bytes;
  }

  private static Round theirs(Path mjml, List<List<Path>> shares, Path out) throws IOException {
    long start = System.nanoTime();
    List<Process> processes = new ArrayList<>();
    int files = 0;
    try {
      for (List<Path> share : shares) {
        List<String> command = new ArrayList<>(List.of(mjml.toString()));
        share.forEach(file -> command.add(file.toString()));
        command.addAll(List.of("-o", out.toString()));
        files += share.size();
        processes.add(
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start());
      }
      for (Process process : processes) {
        if (!process.waitFor(20, TimeUnit.MINUTES) || process.exitValue() != 0) {
          throw new IOException(mjml + " did not render the emails");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      processes.forEach(Process::destroyForcibly);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    long bytes = 0;
    int made = 0;
    try (Stream<Path> rendered = Files.list(out)) {
      for (Path file : rendered.toList()) {
        bytes += Files.size(file);
        made++;
      }
    }
    if (made != files) {
      throw new IOException(mjml + " rendered " + made + " of " + files + " emails");
    }
    return new Round("mjml", seconds, files, bytes);
  }

  /** No two are the same. */
  private static String email(int number) {
    StringBuilder text = new StringBuilder();
    text.append("<mjml><mj-head><mj-title>Letter ")
        .append(number)
        .append("</mj-title><mj-attributes><mj-text font-size=\"16px\" line-height=\"1.6\"/>")
        .append("<mj-section background-color=\"#ffffff\" padding=\"20px 32px\"/></mj-attributes>")
        .append("</mj-head><mj-body background-color=\"#eef2ef\">\n");
    for (int row = 0; row < 7; row++) {
      text.append("<mj-section>\n");
      for (int column = 0; column < 2; column++) {
        int product = number * 31 + row * 2 + column;
        text.append("<mj-column width=\"50%\"><mj-image src=\"https://img.example.com/")
            .append(product)
            .append(".png\" alt=\"Product ")
            .append(product)
            .append("\"/><mj-text><h3>Product ")
            .append(product)
            .append("</h3>")
            .append("It is made by hand, out of what grows behind the house. ".repeat(4))
            .append("</mj-text><mj-button href=\"https://shop.example.com/p/")
            .append(product)
            .append("\">Have a look</mj-button></mj-column>\n");
      }
      text.append("</mj-section>\n");
    }
    return text.append("</mj-body></mjml>\n").toString();
  }
}
