package dev.modeldock.transfers;

/** A part of a file that one connection brings, in its order. Used by one thread at a time but for {@link #reached}. */
final class Segment {
    private final int number;
    private final long from;
    private volatile long to;
    private volatile long reached;

    /**
     * @param to one past its last byte, or {@link Long#MAX_VALUE} when nobody knows where the file ends
     * @param reached up to where its bytes are here
     */
    Segment(int number, long from, long to, long reached) {
        this.number = number;
        this.from = from;
        this.to = to;
        this.reached = reached;
    }

    int number() {
        return number;
    }

    long from() {
        return from;
    }

    long to() {
        return to;
    }

    long reached() {
        return reached;
    }

    void reach(long position) {
        reached = position;
    }

    boolean isComplete() {
        return reached == to;
    }

    /** Say that its end was reached, where nobody knew where that is. */
    void endHere() {
        to = reached;
    }

    /** Whether nobody knows where it ends. */
    boolean isOpen() {
        return to == Long.MAX_VALUE;
    }
}
