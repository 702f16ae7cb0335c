package io.espalier.official;

import io.espalier.sandbox.Exchange;
import io.espalier.sandbox.RequestCheck;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Holds every request that an adapter sends, in whichever test, against the vendor's own contract.
 * A sandbox's own tests are left out: they send by hand what is wrong, and what a contract forbids
 * and the vendor is known to take.
 */
public final class OfficialContracts implements RequestCheck {
  private static final List<String> WRONG = Collections.synchronizedList(new ArrayList<>());

  /** Read once, at the first request to its vendor. */
  private static final class Once implements Supplier<Function<Exchange, List<String>>> {
    private final Supplier<Function<Exchange, List<String>>> maker;
    private Function<Exchange, List<String>> made;

    Once(Supplier<Function<Exchange, List<String>>> maker) {
      this.maker = maker;
    }

    @Override
    public synchronized Function<Exchange, List<String>> get() {
      if (made == null) {
        made = maker.get();
      }
      return made;
    }
  }

  private static final Once KLAVIYO =
      new Once(() -> checks("klaviyo-openapi.json", file -> new OpenApi(file, "")::wrong));
  private static final Once MAILCHIMP =
      new Once(
          () -> checks("mailchimp-marketing.json", file -> mailchimp(new OpenApi(file, "/3.0"))));
  private static final Once SALESFORCE =
      new Once(
          () -> {
            Function<Exchange, List<String>> soap =
                checks("etframework.wsdl", file -> new Wsdl(file)::wrong);
            Function<Exchange, List<String>> rest =
                checks("sfmc-openapi-v2-2019-10.json", file -> described(new OpenApi(file, "")));
            return e -> (e.path().endsWith("Service.asmx") ? soap : rest).apply(e);
          });

  /** Of 2019, and of a few paths only. */
  private static Function<Exchange, List<String>> described(OpenApi contract) {
    return exchange -> contract.describes(exchange) ? contract.wrong(exchange) : List.of();
  }

  /** The key may stand in the query too; the contract describes its other place only. */
  private static Function<Exchange, List<String>> mailchimp(OpenApi contract) {
    return exchange ->
        exchange.parameter("apikey").isPresent() ? List.of() : contract.wrong(exchange);
  }

  /** Where a contract lies: beside the project. */
  static Path file(String name) {
    String root = System.getProperty("espalier.root", ".");
    return Path.of(root).toAbsolutePath().getParent().resolve("shared/specs").resolve(name);
  }

  private static Function<Exchange, List<String>> checks(
      String name, Function<Path, Function<Exchange, List<String>>> reader) {
    Path file = file(name);
    return Files.isReadable(file) ? reader.apply(file) : exchange -> List.of();
  }

  @Override
  public void about(String esp, Exchange exchange, int status) {
    boolean sent = exchange.header("User-Agent").orElse("").startsWith("okhttp");
    if (!sent || exchange.path().startsWith("/batch-results")) {
      return;
    }
    Once contract =
        switch (esp) {
          case "Klaviyo" -> KLAVIYO;
          case "Mailchimp" -> MAILCHIMP;
          case "Salesforce Marketing Cloud" -> SALESFORCE;
          default -> new Once(() -> any -> List.of());
        };
    List<String> wrong = contract.get().apply(exchange);
    if (!wrong.isEmpty()) {
      WRONG.add(esp + " " + exchange.method() + " " + exchange.path() + ": " + wrong);
    }
  }

  /** What was wrong since it was last asked. */
  static List<String> taken() {
    synchronized (WRONG) {
      List<String> all = List.copyOf(WRONG);
      WRONG.clear();
      return all;
    }
  }
}
