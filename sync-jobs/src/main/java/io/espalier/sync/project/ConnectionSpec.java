package io.espalier.sync.project;

import io.espalier.rule.Place;
import java.util.Map;

/**
 * One ESP to go to.
 *
 * @param plain setting → value, as written
 * @param secrets setting → the name of the environment variable that holds it
 */
public record ConnectionSpec(
    String esp, Map<String, String> plain, Map<String, String> secrets, Place place) {}
