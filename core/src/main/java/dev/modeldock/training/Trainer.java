package dev.modeldock.training;

/**
 * Who works with models.
 *
 * @param user whose they are
 * @param guest who has no key: sees and may use what is the local user's as well
 */
public record Trainer(String user, boolean guest) {
    private static final String LOCAL = "local";

    /** Whether what belongs to somebody is open to this one, without being public. */
    boolean reads(String owner) {
        return owner.equals(user) || guest && owner.equals(LOCAL);
    }
}
