package dev.modeldock.hub;

import dev.modeldock.access.Caller;

/**
 * What a client asks for that may have to be brought here first.
 *
 * @param name {@code namespace/name}, or the second part alone
 * @param until it is answered by then, be it that it is not ready yet
 */
public record PullWish(String name, String revision, Caller caller, Deadline until) {
    PullWish of(String otherName, String otherRevision) {
        return new PullWish(otherName, otherRevision, caller, until);
    }
}
