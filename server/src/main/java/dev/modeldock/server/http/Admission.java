package dev.modeldock.server.http;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Who may come in, as {@link Guard} asks it.
 *
 * @param host on which the server listens
 * @param byKey finds who a presented key acts for; empty when it is unknown, revoked or expired
 * @param local who acts where no key is needed
 * @param open paths that need nobody, such as {@code /health} and signed downloads
 * @param <C> the caller
 */
public record Admission<C>(String host, Function<String, Optional<C>> byKey, C local, Predicate<String> open) {}
