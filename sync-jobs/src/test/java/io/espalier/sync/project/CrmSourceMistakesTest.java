package io.espalier.sync.project;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.espalier.sync.run.Connections;
import io.espalier.sync.shop.Shop;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrmSourceMistakesTest {
  @TempDir Path dir;

  private final Map<String, String> environment = new HashMap<>(Map.of("ID", "x", "SECRET", "y"));

  private String mistakes(String source) {
    environment.putAll(Shop.ENVIRONMENT);
    Shop shop =
        Shop.in(dir)
            .edit(
                "espalier.yaml",
                "orders: {kind: csv, path: orders.csv}",
                "orders:\n" + source.indent(6).stripTrailing());
    return Shop.display(
        new ProjectReader(Connections.esps(), environment::get).read(shop.dir()).issues());
  }

  @Test
  void everythingThatIsMissingIsNamed() {
    assertEquals(
        """
        espalier.yaml:5:7: error: 'url' is missing
          kind: salesforce
          ^^^^^^^^^^^^^^^^
          your My Domain, e.g. url: https://acme.my.salesforce.com
        espalier.yaml:5:7: error: 'client_id_env' is missing
          kind: salesforce
          ^^^^^^^^^^^^^^^^
          the consumer key of a connected app: client_id_env: SF_ID
        espalier.yaml:5:7: error: 'object' is missing
          kind: salesforce
          ^^^^^^^^^^^^^^^^
          the object to read, by its API name""",
        mistakes("kind: salesforce"));
  }

  @Test
  void aSecretIsNeitherWrittenNorShown() {
    assertEquals(
        """
        espalier.yaml:8:22: error: a secret is never written into a file
          client_secret: *******
                         ^^^^^^^
          use client_secret_env: NAME_OF_A_VARIABLE""",
        mistakes(
            """
            kind: salesforce
            url: https://acme.my.salesforce.com
            client_id_env: ID
            client_secret: hunter2
            object: Contact"""));
  }

  @Test
  void anAddressElsewhereIsRefusedBeforeAnythingIsSentThere() {
    assertEquals(
        """
        espalier.yaml:6:12: error: 'https://acme.my.salesforce.com.evil.example' is no address of a Salesforce org
          url: https://acme.my.salesforce.com.evil.example
               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          give your My Domain, e.g. https://acme.my.salesforce.com""",
        mistakes(
            """
            kind: salesforce
            url: https://acme.my.salesforce.com.evil.example
            client_id_env: ID
            client_secret_env: SECRET
            object: Contact"""));
  }

  @Test
  void aVariableThatIsNotSetIsNamed() {
    assertEquals(
        """
        espalier.yaml:7:22: error: the environment variable NO_SUCH is not set
          client_id_env: NO_SUCH
                         ^^^^^^^
          export it first""",
        mistakes(
            """
            kind: salesforce
            url: https://acme.my.salesforce.com
            client_id_env: NO_SUCH
            client_secret_env: SECRET
            object: Contact"""));
  }

  @Test
  void oneLoginIsGivenAndOnlyOne() {
    assertEquals(
        """
        espalier.yaml:5:13: error: neither 'client_secret_env' nor 'private_key_env' is given
          kind: salesforce
                ^^^^^^^^^^
          give the first for the client credentials flow, or the second, with username, for the JWT bearer flow""",
        mistakes(
            """
            kind: salesforce
            url: https://acme.my.salesforce.com
            client_id_env: ID
            object: Contact"""));
    assertEquals(
        """
        espalier.yaml:5:13: error: 'username' is missing
          kind: salesforce
                ^^^^^^^^^^
          with 'private_key_env': whom the app acts for""",
        mistakes(
            """
            kind: salesforce
            url: https://acme.my.salesforce.com
            client_id_env: ID
            private_key_env: SECRET
            object: Contact"""));
  }

  @Test
  void whatNobodyAsksForIsRefused() {
    assertEquals(
        """
        espalier.yaml:9:15: error: 'Contact; drop' is no name of an object
          object: Contact; drop
                  ^^^^^^^^^^^^^
          give its API name, e.g. Contact or Loyalty_Card__c
        espalier.yaml:10:15: error: 'fields' is empty
          fields: []
                  ^^
          name some, or leave it out to read all
        espalier.yaml:11:17: error: 'soon' is no lookback
          lookback: soon
                    ^^^^
          e.g. lookback: 10min, 2h, 1d or 0
        espalier.yaml:12:18: error: '0%' is no share
          api_share: 0%
                     ^^
          e.g. api_share: 80%
        espalier.yaml:13:7: error: unknown key 'feilds'
          feilds: [Id]
          ^^^^^^
          did you mean 'fields'?""",
        mistakes(
            """
            kind: salesforce
            url: https://acme.my.salesforce.com
            client_id_env: ID
            client_secret_env: SECRET
            object: Contact; drop
            fields: []
            lookback: soon
            api_share: 0%
            feilds: [Id]"""));
  }

  @Test
  void theOthersWordsAreCheckedToo() {
    assertEquals(
        """
        espalier.yaml:6:12: error: 'https://evil.example' is no address of a sandbox on this machine
          url: https://evil.example
               ^^^^^^^^^^^^^^^^^^^^
          leave 'url' out to read from api.hubapi.com
        espalier.yaml:8:13: error: 'VIP' is no id of a list
          list: VIP
                ^^^
          take the number from the list's address in HubSpot, e.g. list: 42
        espalier.yaml:9:15: error: 'Contacts' is no name of an object
          object: Contacts
                  ^^^^^^^^
          e.g. contacts, companies, deals, or a custom object's id such as 2-3453932""",
        mistakes(
            """
            kind: hubspot
            url: https://evil.example
            token_env: ID
            list: VIP
            object: Contacts"""));
  }

  @Test
  void anUnknownKindIsNamedWithTheNearest() {
    assertEquals(
        """
        espalier.yaml:5:13: error: unknown kind 'hubpsot'
          kind: hubpsot
                ^^^^^^^
          did you mean 'hubspot'?""",
        mistakes("kind: hubpsot\n"));
  }
}
