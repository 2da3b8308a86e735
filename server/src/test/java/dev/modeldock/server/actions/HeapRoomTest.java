package dev.modeldock.server.actions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.server.actions.HeapRoom.Kind;
import dev.modeldock.server.actions.HeapRoom.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HeapRoomTest {
    /** Of these, networks have 500, pictures 333, and all together 650. */
    private static final int HEAP = 1000;

    private final HeapRoom room = new HeapRoom(HEAP);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    private Part now(Kind kind, long bytes) throws InterruptedException {
        return room.take(kind, bytes, () -> {
            throw new IllegalStateException("it would wait");
        });
    }

    /** One that waits, and has said so. */
    private Future<Part> waiting(Kind kind, long bytes) throws InterruptedException {
        CountDownLatch waits = new CountDownLatch(1);
        Future<Part> part = threads.submit(() -> room.take(kind, bytes, waits::countDown));
        waits.await();
        assertFalse(part.isDone());
        return part;
    }

    @Test
    void allKindsTogetherHaveTheirBound() throws Exception {
        assertEquals(500, room.most(Kind.NETWORK));
        assertEquals(333, room.most(Kind.PICTURE));
        assertThrows(IllegalArgumentException.class, () -> now(Kind.PICTURE, 334));
        Part network = now(Kind.NETWORK, 500);
        Part small = now(Kind.PICTURE, 150);
        assertThrows(IllegalStateException.class, () -> now(Kind.PICTURE, 1));
        assertThrows(IllegalStateException.class, () -> now(Kind.NETWORK, 1));
        Future<Part> large = waiting(Kind.PICTURE, 333);
        small.close();
        assertFalse(large.isDone());
        network.close();
        large.get().close();
        now(Kind.NETWORK, 500).close();
    }

    @Test
    void aNetworkThatWaitsIsNotPassedByPicturesForEver() throws Exception {
        Part picture = now(Kind.PICTURE, 300);
        Future<Part> network = waiting(Kind.NETWORK, 500);
        // These would fit beside the first one, and keep the network out.
        Future<Part> next = waiting(Kind.PICTURE, 30);
        picture.close();
        Part part = network.get();
        next.get().close();
        part.close();
    }

    @Test
    void thoseOfAKindComeInTheirOrder() throws Exception {
        Part all = now(Kind.PICTURE, 300);
        Future<Part> large = waiting(Kind.PICTURE, 200);
        Future<Part> small = waiting(Kind.PICTURE, 10);
        all.close();
        large.get().close();
        small.get().close();
    }

    @Test
    void whoIsStoppedWhileItWaitsLeavesNothingBehind() throws Exception {
        Part all = now(Kind.NETWORK, 500);
        for (int i = 0; i < 3; i++) {
            assertThrows(IllegalStateException.class, () -> now(Kind.NETWORK, 100));
            CountDownLatch waits = new CountDownLatch(1);
            CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
            Thread thread = new Thread(() -> {
                try {
                    room.take(Kind.NETWORK, 100, waits::countDown);
                    interrupted.complete(false);
                } catch (InterruptedException e) {
                    interrupted.complete(true);
                }
            });
            thread.start();
            waits.await();
            thread.interrupt();
            assertTrue(interrupted.get());
        }
        // No network waits any more, so pictures have all that is left to them.
        now(Kind.PICTURE, 150).close();
        all.close();
        now(Kind.PICTURE, 333).close();
        now(Kind.NETWORK, 500).close();
    }

    @Test
    void manyAtOnceNeverHaveMoreThanThereIs() throws Exception {
        AtomicLong held = new AtomicLong();
        AtomicLong most = new AtomicLong();
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Random random = new Random(i);
            Kind kind = i < 2 ? Kind.NETWORK : Kind.PICTURE;
            all.add(threads.submit(() -> {
                for (int round = 0; round < 300; round++) {
                    long bytes = 1 + random.nextInt((int) room.most(kind));
                    Part part = room.take(kind, bytes, () -> {});
                    most.accumulateAndGet(held.addAndGet(bytes), Math::max);
                    held.addAndGet(-bytes);
                    part.close();
                }
                return null;
            }));
        }
        for (Future<?> each : all) {
            each.get(50, TimeUnit.SECONDS);
        }
        assertTrue(most.get() <= 650, most::toString);
    }
}
