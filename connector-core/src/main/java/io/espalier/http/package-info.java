/**
 * One vendor's HTTP: OkHttp, Retrofit, Gson and Resilience4j behind quotas, retries and redaction.
 */
@NullMarked
package io.espalier.http;

import org.jspecify.annotations.NullMarked;
