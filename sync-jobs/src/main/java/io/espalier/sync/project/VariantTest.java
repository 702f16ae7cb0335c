package io.espalier.sync.project;

import io.espalier.model.Event;
import io.espalier.model.Value;
import io.espalier.rule.Place;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one person is expected to see of an email.
 *
 * @param now the instant of the whole file; empty for the command's
 * @param profile a key or address of the sources; empty for a made-up person
 * @param sees texts that must be in the email's text or subject
 * @param never texts that must not
 * @param takes tests of branches that the person must get, as the email writes them
 */
public record VariantTest(
    Place place,
    String name,
    String email,
    Optional<Instant> now,
    Optional<String> profile,
    Map<String, Value> values,
    List<Event> events,
    Optional<String> subject,
    List<String> sees,
    List<String> never,
    List<String> takes) {}
