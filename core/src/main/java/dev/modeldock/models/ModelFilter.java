package dev.modeldock.models;

import java.util.Optional;

/** Which models are asked for; {@code search} finds any part of a name or description. */
public record ModelFilter(
        Optional<String> search,
        Optional<String> namespace,
        Optional<String> source,
        Optional<String> profile,
        Optional<Access> access) {}
