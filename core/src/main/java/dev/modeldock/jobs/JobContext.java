package dev.modeldock.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a running job tells the dock, and asks it, from any of its threads. Cheap enough to call for each buffer of bytes. */
public interface JobContext {
    /** Say what is being done now: one word, such as {@code unpacking}. */
    void phase(String name);

    /** Say how many bytes there are to do in all, or 0 when nobody knows. */
    void total(long bytes);

    /** Say how many bytes are done in all. */
    void done(long bytes);

    /** Say that so many bytes have just come, for the speed. */
    default void moved(long bytes) {}

    /** Say what has come of it so far; kept also when it fails later. */
    void result(ObjectNode soFar);

    /** Whether the job is to stop only because the dock does; it goes on at the next start. */
    default boolean isShuttingDown() {
        return false;
    }

    /** @throws dev.modeldock.problems.DockException {@code CANCELED} when the job is to stop */
    void check();
}
