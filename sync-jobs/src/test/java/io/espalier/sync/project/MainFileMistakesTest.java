package io.espalier.sync.project;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.espalier.sync.shop.Shop;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What may be wrong in espalier.yaml. */
final class MainFileMistakesTest {
  @TempDir Path dir;

  @Test
  void wordsThatNobodyKnowsNameTheNearest() {
    assertEquals(
        """
        espalier.yaml:2:11: error: 'Europe/Berln' is no time zone
          timezone: Europe/Berln
                    ^^^^^^^^^^^^
          did you mean 'Europe/Berlin'?
        espalier.yaml:5:18: error: unknown kind 'cvs'
          orders: {kind: cvs, path: orders.csv}
                         ^^^
          did you mean 'csv'?
        espalier.yaml:7:3: error: unknown ESP 'klavyo'
          klavyo: {api_key_env: KLAVIYO_KEY}
          ^^^^^^
          did you mean 'klaviyo'?""",
        Shop.in(dir)
            .edit("espalier.yaml", "klaviyo:", "klavyo:")
            .edit("espalier.yaml", "kind: csv, path: orders", "kind: cvs, path: orders")
            .edit("espalier.yaml", "project: shop", "project: shop\ntimezone: Europe/Berln")
            .mistakes());
  }

  @Test
  void aTimeZoneLikeNoOtherGetsAnExample() {
    assertEquals(
        """
        espalier.yaml:2:11: error: 'Nowhere' is no time zone
          timezone: Nowhere
                    ^^^^^^^
          use a name such as Europe/Berlin or UTC""",
        Shop.in(dir)
            .edit("espalier.yaml", "project: shop", "project: shop\ntimezone: Nowhere")
            .mistakes());
  }

  @Test
  void aSourceIsAMapping() {
    assertEquals(
        """
        espalier.yaml:3:14: error: 'customers' must be 'name: value' pairs
          customers: customers.csv
                     ^^^^^^^^^^^^^""",
        Shop.in(dir)
            .edit(
                "espalier.yaml",
                "customers: {kind: csv, path: customers.csv}",
                "customers: customers.csv")
            .mistakes());
  }

  @Test
  void secretsInClearAreRefusedAndNeverShown() {
    assertEquals(
        """
        espalier.yaml:4:29: error: a password is never written into a file
          orders: {kind: jdbc, url: '*********************************', password: *******, table: orders}
                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          use password_env: VARIABLE, or url_env: VARIABLE for the whole URL
        espalier.yaml:4:76: error: a password is never written into a file
          orders: {kind: jdbc, url: '*********************************', password: *******, table: orders}
                                                                                   ^^^^^^^
          use password_env: VARIABLE
        espalier.yaml:6:22: error: a secret is never written into a file
          klaviyo: {api_key: ************, apikey: x}
                             ^^^^^^^^^^^^
          use api_key_env: NAME_OF_A_VARIABLE
        espalier.yaml:6:36: error: unknown key 'apikey'
          klaviyo: {api_key: ************, apikey: x}
                                           ^^^^^^
          did you mean 'api_key'?""",
        Shop.in(dir)
            .edit("espalier.yaml", "api_key_env: KLAVIYO_KEY", "api_key: pk_live_0815, apikey: x")
            .edit(
                "espalier.yaml",
                "orders: {kind: csv, path: orders.csv}",
                "orders: {kind: jdbc, url: 'jdbc:postgresql://me:hunter2@db/x', password: hunter3, table: orders}")
            .mistakes());
  }

  @Test
  void aPasswordInTheQueryOfAUrlIsRefusedToo() {
    assertEquals(
        """
        espalier.yaml:4:29: error: a password is never written into a file
          orders: {kind: jdbc, url: '***********************************************', table: orders}
                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          use password_env: VARIABLE, or url_env: VARIABLE for the whole URL""",
        Shop.in(dir)
            .edit(
                "espalier.yaml",
                "orders: {kind: csv, path: orders.csv}",
                "orders: {kind: jdbc, url: 'jdbc:postgresql://db/x?user=me&password=hunter2', table: orders}")
            .mistakes());
  }

  @Test
  void aMissingVariableOfAJdbcSourceIsNamed() {
    assertEquals(
        """
        espalier.yaml:4:33: error: the environment variable SHOP_DSN is not set
          orders: {kind: jdbc, url_env: SHOP_DSN, user_env: SHOP_USER, password_env: SHOP_PASSWORD, query: select 1}
                                        ^^^^^^^^
          export it first
        espalier.yaml:4:53: error: the environment variable SHOP_USER is not set
          orders: {kind: jdbc, url_env: SHOP_DSN, user_env: SHOP_USER, password_env: SHOP_PASSWORD, query: select 1}
                                                            ^^^^^^^^^
          export it first
        espalier.yaml:4:78: error: the environment variable SHOP_PASSWORD is not set
          orders: {kind: jdbc, url_env: SHOP_DSN, user_env: SHOP_USER, password_env: SHOP_PASSWORD, query: select 1}
                                                                                     ^^^^^^^^^^^^^
          export it first""",
        Shop.in(dir)
            .edit(
                "espalier.yaml",
                "orders: {kind: csv, path: orders.csv}",
                "orders: {kind: jdbc, url_env: SHOP_DSN, user_env: SHOP_USER, password_env: SHOP_PASSWORD, query: select 1}")
            .mistakes());
  }

