package dev.modeldock.spi;

import java.io.IOException;

/**
 * A place that models come from, in two phases: {@link #resolve} plans and moves no byte of a model, {@link #fetch}
 * performs the plan. Both run on threads of the host, may run at once for several requests, and must end soon after
 * their thread is interrupted.
 */
public interface ModelSource extends AutoCloseable {
    /** Find what the request names and pin it, so that {@link #fetch} brings exactly that even days later. */
    Snapshot resolve(Request request) throws SourceException, IOException, InterruptedException;

    /**
     * Bring the snapshot's files to the sink. After a restart of the host this is called again with an equal snapshot;
     * files that the sink does not {@linkplain FileSink#wanted want} any more may be left out.
     */
    void fetch(Snapshot snapshot, FileSink sink) throws SourceException, IOException, InterruptedException;

    /** Tell whether requests are likely to succeed; the message of the exception is shown to the operator. */
    default void check() throws SourceException, InterruptedException {}

    @Override
    default void close() {}
}
