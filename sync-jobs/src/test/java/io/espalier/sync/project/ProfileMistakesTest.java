package io.espalier.sync.project;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.espalier.sync.shop.Shop;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What may be wrong in profile.yaml. */
final class ProfileMistakesTest {
  @TempDir Path dir;

  @Test
  void valuesOfTheWrongKind() {
    assertEquals(
        """
        profile.yaml:4:15: error: 'identities' must be 'name: value' pairs
          identities: email
                      ^^^^^
        profile.yaml:12:58: error: 'purposes' must be a list of plain values
          country: {type: text, class: demographic, purposes: [{a: b}], pii: maybe}
                                                               ^^^^^^
        profile.yaml:12:72: error: 'pii' must be true or false, not 'maybe'
          country: {type: text, class: demographic, purposes: [{a: b}], pii: maybe}
                                                                             ^^^^^""",
        Shop.in(dir)
            .edit("profile.yaml", "identities: {email: email}", "identities: email")
            .edit(
                "profile.yaml",
                "country: {type: text, class: demographic, purposes: [marketing]}",
                "country: {type: text, class: demographic, purposes: [{a: b}], pii: maybe}")
            .mistakes());
  }

  @Test
  void unknownTypeAndClass() {
    assertEquals(
        """
        profile.yaml:13:17: error: unknown type 'nubmer'
          age: {type: nubmer, class: demographic, purposes: [marketing]}
                      ^^^^^^
          did you mean 'number'?
        profile.yaml:14:39: error: unknown class 'purchse'
          orders_90d: {type: number, class: purchse, purposes: [marketing], compute: "count(order, 90d)"}
                                            ^^^^^^^
          did you mean 'purchase'?""",
        Shop.in(dir)
            .edit("profile.yaml", "class: purchase", "class: purchse")
            .edit("profile.yaml", "age: {type: number", "age: {type: nubmer")
            .mistakes());
  }

  @Test
  void aTableThatIsNotThere() {
    assertEquals(
        """
        profile.yaml:2:9: error: there is no model or source 'custmers'
          from: custmers
                ^^^^^^^^
          did you mean 'customers'?
        profile.yaml:17:11: error: there is no model or source 'nothing_like_it'
          from: nothing_like_it
                ^^^^^^^^^^^^^^^
          known: customers, orders""",
        Shop.in(dir)
            .edit("profile.yaml", "from: customers", "from: custmers")
            .edit("profile.yaml", "from: orders", "from: nothing_like_it")
            .mistakes());
  }

  @Test
  void aTableThatIsDeclaredWronglyIsNotMissingToo() {
    assertEquals(
        """
        espalier.yaml:3:21: error: unknown kind 'cvs'
          customers: {kind: cvs, path: customers.csv}
                            ^^^
          did you mean 'csv'?""",
        Shop.in(dir)
            .edit(
                "espalier.yaml",
                "customers: {kind: csv, path: customers.csv}",
                "customers: {kind: cvs, path: customers.csv}")
            .mistakes());
  }

  @Test
  void consentWordsAndInstants() {
    assertEquals(
        """
        profile.yaml:7:14: error: unknown consent state 'subscibed'
          state: subscibed
                 ^^^^^^^^^
          did you mean 'subscribed'?
        profile.yaml:8:11: error: 'yesterday' is no instant
          at: yesterday
              ^^^^^^^^^
          e.g. 2026-01-31T00:00:00Z""",
        Shop.in(dir)
            .edit("profile.yaml", "state: {column: opt_in}", "state: subscibed")
            .edit("profile.yaml", "at: {column: opt_in_at}", "at: yesterday")
            .mistakes());
  }

  @Test
  void consentColumnsHaveMeanings() {
    assertEquals(
        """
        profile.yaml:7:14: error: 'column' is missing
          state: {colum: opt_in, values: {yes: subscribd}}
                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          the column to read
        profile.yaml:7:15: error: unknown key 'colum'
          state: {colum: opt_in, values: {yes: subscribd}}
                  ^^^^^
          did you mean 'column'?
        profile.yaml:7:44: error: unknown consent state 'subscribd'
          state: {colum: opt_in, values: {yes: subscribd}}
                                               ^^^^^^^^^
          did you mean 'subscribed'?""",
        Shop.in(dir)
            .edit(
                "profile.yaml",
                "state: {column: opt_in}",
                "state: {colum: opt_in, values: {yes: subscribd}}")
            .mistakes());
  }

