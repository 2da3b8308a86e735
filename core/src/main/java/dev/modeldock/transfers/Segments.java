package dev.modeldock.transfers;

import java.util.List;

/** All parts of a file, in their order. */
record Segments(List<Segment> all) {
    /** Bytes that are here. */
    long reached() {
        return all.stream()
                .mapToLong(segment -> segment.reached() - segment.from())
                .sum();
    }

    /** Up to where all bytes are here. */
    long inOrder() {
        for (Segment segment : all) {
            if (!segment.isComplete()) {
                return segment.reached();
            }
        }
        return all.get(all.size() - 1).to();
    }

    /** Up to where all bytes from a position on are here. */
    long until(long position) {
        long until = position;
        for (Segment segment : all) {
            if (segment.from() <= until && until < segment.to()) {
                until = Math.max(until, segment.reached());
            }
        }
        return until;
    }
}
