package dev.modeldock.access;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * In whose name a request comes, and how far it reaches.
 *
 * @param user the owner of what is made
 * @param keyId the key that was shown; empty for the local user, who needs none
 */
public record Caller(String user, Set<Scope> scopes, Optional<String> keyId) {
    private static final String LOCAL = "local";

    public Caller {
        scopes = Scope.ordered(scopes);
    }

    /** The user {@code local} with every scope: who asks without a key while the dock listens on loopback only. */
    public static Caller local() {
        return new Caller(LOCAL, EnumSet.allOf(Scope.class), Optional.empty());
    }

    /** Whether what needs this scope is allowed. */
    public boolean may(Scope scope) {
        return scopes.stream().anyMatch(held -> held.implies(scope));
    }

    /** Refuse with {@code FORBIDDEN} when what needs this scope is not allowed. */
    public void require(Scope scope) {
        if (may(scope)) {
            return;
        }
        List<String> held = Scope.labels(scopes);
        List<String> enough = EnumSet.allOf(Scope.class).stream()
                .filter(other -> other.implies(scope))
                .map(other -> "'" + other.label() + "'")
                .toList();
        throw new DockException(
                Problem.FORBIDDEN,
                "This needs the scope '" + scope.label() + "', but the key has "
                        + (held.isEmpty() ? "none" : "'" + String.join("', '", held) + "'") + ". Use a key with "
                        + String.join(" or ", enough) + ".",
                Map.of("missingScope", scope.label(), "scopes", held));
    }
}
