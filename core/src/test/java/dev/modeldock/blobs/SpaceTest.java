package dev.modeldock.blobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpaceTest {
    @TempDir
    private Path directory;

    private Space space;

    @BeforeEach
    void open() {
        space = new Space(directory, 1_000, 0);
    }

    @Test
    void whatIsPromisedCannotBePromisedTwice() {
        Space.Reservation first = space.reserve(700);
        DockException refused = assertThrows(DockException.class, () -> space.reserve(301));
        assertEquals(Problem.INSUFFICIENT_STORAGE, refused.problem());
        assertTrue(refused.getMessage().contains("301 bytes are needed and 300 can be had"), refused.getMessage());
        assertTrue(refused.getMessage().contains("700 reserved"), refused.getMessage());
        assertEquals(301L, refused.details().get("needed"));
        assertEquals(300L, refused.details().get("available"));
        assertEquals(700L, refused.details().get("reserved"));
        space.reserve(300).close();
        first.close();
        space.reserve(1_000).close();
    }

    @Test
    void aRefusedPromiseChangesNothing() {
        assertThrows(DockException.class, () -> space.reserve(1_001));
        assertEquals(1_000, space.available());
        assertEquals(0, space.reserved());
    }

    @Test
    void promisedRoomBecomesUsedRoom() {
        try (Space.Reservation mine = space.reserve(100)) {
            mine.use(60);
            assertEquals(60, space.used());
            assertEquals(40, space.reserved());
            mine.use(90);
            assertEquals(150, space.used());
            assertEquals(0, space.reserved());
            assertThrows(DockException.class, () -> mine.use(851));
            assertEquals(150, space.used());
            assertEquals(0, space.reserved());
        }
    }

    @Test
    void whatIsDeletedAgainStaysPromisedUntilTheEnd() {
        Space.Reservation mine = space.reserve(100);
        mine.use(60);
        mine.restore(60);
        assertEquals(0, space.used());
        assertEquals(100, space.reserved());
        mine.use(30);
        mine.close();
        assertEquals(0, space.reserved());
        mine.restore(30);
        assertEquals(0, space.used());
        assertEquals(0, space.reserved());
        assertEquals(1_000, space.available());
    }

    @Test
    void whatWasTakenBeyondThePromiseIsNotPromisedAfterwards() {
        try (Space.Reservation mine = space.reserve(10)) {
            mine.use(15);
            mine.restore(15);
            assertEquals(10, space.reserved());
            assertEquals(0, space.used());
        }
        assertEquals(0, space.reserved());
    }

    @Test
    void whatWasFoundCountsAgainstTheQuota() {
        space.found(990);
        assertEquals(10, space.available());
        space.freed(90);
        assertEquals(100, space.available());
    }

    @Test
    void withoutAQuotaTheDiskIsTheLimit() {
        Space disk = new Space(directory, 0, 0);
        DockException refused = assertThrows(DockException.class, () -> disk.reserve(Long.MAX_VALUE));
        assertEquals(Problem.INSUFFICIENT_STORAGE, refused.problem());
        Space kept = new Space(directory, 0, Long.MAX_VALUE / 2);
        assertEquals(0, kept.available());
        assertThrows(DockException.class, () -> kept.reserve(1));
    }

    @Test
    void manyThreadsNeverGetMoreThanThereIs() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Callable<Boolean>> wishes = IntStream.range(0, 400)
                .<Callable<Boolean>>mapToObj(i -> () -> {
                    try {
                        space.reserve(7);
                        return true;
                    } catch (DockException full) {
                        return false;
                    }
                })
                .toList();
        int granted = 0;
        for (Future<Boolean> wish : threads.invokeAll(wishes)) {
            granted += wish.get() ? 1 : 0;
        }
        threads.shutdown();
        assertEquals(142, granted);
        assertEquals(142 * 7, space.reserved());
    }
}
