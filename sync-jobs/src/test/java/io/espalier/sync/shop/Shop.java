package io.espalier.sync.shop;

import io.espalier.rule.Issue;
import io.espalier.sync.project.Crms;
import io.espalier.sync.project.Project;
import io.espalier.sync.project.ProjectReader;
import io.espalier.sync.run.Connections;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A project in a folder: right as it is, and wrong where a test writes over a file of it. */
public final class Shop {
  /** The environment that its connections name. */
  public static final Map<String, String> ENVIRONMENT =
      Map.of(
          "KLAVIYO_KEY", "pk_of_klaviyo",
          "MAILCHIMP_KEY", "0123456789abcdef0123456789abcdef-us21",
          "SFMC_SUBDOMAIN", "mc-sub",
          "SFMC_ID", "the-id",
          "SFMC_SECRET", "the-secret",
          "SFMC_MID", "510000001",
          "ODD_URL", "jdbc:postgresql://db:notaport/shop?user=me&password=hunter2");

  public static final String CONNECTIONS =
      """
      connections:
        klaviyo: {api_key_env: KLAVIYO_KEY}
        mailchimp: {api_key_env: MAILCHIMP_KEY, audience: Shop}
        salesforce-mc: {subdomain_env: SFMC_SUBDOMAIN, client_id_env: SFMC_ID, client_secret_env: SFMC_SECRET, account_id_env: SFMC_MID}
      """;

  public static final String ESPALIER =
      """
      project: shop
      sources:
        customers: {kind: csv, path: customers.csv}
        orders: {kind: csv, path: orders.csv}
      """
          + CONNECTIONS;

  public static final String PROFILE =
      """
      profile:
        from: customers
        key: id
        identities: {email: email}
        consent:
          email:
            state: {column: opt_in}
            at: {column: opt_in_at}
            source: checkout
            evidence: {column: proof}
        attributes:
          country: {type: text, class: demographic, purposes: [marketing]}
          age: {type: number, class: demographic, purposes: [marketing]}
          orders_90d: {type: number, class: purchase, purposes: [marketing], compute: "count(order, 90d)"}
      events:
        order:
          from: orders
          id: order_id
          profile: customer
          time: at
          properties: {amount: number}
      """;

  public static final String FRENCH =
      """
      segment: french
      name: French people
      where: country == "France"
      """;

  public static final String BUYERS =
      """
      segment: buyers
      name: Buyers
      where: |
        orders_90d >= 1
      """;

  private final Path dir;
  private final ProjectReader reader;

  private Shop(Path dir) {
    this(dir, new ProjectReader(Connections.esps(), ENVIRONMENT::get));
  }

  private Shop(Path dir, ProjectReader reader) {
    this.dir = dir;
    this.reader = reader;
  }

  /** The same folder, read with these secrets and these CRMs. */
  public Shop reading(Map<String, String> environment, Crms crms) {
    return new Shop(dir, new ProjectReader(Connections.esps(), environment::get, crms));
  }

  /** A folder with nothing in it. */
  public static Shop empty(Path dir) {
    return new Shop(dir);
  }

  /** The whole shop: three people, two orders, two segments. */
  public static Shop in(Path dir) {
    return empty(dir)
        .with("espalier.yaml", ESPALIER)
        .with("profile.yaml", PROFILE)
        .with("segments/buyers.yaml", BUYERS)
        .with("segments/french.yaml", FRENCH)
        .with(
            "customers.csv",
            """
            id,email,country,age,opt_in,opt_in_at,proof
            c1,ada@example.net,France,36,subscribed,2024-01-01T00:00:00Z,form 1
            c2,bob@example.net,Spain,41,subscribed,2024-01-01T00:00:00Z,form 2
            c3,cleo@example.net,France,,unknown,,
            """)
        .with(
            "orders.csv",
            """
            order_id,customer,at,amount
            o1,c1,2024-05-20T10:00:00Z,20.50
            o2,c2,2024-05-21T10:00:00Z,9
            """);
  }

  /** Writes a file, making its folders. */
  public Shop with(String file, String text) {
    try {
      Path path = dir.resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file as it is, with one text in it replaced by another. */
  public Shop edit(String file, String old, String replacement) {
    try {
      String text = Files.readString(dir.resolve(file));
      if (!text.contains(old)) {
        throw new IllegalArgumentException(file + " holds no '" + old + "'");
      }
      return with(file, text.replace(old, replacement));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Shop without(String file) {
    try {
      Files.delete(dir.resolve(file));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The line of a file that begins so, with its end. */
  public String line(String file, String beginning) {
    try {
      return Files.readString(dir.resolve(file))
              .lines()
              .filter(line -> line.startsWith(beginning))
              .findFirst()
              .orElseThrow()
          + "\n";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path dir() {
    return dir;
  }

  public Path file(String name) {
    return dir.resolve(name);
  }

  public ProjectReader.Result read() {
    return reader.read(dir);
  }

  /** The project, which must be right. */
  public Project project() {
    ProjectReader.Result result = read();
    return result
        .project()
        .orElseThrow(() -> new AssertionError("not a project:\n" + display(result.issues())));
  }

  /** Everything that is wrong, as a person reads it. */
  public String mistakes() {
    return display(read().issues());
  }

  public static String display(List<Issue> issues) {
    return issues.stream().map(Issue::display).collect(Collectors.joining("\n"));
  }
}
