package io.espalier.http;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A call that must not be sent again when nobody knows whether it arrived, e.g. the creation of a
 * list. It is repeated only where the vendor said that it did nothing (429).
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Once {}
