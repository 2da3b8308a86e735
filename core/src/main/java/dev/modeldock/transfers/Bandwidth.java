package dev.modeldock.transfers;

import java.util.concurrent.TimeUnit;

/**
 * How many bytes a second all transfers together may bring. Can be changed at any time, and what is under way keeps to the
 * new rate at once. Who comes first is served first, so that no connection starves beside greedy ones.
 */
public final class Bandwidth {
    private static final int STEP = 256 * 1024;
    private static final int SMALLEST_STEP = 1024;
    /** How many steps a second a slow transfer is cut into, so that it flows. */
    private static final int STEPS = 16;

    private long rate;
    /** Bytes that have come, and bytes that the time so far has paid for; both only grow. */
    private long taken;

    private double paid;
    private long paidAt = System.nanoTime();

    /** @param bytesPerSecond 0 for no limit */
    public Bandwidth(long bytesPerSecond) {
        set(bytesPerSecond);
    }

    /** Change the rate; 0 for no limit. What waits under the former rate goes on. */
    public synchronized void set(long bytesPerSecond) {
        if (bytesPerSecond < 0) {
            throw new IllegalArgumentException("A rate is 0 or more");
        }
        rate = bytesPerSecond;
        paid = taken;
        paidAt = System.nanoTime();
        notifyAll();
    }

    /** Bytes a second, or 0 for no limit. */
    public synchronized long get() {
        return rate;
    }

    /** How many bytes to read at most before the next {@link #take}. */
    synchronized int step() {
        return rate == 0 ? STEP : (int) Math.max(SMALLEST_STEP, Math.min(STEP, rate / STEPS));
    }

    /** Wait until so many bytes, which have come, are paid for. */
    synchronized void take(int bytes) throws InterruptedException {
        pay();
        taken += bytes;
        for (long due = taken; rate > 0 && paid < due; pay()) {
            long nanos = (long) ((due - paid) / rate * 1e9) + 1;
            TimeUnit.NANOSECONDS.timedWait(this, nanos);
        }
    }

    private void pay() {
        long now = System.nanoTime();
        // No more than one step is saved up: a pause does not earn a burst.
        paid = rate == 0 ? taken : Math.min(taken + step(), paid + (now - paidAt) / 1e9 * rate);
        paidAt = now;
    }
}
