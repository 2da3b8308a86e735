package dev.modeldock.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.modeldock.models.Version;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The hashes of a tree that is too large to be remembered. */
@Timeout(60)
class TreeHashesTest {
    private static final int DIRECTORIES = 10_001;
    private static final Version VERSION = new Version(
            1,
            "cm-1",
            "c".repeat(40),
            "other",
            JsonNodeFactory.instance.objectNode(),
            JsonNodeFactory.instance.objectNode(),
            0,
            DIRECTORIES,
            "anna",
            Instant.EPOCH);

    private final NavigableMap<String, HubEntry.File> files = new TreeMap<>();
    private final AtomicInteger pages = new AtomicInteger();
    private final CountDownLatch going = new CountDownLatch(1);

    TreeHashesTest() {
        for (int i = 0; i < DIRECTORIES; i++) {
            String path = "%05d/f".formatted(i);
            files.put(path, new HubEntry.File(path, "0".repeat(40), 1, "0".repeat(64), 0));
        }
    }

    private TreeHashes hashes(Runnable before) {
        return new TreeHashes(new HubFiles(null, null, version -> {
            pages.incrementAndGet();
            before.run();
            return Optional.of(files);
        }));
    }

    private void await() {
        try {
            going.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void twoWhoAskAtOnceComputeOnce() throws Exception {
        TreeHashes hashes = hashes(this::await);
        FutureTask<Map<String, String>> first = new FutureTask<>(() -> hashes.of(VERSION));
        FutureTask<Map<String, String>> second = new FutureTask<>(() -> hashes.of(VERSION));
        for (FutureTask<?> each : new FutureTask<?>[] {first, second}) {
            Thread thread = new Thread(each);
            thread.start();
            while (thread.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
        }
        going.countDown();
        assertEquals(DIRECTORIES + 1, first.get().size());
        assertEquals(first.get(), second.get());
        assertEquals(11, pages.get(), "pages of a thousand files that were read");
        hashes.of(VERSION);
        assertEquals(22, pages.get(), "so many are not kept");
    }

    @Test
    void whatFailedIsTriedAgain() {
        CompletableFuture<Void> failing = new CompletableFuture<>();
        TreeHashes hashes = hashes(() -> {
            if (!failing.isDone()) {
                failing.complete(null);
                throw new IllegalStateException("once");
            }
        });
        assertThrows(RuntimeException.class, () -> hashes.of(VERSION));
        assertEquals(DIRECTORIES + 1, hashes.of(VERSION).size());
    }
}
