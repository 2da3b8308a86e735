package dev.modeldock.training;

import java.util.List;
import java.util.stream.Stream;

/**
 * Who works with models.
 *
 * @param user whose they are
 * @param guest who has no key: sees and may use what is the local user's as well
 */
public record Trainer(String user, boolean guest) {
    private static final String LOCAL = "local";

    /** Whose models are seen: those of everybody, which are in the scope without a name, and those of owners. */
    List<String> scopes() {
        return Stream.of("", user, guest ? LOCAL : user).distinct().toList();
    }

    /** Whether what belongs to somebody is open to this one, without being public. */
    boolean reads(String owner) {
        return owner.equals(user) || guest && owner.equals(LOCAL);
    }
}
