package dev.modeldock.server.http;

import java.io.IOException;

/** Takes the parts of a multipart body, one after the other, in the order in which they were sent. */
@FunctionalInterface
public interface PartHandler {
    /** A part begins; the next one begins only after the sink of this one was closed. */
    PartSink open(PartHeaders headers) throws IOException;
}
