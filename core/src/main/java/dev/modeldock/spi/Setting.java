package dev.modeldock.spi;

/**
 * Something the operator can set, once for the whole source.
 *
 * @param name {@code [a-z][A-Za-z0-9]*}; set as {@code source.<id>.<name>}
 * @param help one line for {@code --help}
 * @param defaultValue used when it is not set; may be empty
 * @param secret never logged and never shown again
 */
public record Setting(String name, String help, String defaultValue, boolean secret) {}