  @Test
  void aJdbcSourceNeedsAUrlAndOneQuery() {
    assertEquals(
        """
        espalier.yaml:4:29: error: not a JDBC URL
          orders: {kind: jdbc, url: 'postgres://db/x', table: a, query: select 1}
                                    ^^^^^^^^^^^^^^^^^
          it starts with jdbc:
        espalier.yaml:4:65: error: give either 'query' or 'table'
          orders: {kind: jdbc, url: 'postgres://db/x', table: a, query: select 1}
                                                                        ^^^^^^^^
          e.g. table: customers
        espalier.yaml:5:7: error: 'url' is missing
          o2: {kind: jdbc}
              ^^^^^^^^^^^^
          e.g. url: jdbc:sqlite:shop.db, or url_env: SHOP_URL
        espalier.yaml:5:7: error: give either 'query' or 'table'
          o2: {kind: jdbc}
              ^^^^^^^^^^^^
          e.g. table: customers""",
        Shop.in(dir)
            .edit(
                "espalier.yaml",
                "orders: {kind: csv, path: orders.csv}",
                "orders: {kind: jdbc, url: 'postgres://db/x', table: a, query: select 1}\n  o2: {kind: jdbc}")
            .mistakes());
  }

  @Test
  void guardsAndMemoryHaveUnits() {
    assertEquals(
        """
        espalier.yaml:2:21: error: 'max_leave' must be a share such as 30%, not '130%'
          guards: {max_leave: 130%, min_rows: some}
                              ^^^^
        espalier.yaml:2:37: error: 'min_rows' must be a whole number, not 'some'
          guards: {max_leave: 130%, min_rows: some}
                                              ^^^^
        espalier.yaml:3:17: error: '2 gigs' is no amount of memory
          store: {memory: 2 gigs}
                          ^^^^^^
          e.g. memory: 2GiB""",
        Shop.in(dir)
            .edit(
                "espalier.yaml",
                "project: shop",
                "project: shop\nguards: {max_leave: 130%, min_rows: some}\nstore: {memory: 2 gigs}")
            .mistakes());
  }

  @Test
  void aConnectionNeedsItsSettings() {
    assertEquals(
        """
        espalier.yaml:6:12: error: 'api_key_env' is missing
          klaviyo: {}
                   ^^
          a private API key of the account, pk_…
        espalier.yaml:7:14: error: 'audience' is missing
          mailchimp: {api_key_env: MAILCHIMP_KEY}
                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          the name of the audience that is kept""",
        Shop.in(dir)
            .edit("espalier.yaml", "{api_key_env: KLAVIYO_KEY}", "{}")
            .edit("espalier.yaml", ", audience: Shop", "")
            .mistakes());
  }

  @Test
  void aDelimiterIsOneCharacterAndATypeOneOfFive() {
    assertEquals(
        """
        espalier.yaml:4:52: error: 'delimiter' must be one character
          orders: {kind: csv, path: orders.csv, delimiter: tab, types: {amount: numbr}}
                                                           ^^^
          e.g. delimiter: ";"
        espalier.yaml:4:73: error: unknown type 'numbr'
          orders: {kind: csv, path: orders.csv, delimiter: tab, types: {amount: numbr}}
                                                                                ^^^^^
          did you mean 'number'?""",
        Shop.in(dir)
            .edit(
                "espalier.yaml",
                "path: orders.csv",
                "path: orders.csv, delimiter: tab, types: {amount: numbr}")
            .mistakes());
  }

  @Test
  void modelsHaveNamesOfTheirOwnAndSql() {
    assertEquals(
        """
        espalier.yaml:3:3: error: 'orders' is already a source
          orders: select 1
          ^^^^^^
          give the model another name
        espalier.yaml:4:3: error: names that begin with es_ or ledger_ are the store's own
          es_x: select 1
          ^^^^
          choose another name
        espalier.yaml:5:6: error: 'a' must be one value
          a: {b: c}
             ^^^^^^
        espalier.yaml:7:3: error: model 'z' has no SQL
          z: ''
          ^
          write one SELECT
        profile.yaml:16:3: error: a source or model has the name 'event_order', under which these events are kept
          order:
          ^^^^^
          give one of them another name""",
        Shop.in(dir)
            .edit(
                "espalier.yaml",
                "project: shop",
                "project: shop\nmodels:\n  orders: select 1\n  es_x: select 1\n  a: {b: c}\n  event_order: select 1\n  z: ''")
            .mistakes());
  }

  @Test
  void noSourcesAtAll() {
    assertEquals(
        """
        espalier.yaml:1:1: error: 'sources' is missing
          project: shop
          ^^^^^^^^^^^^^
          name at least one table to read""",
        Shop.in(dir).with("espalier.yaml", "project: shop\n").mistakes());
  }
}
