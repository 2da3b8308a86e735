package dev.modeldock.server.http;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Where the bytes of one part go. Exactly one of {@link #close} and {@link #discard} ends it. */
public interface PartSink {
    /** Take all bytes of {@code bytes}; the buffer is used again after the call. */
    void write(ByteBuffer bytes) throws IOException;

    /** The part is whole. By default nothing is left to do, as where its taker finishes all parts together. */
    default void close() throws IOException {}

    /** The part will never be whole: give back what it holds. */
    default void discard() {}
}
