package io.espalier.official;

import io.espalier.sandbox.Exchange;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Salesforce's contract of 2019, asked about what its sandbox answers. */
public final class SalesforceContract {
  /** What recorded answers have beyond the contract of 2019, and what their lists lack. */
  private static final Pattern RECORDED =
      Pattern.compile(
          "answer(\\.\\w+)*\\.journey is not known"
              + "|answer\\.definitions\\[\\d+\\]\\.(content|subscriptions) is missing");

  private SalesforceContract() {}

  /** Read once for all tests, at the first one that asks. */
  private static final class Once {
    private static final Optional<OpenApi> CONTRACT = read();

    private static Optional<OpenApi> read() {
      Path file = OfficialContracts.file("sfmc-openapi-v2-2019-10.json");
      return Files.isReadable(file) ? Optional.of(new OpenApi(file, "")) : Optional.empty();
    }
  }

  /**
   * What is wrong with an answer of two hundred and something on a path of which the contract
   * speaks; nothing where it does not lie beside the project.
   */
  public static List<String> wrong(String method, String url, int status, String body) {
    Exchange exchange = Exchange.of(method, url, Map.of(), new byte[0]);
    return Once.CONTRACT
        .filter(contract -> status < 300 && contract.describes(exchange))
        .map(contract -> contract.wrongAnswer(method, exchange.segments(), status, body))
        .orElse(List.of())
        .stream()
        .filter(RECORDED.asMatchPredicate().negate())
        .toList();
  }
}
