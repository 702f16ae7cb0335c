package io.espalier.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** One token an account, asked for once and again only at four fifths of its life. */
public final class TokenCache<T extends TokenCache.Token> {

  /** Something that ends. */
  public interface Token {
    Duration lifetime();
  }

  private final Cache<String, T> tokens;

  public TokenCache(Clock clock) {
    tokens =
        Caffeine.newBuilder()
            .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
            .executor(Runnable::run)
            .expireAfter(
                Expiry.<String, T>writing(
                    (account, token) -> token.lifetime().multipliedBy(4).dividedBy(5)))
            .build();
  }

  /** The account's token; fetched by one caller while the others wait. */
  public T get(String account, Supplier<T> fetch) {
    return tokens.get(account, key -> fetch.get());
  }

  /** Forgets a token that was refused. */
  public void forget(String account, T refused) {
    tokens.asMap().remove(account, refused);
  }
}
