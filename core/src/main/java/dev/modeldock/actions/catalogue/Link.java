package dev.modeldock.actions.catalogue;

/**
 * Where one action of a request stands in the chain.
 *
 * @param action the action
 * @param to what it follows
 * @param step the index, in the request, of the action that it follows; -1 unless {@code to} is {@link To#STEP}
 */
public record Link(String action, To to, int step) {
    /** What an action can follow. */
    public enum To {
        /** Nothing: it runs by itself. */
        NOTHING,
        /** The job that the request names. */
        GIVEN,
        /** An earlier action of the same request. */
        STEP,
        /** Nothing, although it cannot run by itself: its job is an error at once. */
        LACKING
    }
}
