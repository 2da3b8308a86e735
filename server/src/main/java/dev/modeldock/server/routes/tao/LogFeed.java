package dev.modeldock.server.routes.tao;

import dev.modeldock.actions.process.LogReader;
import dev.modeldock.server.http.LiveFeed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** What a job's command says, until the job has ended. */
final class LogFeed implements LiveFeed {
    private static final int BUFFER = 32 * 1024;
    private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final LogReader log;
    private final BooleanSupplier isOver;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    private boolean over;
    private boolean silent;
    private long lookedAt;

    /** @param isOver whether the job has ended: its log is whole then */
    LogFeed(LogReader log, BooleanSupplier isOver) {
        this.log = log;
        this.isOver = isOver;
    }

    @Override
    public Optional<byte[]> next() throws IOException {
        long now = System.nanoTime();
        if (silent && now - lookedAt < LOOK_EVERY_NANOS) {
            return Optional.of(SILENCE);
        }
        lookedAt = now;
        int count = log.read(buffer.clear());
        if (count == 0 && !over && isOver.getAsBoolean()) {
            // Something may have been said between the two looks.
            over = true;
            count = log.read(buffer.clear());
        }
        silent = count == 0;
        if (silent && over) {
            return Optional.empty();
        }
        return Optional.of(Arrays.copyOf(buffer.array(), count));
    }

    @Override
    public boolean mayEndAnywhere() {
        return false;
    }

    @Override
    public void close() throws IOException {
        log.close();
    }
}
