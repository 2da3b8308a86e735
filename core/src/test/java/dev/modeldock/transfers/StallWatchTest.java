package dev.modeldock.transfers;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.Await;
import dev.modeldock.fakes.Content;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class StallWatchTest {
    private final StallWatch stalls = new StallWatch(Duration.ofMillis(200));

    @AfterEach
    void close() throws Exception {
        stalls.close();
        Await.until("no thread is left", () -> Await.threads("stall-").isEmpty());
    }

    @Test
    void whoWaitsTooLongIsWoken() {
        try (StallWatch.Watch watch = stalls.begin()) {
            watch.waits();
            assertThrows(InterruptedException.class, () -> new CountDownLatch(1).await());
            assertTrue(watch.hasStalled());
            watch.rests();
            assertFalse(watch.hasStalled());
        }
    }

    @Test
    void aStreamThatDoesNotHearIsClosed() {
        PlaceStream deaf = new PlaceStream(Content.generated(1, 10), 0, 10, count -> {})
                .silentAt(0)
                .deaf();
        try (StallWatch.Watch watch = stalls.begin()) {
            watch.reads(deaf);
            watch.waits();
            assertThrows(IOException.class, () -> deaf.read(new byte[1], 0, 1));
            assertTrue(watch.hasStalled());
            watch.rests();
            assertFalse(Thread.currentThread().isInterrupted(), "the interrupt went with the stall");
        }
    }

    @Test
    void whoSwallowsTheInterruptIsWokenAgain() {
        try (StallWatch.Watch watch = stalls.begin()) {
            watch.waits();
            assertThrows(InterruptedException.class, () -> new CountDownLatch(1).await());
            assertThrows(InterruptedException.class, () -> new CountDownLatch(1).await());
            watch.rests();
        }
    }

    @Test
    void whoWorksIsLeftAlone() throws Exception {
        try (StallWatch.Watch watch = stalls.begin()) {
            watch.waits();
            watch.works();
            assertFalse(new CountDownLatch(1).await(700, TimeUnit.MILLISECONDS));
            assertFalse(watch.hasStalled());
        }
    }

    @Test
    void anAbortIsNoStall() {
        try (StallWatch.Watch watch = stalls.begin()) {
            watch.abort();
            assertFalse(watch.hasStalled());
            watch.rests();
            assertTrue(Thread.interrupted(), "who asked to stop is still heard");
        }
    }
}
