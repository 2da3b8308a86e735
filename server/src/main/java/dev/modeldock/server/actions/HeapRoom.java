package dev.modeldock.server.actions;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The part of the heap that actions may fill with what is large, for all of them that run at a time; the rest is the dock's.
 * Who needs some waits until there is enough, those of one kind in the order in which they came. Networks hold theirs for
 * hours and pictures for a moment, so some is always left for pictures; and while a network waits, pictures take no more than
 * that. Nobody may ask for more while it holds some: two could wait for each other.
 */
public final class HeapRoom {
    /** The heap is the whole program's, and so is the room. */
    public static final HeapRoom SHARED = new HeapRoom(Runtime.getRuntime().maxMemory());

    private static final double ALL = 0.65;
    private static final long LOOK_EVERY_MILLIS = 250;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition freed = lock.newCondition();
    private final Map<Kind, Semaphore> turns = new EnumMap<>(Kind.class);
    private final Map<Kind, Long> taken = new EnumMap<>(Kind.class);
    private final long heap;
    private boolean networkWaits;

    /** @param heap how large it is, in bytes */
    public HeapRoom(long heap) {
        this.heap = heap;
        for (Kind each : Kind.values()) {
            turns.put(each, new Semaphore(1, true));
            taken.put(each, 0L);
        }
    }

    /** What it is filled with. */
    public enum Kind {
        NETWORK(0.5),
        PICTURE(1.0 / 3);

        private final double most;

        Kind(double most) {
            this.most = most;
        }
    }

    /** Room that is held until it is closed. */
    public final class Part implements AutoCloseable {
        private final Kind kind;
        private final long bytes;

        private Part(Kind kind, long bytes) {
            this.kind = kind;
            this.bytes = bytes;
        }

        @Override
        public void close() {
            lock.lock();
            try {
                taken.merge(kind, -bytes, Long::sum);
                freed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** How many bytes all of a kind have at most. */
    public long most(Kind kind) {
        return (long) (heap * kind.most);
    }

    /**
     * Wait for room.
     *
     * @param bytes at most {@link #most}
     * @param waiting run once and again while it is waited; ends that by what it throws
     */
    public Part take(Kind kind, long bytes, Runnable waiting) throws InterruptedException {
        if (bytes > most(kind)) {
            throw new IllegalArgumentException(bytes + " bytes will never be there.");
        }
        Semaphore turn = turns.get(kind);
        while (!turn.tryAcquire(0, TimeUnit.MILLISECONDS)
                && !turn.tryAcquire(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
            waiting.run();
        }
        try {
            return taken(kind, bytes, waiting);
        } finally {
            turn.release();
        }
    }

    private Part taken(Kind kind, long bytes, Runnable waiting) throws InterruptedException {
        lock.lock();
        try {
            while (!fits(kind, bytes)) {
                networkWaits |= kind == Kind.NETWORK;
                waiting.run();
                freed.await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
            }
            taken.merge(kind, bytes, Long::sum);
            return new Part(kind, bytes);
        } finally {
            networkWaits &= kind != Kind.NETWORK;
            freed.signalAll();
            lock.unlock();
        }
    }

    private boolean fits(Kind kind, long bytes) {
        long ofKind = taken.get(kind) + bytes;
        long all = taken.values().stream().mapToLong(each -> each).sum() + bytes;
        boolean behind = kind == Kind.PICTURE && networkWaits && ofKind > (long) (heap * ALL) - most(Kind.NETWORK);
        return ofKind <= most(kind) && all <= (long) (heap * ALL) && !behind;
    }
}