  @Test
  void subscribedWithoutProofIsAWarning() {
    assertEquals(
        """
        profile.yaml:7:7: warning: 'subscribed' without 'at' and 'evidence' counts as unknown: synced, but never mailable
          state: subscribed
          ^^^^^
          say when it was given, and what proves it""",
        Shop.in(dir)
            .edit("profile.yaml", "state: {column: opt_in}", "state: subscribed")
            .edit("profile.yaml", "at: {column: opt_in_at}", "source: x")
            .edit("profile.yaml", "      source: checkout\n", "")
            .mistakes());
  }

  @Test
  void whatAProfileNeeds() {
    assertEquals(
        """
        profile.yaml:2:3: error: 'from' is missing
          key: id
          ^^^^^^^
          a model or a source
        profile.yaml:2:3: error: 'identities' is missing
          key: id
          ^^^^^^^
          e.g. identities: {email: email}""",
        Shop.in(dir)
            .with("profile.yaml", "profile:\n  key: id\n")
            .without("segments/french.yaml")
            .without("segments/buyers.yaml")
            .mistakes());
  }

  @Test
  void aFileWithoutAProfile() {
    assertEquals(
        """
        profile.yaml:1:1: error: 'profile' is missing
          events: {}
          ^^^^^^^^^^
          say where people come from: profile: {from: customers, ...}""",
        Shop.in(dir).with("profile.yaml", "events: {}\n").mistakes());
  }

  @Test
  void anAttributeHasANameAPurposeAndOneOrigin() {
    assertEquals(
        """
        profile.yaml:12:5: error: 'Country-Name' is no attribute name
          Country-Name: {type: text, purposes: [], names: {klavyo: x}, column: country, compute: 'count(order, all)'}
          ^^^^^^^^^^^^
          use lower-case letters, digits and _
        profile.yaml:12:42: error: 'Country-Name' has no purposes
          Country-Name: {type: text, purposes: [], names: {klavyo: x}, column: country, compute: 'count(order, all)'}
                                               ^^
          e.g. purposes: [marketing]
        profile.yaml:12:54: error: unknown ESP 'klavyo'
          Country-Name: {type: text, purposes: [], names: {klavyo: x}, column: country, compute: 'count(order, all)'}
                                                           ^^^^^^
          did you mean 'klaviyo'?
        profile.yaml:12:74: error: 'Country-Name' has both 'column' and 'compute'
          Country-Name: {type: text, purposes: [], names: {klavyo: x}, column: country, compute: 'count(order, all)'}
                                                                               ^^^^^^^
          remove one of the two
        profile.yaml:12:92: error: this is a number, but 'Country-Name' is declared as text
          Country-Name: {type: text, purposes: [], names: {klavyo: x}, column: country, compute: 'count(order, all)'}
                                                                                                 ^^^^^^^^^^^^^^^^^^^
          write type: number""",
        Shop.in(dir)
            .edit(
                "profile.yaml",
                "country: {type: text, class: demographic, purposes: [marketing]}",
                "Country-Name: {type: text, purposes: [], names: {klavyo: x}, column: country, compute: 'count(order, all)'}")
            .without("segments/french.yaml")
            .mistakes());
  }

  @Test
  void propertiesHaveTypesAndNoneIsTheTime() {
    assertEquals(
        """
        profile.yaml:21:22: error: 'ts' is the event's time already
          properties: {ts: datetime, amount: {typ: number}}
                           ^^^^^^^^
          give the property another name
        profile.yaml:21:40: error: 'type' is missing
          properties: {ts: datetime, amount: {typ: number}}
                                             ^^^^^^^^^^^^^
          one of: text, number, bool, date, datetime, list
        profile.yaml:21:41: error: unknown key 'typ'
          properties: {ts: datetime, amount: {typ: number}}
                                              ^^^
          did you mean 'type'?""",
        Shop.in(dir)
            .edit(
                "profile.yaml",
                "properties: {amount: number}",
                "properties: {ts: datetime, amount: {typ: number}}")
            .mistakes());
  }

