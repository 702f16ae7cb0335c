package io.espalier.sync.project;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Who never leaves, whatever they consented to: addresses of a role rather than a person, and
 * addresses that were bought.
 *
 * @param roles local parts, lower case
 * @param acquired the column that tells how an address was come by
 * @param never its texts, lower case, of which nobody is sent
 */
public record NeverSent(Set<String> roles, Optional<ColumnRef> acquired, Set<String> never) {
  /** RFC 2142, and what mail servers and bulk senders' rules add to it. */
  static final Set<String> ROLES =
      Set.of(
          "abuse",
          "admin",
          "ftp",
          "hostmaster",
          "info",
          "mailer-daemon",
          "marketing",
          "news",
          "no-reply",
          "noc",
          "noreply",
          "postmaster",
          "privacy",
          "root",
          "sales",
          "security",
          "spam",
          "support",
          "usenet",
          "uucp",
          "webmaster",
          "www");

  static NeverSent usual() {
    return new NeverSent(ROLES, Optional.empty(), Set.of());
  }

  /** Reads {@code role_addresses} and {@code acquired} of {@code consent}. */
  static NeverSent read(YamlMap map) {
    Set<String> roles = ROLES;
    if (map.has("role_addresses")) {
      roles = new LinkedHashSet<>();
      for (String role : map.texts("role_addresses")) {
        roles.add(role.toLowerCase(java.util.Locale.ROOT));
      }
      if (roles.equals(Set.of("none"))) {
        roles = Set.of();
      }
    }
    Set<String> never = new LinkedHashSet<>();
    Optional<ColumnRef> acquired =
        map.map("acquired")
            .flatMap(
                given -> {
                  Optional<ColumnRef> column =
                      given
                          .required("column", "the column that tells how an address was come by")
                          .map(c -> new ColumnRef(c, given.place("column")));
                  if (given.has("never")) {
                    given
                        .texts("never")
                        .forEach(w -> never.add(w.toLowerCase(java.util.Locale.ROOT)));
                  } else {
                    never.addAll(Set.of("purchased", "rented", "third_party"));
                  }
                  given.refuseOthers();
                  return column;
                });
    return new NeverSent(roles, acquired, never);
  }
}
