package dev.modeldock.events;

import dev.modeldock.access.Caller;
import dev.modeldock.access.Scope;

/**
 * Who may know of an event. Administrators know of all.
 *
 * @param owner whose thing it is
 * @param everybody whether others see the thing too
 * @param readers whether only keys that may read do
 */
public record Audience(String owner, boolean everybody, boolean readers) {
    /** The owner, by any key. */
    public static Audience ownerOnly(String owner) {
        return new Audience(owner, false, false);
    }

    boolean includes(Caller caller) {
        return caller.may(Scope.ADMIN)
                || (everybody || owner.equals(caller.user())) && (!readers || caller.may(Scope.READ));
    }
}
