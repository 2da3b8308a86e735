package dev.modeldock.server.http;

import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Who may come in, as {@link Guard} asks it.
 *
 * @param host on which the server listens
 * @param byKey finds who a presented key acts for; empty when it is unknown, revoked or expired
 * @param byToken finds who the token of a sign-in acts for; empty when it opens nothing any more
 * @param local who acts where no key is needed
 * @param open paths that need nobody, such as {@code /health} and signed downloads
 * @param forgiving requests, by method and path, whose clients send another server's token to everybody: where no key is
 *     needed, a bearer token that is none of ours is as good as none
 * @param <C> the caller
 */
public record Admission<C>(
        String host,
        Function<String, Optional<C>> byKey,
        Function<String, Optional<C>> byToken,
        C local,
        Predicate<String> open,
        BiPredicate<String, String> forgiving) {}
