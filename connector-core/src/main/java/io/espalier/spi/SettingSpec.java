package io.espalier.spi;

/**
 * One setting of a connection.
 *
 * @param name as in a project file, e.g. {@code api_key}
 * @param secret given by {@code <name>_env} only: the name of an environment variable
 * @param required for a real account; a sandbox may supply it
 * @param about one line of help
 */
public record SettingSpec(String name, boolean secret, boolean required, String about) {}
