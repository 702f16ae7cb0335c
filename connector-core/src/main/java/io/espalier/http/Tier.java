package io.espalier.http;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The vendor's quota of one endpoint, on its Retrofit method. Fixed windows; 0 for no limit.
 * Methods with the same {@code pool} share one quota; an empty pool is the method's own.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Tier {
  int perSecond() default 0;

  int perMinute() default 0;

  String pool() default "";
}
