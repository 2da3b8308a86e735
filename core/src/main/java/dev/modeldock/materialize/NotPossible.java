package dev.modeldock.materialize;

/** A mode does not work between the store and a directory. */
final class NotPossible extends Exception {
    private static final long serialVersionUID = 1L;

    NotPossible(String why, Throwable cause) {
        super(why, cause);
    }
}
