package dev.modeldock.transfers;

/** A pull under way, as those see it who wait for one of its files. */
public interface Hurrying {
    /**
     * Fetch this file before those that nobody has begun with; by one more connection, up to a bound, if all are busy.
     * Does nothing for a file that has begun, has come, or is not in it.
     */
    void hurry(String path);
}
