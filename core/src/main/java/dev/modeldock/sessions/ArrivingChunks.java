package dev.modeldock.sessions;

import java.io.IOException;

/** Lets a reader wait for a chunk that is still to come. */
@FunctionalInterface
public interface ArrivingChunks {
    /** Return when the chunk is here; fail when it will never be, or when what was read so far is no longer true. */
    void await(int number) throws IOException, InterruptedException;
}
