package dev.modeldock.server.actions.pictures;

import java.util.concurrent.Semaphore;

/** A share of the memory in which pictures are held. Who needs some waits until there is enough. */
public final class PixelRoom {
    /** The memory is the whole program's, so there is one room for all actions that run at a time. */
    public static final PixelRoom SHARED = new PixelRoom(Runtime.getRuntime().maxMemory() / 3);

    private static final int UNIT = 1024;

    private final int units;
    private final Semaphore free;

    PixelRoom(long bytes) {
        this.units = (int) Math.min(bytes / UNIT, Integer.MAX_VALUE);
        this.free = new Semaphore(units, true);
    }

    /** Room that is held until it is closed. */
    public final class Part implements AutoCloseable {
        private final int held;

        private Part(int held) {
            this.held = held;
        }

        @Override
        public void close() {
            free.release(held);
        }
    }

    /**
     * Wait for room.
     *
     * @throws BrokenPictureException when so much will never be there
     */
    public Part take(long bytes) throws BrokenPictureException, InterruptedException {
        long wanted = (bytes + UNIT - 1) / UNIT;
        if (wanted > units) {
            throw new BrokenPictureException("needs " + wanted / UNIT + " MB for its pixels, and there is room for "
                    + units / UNIT + " MB; more memory for the program (-Xmx) makes more room");
        }
        free.acquire((int) wanted);
        return new Part((int) wanted);
    }
}
