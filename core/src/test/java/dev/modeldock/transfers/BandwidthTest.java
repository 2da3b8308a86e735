package dev.modeldock.transfers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.Await;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BandwidthTest {
    @Test
    void withoutALimitNobodyWaits() throws Exception {
        Bandwidth bandwidth = new Bandwidth(0);
        for (int i = 0; i < 1_000; i++) {
            bandwidth.take(Integer.MAX_VALUE);
        }
        assertEquals(0, bandwidth.get());
    }

    @Test
    void theRateHolds() throws Exception {
        Bandwidth bandwidth = new Bandwidth(100_000);
        long began = System.nanoTime();
        for (int i = 0; i < 10; i++) {
            bandwidth.take(5_000);
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        // One step may have been saved up before.
        assertTrue(seconds > 0.4, "50 000 bytes at 100 000 a second took " + seconds);
    }

    @Test
    void aPauseEarnsNoBurst() throws Exception {
        Bandwidth bandwidth = new Bandwidth(100_000);
        assertFalse(new CountDownLatch(1).await(300, TimeUnit.MILLISECONDS));
        long began = System.nanoTime();
        bandwidth.take(30_000);
        double seconds = (System.nanoTime() - began) / 1e9;
        assertTrue(seconds > 0.2, "30 000 bytes at 100 000 a second took " + seconds);
    }

    @Test
    void stepsFitTheRate() {
        assertEquals(256 * 1024, new Bandwidth(0).step());
        assertEquals(256 * 1024, new Bandwidth(1L << 40).step());
        assertEquals(1_000_000 / 16, new Bandwidth(1_000_000).step());
        assertEquals(1024, new Bandwidth(1).step());
    }

    @Test
    void aNewRateFreesWhoWaitsUnderTheOldOne() throws Exception {
        Bandwidth bandwidth = new Bandwidth(1);
        CountDownLatch through = new CountDownLatch(3);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Thread thread = new Thread(() -> {
                try {
                    bandwidth.take(1_000_000);
                    through.countDown();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            threads.add(thread);
            thread.start();
        }
        Await.until("all wait", () -> threads.stream().allMatch(each -> each.getState() == Thread.State.TIMED_WAITING));
        bandwidth.set(2_000_000);
        assertTrue(through.await(5, TimeUnit.SECONDS));
    }

    @Test
    void whoWaitsIsServedInTurn() throws Exception {
        Bandwidth bandwidth = new Bandwidth(200_000);
        CountDownLatch through = new CountDownLatch(1);
        Thread patient = new Thread(() -> {
            try {
                bandwidth.take(20_000);
                through.countDown();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Thread greedy = new Thread(() -> {
            try {
                while (through.getCount() > 0) {
                    bandwidth.take(50_000);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        greedy.start();
        Await.until("it waits", () -> greedy.getState() == Thread.State.TIMED_WAITING);
        patient.start();
        assertTrue(through.await(3, TimeUnit.SECONDS));
        greedy.interrupt();
        greedy.join();
    }

    @Test
    void aRateBelowZeroIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Bandwidth(-1));
    }
}
