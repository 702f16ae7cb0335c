package io.espalier.sync.run;

import com.google.gson.JsonObject;
import io.espalier.spi.Change;

/**
 * One row of a plan and the change that it means.
 *
 * @param payload what the ledger will hold once it is confirmed: the fields of a profile, as one
 *     canonical JSON text; empty for other kinds
 * @param changed of an upsert: field → canonical text, null to clear; empty for other kinds
 * @param known of an upsert: the ESP has confirmed the person at this address before
 */
record PlanRow(
    long seq,
    String key,
    String email,
    String segment,
    String payload,
    boolean known,
    JsonObject changed,
    Change change) {}
