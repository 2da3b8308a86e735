package dev.modeldock.server.http;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/** What a {@linkplain LiveAnswers live answer} says. Only one thread asks it. */
public interface LiveFeed extends Closeable {
    /** Nothing at the moment. */
    byte[] SILENCE = {};

    /**
     * What is to be sent next, at most some 64 KiB; {@link #SILENCE} to be asked again in a moment; or empty when all is
     * said. It must not wait for anybody.
     *
     * @throws IOException when it cannot go on; the connection breaks off then
     */
    Optional<byte[]> next() throws IOException;

    /** Whether its end tells nothing, so that it may come when the server ends; otherwise the connection breaks off then. */
    boolean mayEndAnywhere();
}
