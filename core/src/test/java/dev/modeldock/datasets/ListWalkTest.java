package dev.modeldock.datasets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ListWalkTest {
    /** What was asked for, one after another. */
    private final List<ListPlace> asked = new ArrayList<>();

    private List<Long> rows = new ArrayList<>();

    private List<Listed<Long>> page(ListPlace place, long limit) {
        asked.add(place);
        boolean descending = place.order().isDescending();
        Comparator<Long> order = descending ? Comparator.reverseOrder() : Comparator.naturalOrder();
        long last = place.last().map(Listed::seq).orElse(descending ? Long.MAX_VALUE : -1);
        return rows.stream()
                .filter(row -> descending ? row < last : row > last)
                .sorted(order)
                .skip(place.skipped())
                .limit(limit)
                .map(row -> new Listed<>(row, row / 10, row))
                .toList();
    }

    private void fill(int count) {
        rows = new ArrayList<>(LongStream.range(0, count).boxed().toList());
    }

    private List<Long> walked(ListPart part) {
        List<Long> walked = new ArrayList<>();
        new ListWalk<>(part, this::page).forEach(walked::add);
        return walked;
    }

    @Test
    void aPartIsWhatStandsThereInTheWholeList() {
        Random random = new Random(5);
        for (int i = 0; i < 500; i++) {
            int total = random.nextInt(4 * ListWalk.PAGE);
            fill(total);
            int from = random.nextInt(total + 1);
            int to = from + random.nextInt(total - from + 1);
            boolean rising = random.nextBoolean();
            ListOrder order = rising ? ListOrder.DATE_ASCENDING : ListOrder.NAME_DESCENDING;
            List<Long> expected = IntStream.range(from, to)
                    .mapToObj(at -> (long) (rising ? at : total - 1 - at))
                    .toList();
            assertEquals(expected, walked(new ListPart(order, from, to, total)), from + " to " + to + " of " + total);
        }
    }

    @Test
    void aWalkPassesOverRowsOnceAndOverLessThanHalfOfThem() {
        fill(1_000);
        for (int from = 0; from < 1_000; from += 70) {
            asked.clear();
            walked(new ListPart(ListOrder.DATE_DESCENDING, from, 1_000, 1_000));
            assertTrue(asked.get(0).skipped() <= 500, asked.get(0)::toString);
            assertEquals((1_000 - from + ListWalk.PAGE - 1) / ListWalk.PAGE, asked.size());
            for (ListPlace next : asked.subList(1, asked.size())) {
                assertTrue(next.skipped() == 0 && next.last().isPresent(), next::toString);
            }
        }
    }

    @Test
    void nothingIsAskedForWhenNothingIsMeant() {
        fill(10);
        assertEquals(List.of(), walked(new ListPart(ListOrder.DATE_ASCENDING, 4, 4, 10)));
        assertEquals(List.of(), asked);
    }

    @Test
    void aListThatBecomesShorterMeanwhileEnds() {
        fill(1_000);
        Iterator<Long> walk =
                new ListWalk<>(new ListPart(ListOrder.DATE_ASCENDING, 0, 1_000, 1_000), this::page).iterator();
        for (int i = 0; i < ListWalk.PAGE; i++) {
            assertEquals(i, walk.next());
        }
        rows.removeIf(row -> row > ListWalk.PAGE + 2);
        assertEquals(ListWalk.PAGE, walk.next());
        assertEquals(ListWalk.PAGE + 1, walk.next());
        assertEquals(ListWalk.PAGE + 2, walk.next());
        assertFalse(walk.hasNext());
        assertThrows(NoSuchElementException.class, walk::next);
    }

    @Test
    void whatGoesAtTheBeginningOfAListHidesNothingThatComesLater() {
        fill(300);
        Iterator<Long> walk =
                new ListWalk<>(new ListPart(ListOrder.DATE_ASCENDING, 0, 300, 300), this::page).iterator();
        for (int i = 0; i < ListWalk.PAGE; i++) {
            walk.next();
        }
        rows.removeIf(row -> row < ListWalk.PAGE);
        assertEquals(ListWalk.PAGE, walk.next());
    }
}
