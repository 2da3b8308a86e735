package dev.modeldock.datasets;

/**
 * Part of a sorted list.
 *
 * @param from how many come before it
 * @param to how many there are up to its end
 * @param total of how many it was taken: tells which end is nearer
 */
public record ListPart(ListOrder order, long from, long to, long total) {
    /** So many from the beginning. */
    public static ListPart first(ListOrder order, long count) {
        return new ListPart(order, 0, count, count);
    }

    /** Whether its beginning is nearer to the end of the list, when so many are read at once. */
    boolean isNearEnd(long page) {
        return skippedFromEnd(page) < from;
    }

    /** How many come after the first {@code page} of it. */
    long skippedFromEnd(long page) {
        return total - from - Math.min(page, to - from);
    }
}