  @Test
  void aComputedAttributeHasTheTypeOfItsAggregate() {
    assertEquals(
        """
        profile.yaml:14:79: error: this is a number, but 'orders_90d' is declared as text
          orders_90d: {type: text, class: purchase, purposes: [marketing], compute: "count(order, 90d)"}
                                                                                    ^^^^^^^^^^^^^^^^^^^
          write type: number""",
        Shop.in(dir)
            .edit("profile.yaml", "orders_90d: {type: number", "orders_90d: {type: text")
            .without("segments/buyers.yaml")
            .mistakes());
  }

  @Test
  void aComputedAttributeIsAnAggregate() {
    assertEquals(
        """
        profile.yaml:14:81: error: 'compute' must be an aggregate of events
          orders_90d: {type: number, class: purchase, purposes: [marketing], compute: "country"}
                                                                                      ^^^^^^^^^
          e.g. count(order, 90d)""",
        Shop.in(dir).edit("profile.yaml", "count(order, 90d)", "country").mistakes());
  }

  @Test
  void anAggregateSpeaksOfPropertiesThatAreThere() {
    assertEquals(
        """
        profile.yaml:14:86: error: event 'order' has no property 'amont'
          orders_90d: {type: number, class: purchase, purposes: [marketing], compute: "sum(order.amont, 90d)"}
                                                                                           ^^^^^^^^^^^
          did you mean 'amount'?""",
        Shop.in(dir).edit("profile.yaml", "count(order, 90d)", "sum(order.amont, 90d)").mistakes());
  }

  @Test
  void anEventNeedsIdPersonAndTime() {
    assertEquals(
        """
        profile.yaml:17:5: error: 'id' is missing
          from: orders
          ^^^^^^^^^^^^
          the column, or columns, that name one event
        profile.yaml:17:5: error: 'profile' is missing
          from: orders
          ^^^^^^^^^^^^
          the column with the person's key
        profile.yaml:17:5: error: 'time' is missing
          from: orders
          ^^^^^^^^^^^^
          the column that says when""",
        Shop.in(dir)
            .edit("profile.yaml", "    id: order_id\n    profile: customer\n    time: at\n", "")
            .mistakes());
  }

  @Test
  void policiesForDrift() {
    assertEquals(
        """
        profile.yaml:2:19: error: unknown policy 'our'
          drift: {fields: our, consent: theirs, definitions: theirs, nmes: ours}
                          ^^^
          did you mean 'ours'?
        profile.yaml:2:33: error: 'consent' has no policy 'theirs'
          drift: {fields: our, consent: theirs, definitions: theirs, nmes: ours}
                                        ^^^^^^
          consent is what the consent ledger says; record what the person said in the source
        profile.yaml:2:54: error: 'definitions' has no policy 'theirs'
          drift: {fields: our, consent: theirs, definitions: theirs, nmes: ours}
                                                             ^^^^^^
          what they deleted cannot be kept and filled; take the segment or the attribute out of the ESP instead
        profile.yaml:2:62: error: unknown key 'nmes'
          drift: {fields: our, consent: theirs, definitions: theirs, nmes: ours}
                                                                     ^^^^
          did you mean 'names'?
        profile.yaml:13:22: error: unknown policy 'mine'
          country: {drift: mine, type: text, class: demographic, purposes: [marketing]}
                           ^^^^
          known: ours, theirs, report""",
        Shop.in(dir)
            .edit(
                "profile.yaml",
                "profile:\n",
                "profile:\n  drift: {fields: our, consent: theirs, definitions: theirs, nmes: ours}\n")
            .edit("profile.yaml", "country: {", "country: {drift: mine, ")
            .mistakes());
  }
}
