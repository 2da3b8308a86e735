package dev.modeldock.server.cli;

import java.net.URI;

/** A server that listens, as the command line sees it. */
public interface RunningServer extends AutoCloseable {
    /** Where it listens, with the real port. */
    URI address();

    /** Stop within a few seconds: running requests may end, running jobs stay resumable. */
    @Override
    void close();
}
