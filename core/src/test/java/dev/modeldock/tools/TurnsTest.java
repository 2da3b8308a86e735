package dev.modeldock.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private final ExecutorService threads = Executors.newFixedThreadPool(8);

    @AfterEach
    void close() {
        threads.shutdownNow();
    }

    @Test
    void oneIsInAtATime() throws Exception {
        Turns turns = new Turns();
        AtomicInteger inside = new AtomicInteger();
        List<Future<Integer>> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            boolean patient = i % 2 == 0;
            Turns.Work<Integer, InterruptedException> work = () -> {
                int now = inside.incrementAndGet();
                Thread.yield();
                inside.decrementAndGet();
                return now;
            };
            all.add(threads.submit(() -> patient ? turns.patiently(work) : turns.soon(work)));
        }
        for (Future<Integer> each : all) {
            assertEquals(1, each.get());
        }
    }

    @Test
    void whoIsNotServedInTimeIsToldToComeBack() throws Exception {
        Turns turns = new Turns(1);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Future<Boolean> slow = threads.submit(() -> turns.patiently(() -> {
            begun.countDown();
            end.await();
            return true;
        }));
        begun.await();
        DockException refused = assertThrows(DockException.class, () -> turns.soon(() -> true));
        assertEquals(Problem.RATE_LIMITED, refused.problem());
        Future<Boolean> patient = threads.submit(() -> turns.patiently(() -> true));
        end.countDown();
        assertTrue(slow.get());
        assertTrue(patient.get());
    }

    @Test
    void aTurnThatFailsIsOver() throws Exception {
        Turns turns = new Turns(1);
        for (int i = 0; i < 3; i++) {
            assertThrows(
                    IOException.class,
                    () -> turns.soon(() -> {
                        throw new IOException("on purpose");
                    }));
        }
        assertTrue(turns.<Boolean, RuntimeException>soon(() -> true));
    }
}
