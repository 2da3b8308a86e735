package dev.modeldock.server.actions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.spi.ActionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class InOrderTest {
    private static Iterator<Integer> upTo(int count) {
        return IntStream.range(0, count).iterator();
    }

    @Test
    void resultsComeInTheOrderOfTheThingsWhateverTheThreads() throws Exception {
        for (int threads : new int[] {1, 2, 7}) {
            List<String> taken = new ArrayList<>();
            InOrder.each(
                    upTo(1000),
                    threads,
                    thing -> {
                        // Later ones are done sooner.
                        for (int spin = 0; spin < (1000 - thing) % 50 * 100; spin++) {
                            Thread.onSpinWait();
                        }
                        return "r" + thing;
                    },
                    (thing, result) -> taken.add(thing + result));
            assertEquals(IntStream.range(0, 1000).mapToObj(i -> i + "r" + i).toList(), taken, threads + " threads");
        }
    }

    @Test
    void thingsAreWorkedOnAtTheSameTimeAndTakenByTheCaller() throws Exception {
        CyclicBarrier together = new CyclicBarrier(3);
        Set<Thread> workers = ConcurrentHashMap.newKeySet();
        Thread caller = Thread.currentThread();
        InOrder.each(
                upTo(3),
                3,
                thing -> {
                    workers.add(Thread.currentThread());
                    return together.await(30, TimeUnit.SECONDS);
                },
                (thing, result) -> assertSame(caller, Thread.currentThread()));
        assertEquals(3, workers.size());
        assertFalse(workers.contains(caller));
    }

    @Test
    void onlyAFewAreHeldAtATime() throws Exception {
        AtomicInteger given = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        int[] taken = {0};
        InOrder.each(upTo(500), 2, thing -> given.incrementAndGet(), (thing, result) -> {
            most.accumulateAndGet(given.get() - taken[0]++, Math::max);
        });
        assertEquals(500, taken[0]);
        assertTrue(most.get() <= 16, () -> most + " were held");
    }

    @Test
    void noThingsAreFine() throws Exception {
        InOrder.each(Collections.emptyIterator(), 4, thing -> thing, (thing, result) -> {
            throw new AssertionError("there is none");
        });
    }

    @Test
    void theFirstFailureInTheOrderOfTheThingsIsThrown() {
        CountDownLatch later = new CountDownLatch(1);
        List<Integer> taken = new ArrayList<>();
        IOException thrown = assertThrows(
                IOException.class,
                () -> InOrder.each(
                        upTo(10),
                        4,
                        thing -> {
                            if (thing == 5) {
                                later.countDown();
                                throw new IOException("five");
                            }
                            if (thing == 3) {
                                later.await();
                                throw new IOException("three");
                            }
                            return thing;
                        },
                        (thing, result) -> taken.add(thing)));
        assertEquals("three", thrown.getMessage());
        assertEquals(List.of(0, 1, 2), taken);
    }

    @Test
    void exceptionsComeAsThemselvesOrAsACause() {
        assertThrows(
                IllegalStateException.class,
                () -> InOrder.each(
                        upTo(1),
                        1,
                        thing -> {
                            throw new IllegalStateException();
                        },
                        (thing, result) -> {}));
        IOException unchecked = new IOException("inside");
        assertSame(
                unchecked,
                assertThrows(
                        IOException.class,
                        () -> InOrder.each(
                                upTo(1),
                                1,
                                thing -> {
                                    throw new UncheckedIOException(unchecked);
                                },
                                (thing, result) -> {})));
        IOException wrapped = assertThrows(
                IOException.class,
                () -> InOrder.each(upTo(1), 1, thing -> thing, (thing, result) -> {
                    throw new ActionException("a sentence");
                }));
        assertEquals("a sentence", wrapped.getMessage());
        assertEquals(ActionException.class, wrapped.getCause().getClass());
        assertThrows(
                StackOverflowError.class,
                () -> InOrder.each(
                        upTo(1),
                        1,
                        thing -> {
                            throw new StackOverflowError();
                        },
                        (thing, result) -> {}));
    }

    @Test
    void whatTheThingsThemselvesThrowEndsItToo() {
        Iterator<Integer> broken = new Iterator<>() {
            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public Integer next() {
                throw new UncheckedIOException(new IOException("no more"));
            }
        };
        IOException thrown =
                assertThrows(IOException.class, () -> InOrder.each(broken, 2, thing -> thing, (thing, result) -> {}));
        assertEquals("no more", thrown.getMessage());
    }

    @Test
    void interruptionEndsTheWorkAndNoneGoesOn() throws Exception {
        CountDownLatch begun = new CountDownLatch(2);
        AtomicInteger running = new AtomicInteger();
        List<Throwable> thrown = Collections.synchronizedList(new ArrayList<>());
        Thread caller = new Thread(() -> {
            try {
                InOrder.each(
                        upTo(100),
                        2,
                        thing -> {
                            running.incrementAndGet();
                            begun.countDown();
                            try {
                                return new CountDownLatch(1).await(1, TimeUnit.HOURS);
                            } finally {
                                running.decrementAndGet();
                            }
                        },
                        (thing, result) -> {});
            } catch (IOException | InterruptedException e) {
                thrown.add(e);
                thrown.add(running.get() == 0 ? null : new AssertionError(running + " go on"));
            }
        });
        caller.start();
        begun.await();
        caller.interrupt();
        caller.join();
        assertEquals(InterruptedException.class, thrown.get(0).getClass());
        assertEquals(null, thrown.get(1));
    }

    @Test
    void whenTheTakerFailsNoWorkGoesOn() {
        AtomicInteger running = new AtomicInteger();
        assertThrows(
                IOException.class,
                () -> InOrder.each(
                        upTo(1000),
                        4,
                        thing -> {
                            running.incrementAndGet();
                            try {
                                if (thing > 0) {
                                    new CountDownLatch(1).await(1, TimeUnit.HOURS);
                                }
                                return thing;
                            } finally {
                                running.decrementAndGet();
                            }
                        },
                        (thing, result) -> {
                            throw new IOException("enough");
                        }));
        assertEquals(0, running.get());
    }
}
