package io.espalier.sync.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.espalier.sync.shop.Shop;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IdentityCommandTest {
  @TempDir Path dir;

  private void shop() {
    Shop.empty(dir)
        .with(
            "espalier.yaml",
            "project: two\nsources:\n  crm: {kind: csv, path: crm.csv}\n  shop: {kind: csv, path: shop.csv}\nconnections: {}\n")
        .with(
            "profile.yaml",
            """
            identity:
              from: {crm: {key: id}, shop: {key: id}}
              identifiers: {email: {limit: 5}, phone: {limit: 1}}
            profile:
              from: identity
              key: key
              identities: {email: email}
              attributes:
                city: {type: text, purposes: [marketing]}
            """)
        .with(
            "crm.csv",
            "id,email,phone,city\n7,ada@example.net,+49 170 12345,\n8,bob@example.net,,Rome\n")
        .with(
            "shop.csv", "id,email,phone,city\n1,Ada@example.net,,Oslo\n2,bob@example.net,+49 1,\n");
  }

  @Test
  void aPersonIsExplained() {
    shop();

    CommandRun run = CommandRun.of("identity", "explain", "ada@example.net", "--project", dir);

    assertEquals("", run.err());
    assertEquals(
        """
        7 is 2 rows: crm:7, shop:1
          joined by email %s: crm:7, shop:1
          id from crm:7
          email from crm:7
          phone from crm:7
          city from shop:1
        """
            .formatted(io.espalier.model.EmailAddress.mask("ada@example.net")),
        run.out());
  }

  @Test
  void aSplitIsKeptBesideTheProjectAndUndoneByHand() {
    shop();

    CommandRun run = CommandRun.of("identity", "split", "crm:7", "shop:1", "--project", dir);
    CommandRun again = CommandRun.of("identity", "split", "shop:1", "crm:7", "--project", dir);
    CommandRun explained = CommandRun.of("identity", "explain", "crm:7", "--project", dir);

    assertEquals("crm:7 and shop:1 are never one person, from the next run on\n", run.out());
    assertEquals("shop:1 and crm:7 were split already\n", again.out());
    assertTrue(
        explained.out().startsWith("7 is 1 row: crm:7\n  not joined by email "), explained.out());
    assertTrue(explained.out().contains(", which 2 rows hold: split by hand\n"), explained.out());
  }

  @Test
  void aRowOfNoTableAndAnUnknownPersonAreRefused() {
    shop();

    assertEquals(
        "error: 'web:1' names no row\n  write TABLE:KEY; the tables are crm, shop\n",
        CommandRun.of("identity", "split", "crm:7", "web:1", "--project", dir).err());
    assertEquals(
        "error: nobody is known as 'crm:99'\n  give a key, a row as TABLE:KEY such as crm:7, or an address\n",
        CommandRun.of("identity", "explain", "crm:99", "--project", dir).err());
  }
}
