package io.espalier.spi;

import java.time.Duration;
import java.time.Instant;

/**
 * One HTTP call, fit to be logged.
 *
 * @param path without host and query, and with every address and secret masked
 * @param status the HTTP status; 0 where no answer came
 * @param write whether it could change anything at the ESP; a token or a SOAP retrieve is none
 */
public record CallRecord(
    String esp,
    Instant at,
    String method,
    String path,
    int status,
    Duration took,
    long bytesOut,
    boolean write) {}
