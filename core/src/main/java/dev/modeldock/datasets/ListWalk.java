package dev.modeldock.datasets;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Part of a sorted list, read page by page as it is walked, in memory for one page. The first page is reached from the
 * nearer end of the list, each other one from where the page before it ended: a walk costs what it shows. What changes
 * its place meanwhile may be met at both places or at none.
 */
public record ListWalk<T>(ListPart part, Pages<T> pages) implements Iterable<T> {
    /** Few, since a row may hold much. */
    static final int PAGE = 100;

    /** Reads so many rows from a place on, or as many as there are. */
    @FunctionalInterface
    public interface Pages<T> {
        List<Listed<T>> read(ListPlace place, long limit);
    }

    private List<Listed<T>> first(long limit) {
        ListOrder order = part.order();
        if (!part.isNearEnd(PAGE)) {
            return pages.read(ListPlace.skipping(order, part.from()), limit);
        }
        List<Listed<T>> page =
                new ArrayList<>(pages.read(ListPlace.skipping(order.reversed(), part.skippedFromEnd(PAGE)), limit));
        Collections.reverse(page);
        return page;
    }

    @Override
    public Iterator<T> iterator() {
        return new Walker();
    }

    private final class Walker implements Iterator<T> {
        private List<Listed<T>> page = List.of();
        private int at;
        private long left = part.to() - part.from();
        private boolean begun;

        @Override
        public boolean hasNext() {
            if (at == page.size() && left > 0) {
                turn();
            }
            return at < page.size();
        }

        private void turn() {
            long limit = Math.min(PAGE, left);
            page = begun ? pages.read(ListPlace.behind(part.order(), page.get(page.size() - 1)), limit) : first(limit);
            begun = true;
            at = 0;
            // Fewer than were asked for: the list has become shorter.
            left = page.size() < limit ? 0 : left - limit;
        }

        @Override
        public T next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return page.get(at++).item();
        }
    }
}
