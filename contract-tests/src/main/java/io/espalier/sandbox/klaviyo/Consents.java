package io.espalier.sandbox.klaviyo;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One person's permissions and suppressions. As in the real account, the two are apart: a person
 * who never agreed to anything is mailable until a suppression says otherwise, and subscribing
 * somebody who unsubscribed makes them mailable again without a question.
 */
final class Consents {
  private final TreeMap<String, Permission> permissions = new TreeMap<>();
  private final List<Suppression> suppressions = new ArrayList<>(0);
  // The list (or "" for none) whose confirmation mail is unanswered.
  private @Nullable String pending;

  @Nullable Permission permission(String channel) {
    return permissions.get(channel);
  }

  String consent(String channel) {
    Permission permission = permissions.get(channel);
    return permission == null ? Permission.NEVER : permission.consent();
  }

  /** All suppressions, of the account and of lists. */
  List<Suppression> suppressions() {
    return List.copyOf(suppressions);
  }

  boolean mailable() {
    return suppressions.stream().allMatch(suppression -> suppression.list() != null);
  }

  /** Whether mail to this list, or to all, is kept from the person. */
  boolean isSuppressed(String list) {
    return suppressions.stream()
        .anyMatch(known -> known.list() == null || known.list().equals(list));
  }

  @Nullable String pending() {
    return pending;
  }

  /** The person is asked; {@code lifts} says whether that alone makes them mailable. */
  void await(String list, boolean lifts) {
    pending = list;
    if (lifts) {
      suppressions.removeIf(Consents::isCleared);
    }
  }

  void subscribe(String channel, Permission permission) {
    permissions.put(channel, permission);
    if (channel.equals(Permission.EMAIL)) {
      pending = null;
      suppressions.removeIf(Consents::isCleared);
    }
  }

  void unsubscribe(String channel, Permission permission) {
    permissions.put(channel, permission);
    if (channel.equals(Permission.EMAIL)) {
      pending = null;
      suppress(new Suppression(null, Suppression.UNSUBSCRIBE, permission.updated()));
    }
  }

  /** False where the same suppression stood already. */
  boolean suppress(Suppression added) {
    for (Suppression known : suppressions) {
      if (known.reason().equals(added.reason())
          && java.util.Objects.equals(known.list(), added.list())) {
        return false;
      }
    }
    return suppressions.add(added);
  }

  /** Removes the manual suppression only; false where there was none. */
  boolean unsuppress() {
    return suppressions.removeIf(
        known -> known.list() == null && known.reason().equals(Suppression.USER_SUPPRESSED));
  }

  private static boolean isCleared(Suppression suppression) {
    return Suppression.CLEARED_BY_SUBSCRIBING.contains(suppression.reason());
  }
}
