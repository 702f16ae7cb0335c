package io.espalier.http;

import io.espalier.spi.Failure;
import okhttp3.Headers;

/** Reads a vendor's error answers: the one place where HTTP numbers mean something. */
@FunctionalInterface
public interface VendorErrors {

  /**
   * What a non-2xx answer means.
   *
   * @param body whole, as text; may be HTML from an edge server
   */
  Failure read(int status, Headers headers, String body);
}
