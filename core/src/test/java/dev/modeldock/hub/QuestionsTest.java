package dev.modeldock.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Questions that many ask, and what is remembered of their answers. */
@Timeout(60)
class QuestionsTest {
    private static final PullAnswer NO =
            new PullAnswer.Refused(new DockException(Problem.NOT_FOUND, "It is not there."), Instant.EPOCH);

    private final AtomicBoolean holds = new AtomicBoolean(true);
    private final AtomicInteger asked = new AtomicInteger();
    private final Questions questions = new Questions(answer -> holds.get());

    @AfterEach
    void close() {
        questions.close();
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofSeconds(20));
    }

    private PullAnswer count() {
        asked.incrementAndGet();
        return NO;
    }

    @Test
    void theSameIsAskedOnceHoweverManyAsk() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        ExecutorService clients = Executors.newFixedThreadPool(8);
        try {
            List<Future<PullAnswer>> all = new ArrayList<>();
            Callable<PullAnswer> question = () -> {
                go.await();
                return count();
            };
            for (int i = 0; i < 8; i++) {
                all.add(clients.submit(() -> questions.ask("a", question, soon())));
            }
            go.countDown();
            for (Future<PullAnswer> each : all) {
                assertSame(NO, each.get());
            }
        } finally {
            clients.shutdownNow();
        }
        assertEquals(1, asked.get());
        questions.ask("b", this::count, soon());
        assertEquals(2, asked.get());
    }

    @Test
    void anAnswerIsRememberedForAsLongAsItHolds() {
        questions.ask("a", this::count, soon());
        questions.ask("a", this::count, soon());
        assertEquals(1, asked.get());
        holds.set(false);
        questions.ask("a", this::count, soon());
        assertEquals(2, asked.get());
    }

    @Test
    void whoWaitsTooLongIsToldToComeBackAndFindsTheAnswerThen() {
        CountDownLatch go = new CountDownLatch(1);
        Callable<PullAnswer> slow = () -> {
            go.await();
            return count();
        };
        DockException early =
                assertThrows(DockException.class, () -> questions.ask("a", slow, Deadline.in(Duration.ofMillis(30))));
        assertEquals(Problem.NOT_READY, early.problem());
        go.countDown();
        assertSame(NO, questions.ask("a", slow, soon()));
        assertEquals(1, asked.get());
    }

    @Test
    void aFaultIsNotRemembered() {
        DockException fault = assertThrows(
                DockException.class,
                () -> questions.ask(
                        "a",
                        () -> {
                            throw new IOException("broken");
                        },
                        soon()));
        assertEquals(Problem.SERVER_ERROR, fault.problem());
        assertSame(NO, questions.ask("a", this::count, soon()));
    }

    @Test
    void tooManyAreSentAwayAndClosingWakesAll() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        ExecutorService client = Executors.newSingleThreadExecutor();
        try {
            Future<PullAnswer> waiting = client.submit(() -> questions.ask("first", () -> wait(never), soon()));
            for (int i = 0; i < 100; i++) {
                int number = i;
                assertThrows(
                        DockException.class,
                        () -> questions.ask("q" + number, () -> wait(never), Deadline.in(Duration.ZERO)));
            }
            DockException full =
                    assertThrows(DockException.class, () -> questions.ask("one more", this::count, soon()));
            assertEquals(Problem.NOT_READY, full.problem());
            questions.close();
            Exception ended = assertThrows(Exception.class, waiting::get);
            assertEquals(Problem.NOT_READY, ((DockException) ended.getCause()).problem());
        } finally {
            client.shutdownNow();
        }
    }

    private static PullAnswer wait(CountDownLatch never) throws InterruptedException {
        never.await();
        return NO;
    }
}
