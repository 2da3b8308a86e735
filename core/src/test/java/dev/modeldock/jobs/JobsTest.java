package dev.modeldock.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.modeldock.Await;
import dev.modeldock.MutableClock;
import dev.modeldock.access.Caller;
import dev.modeldock.access.Scope;
import dev.modeldock.database.Database;
import dev.modeldock.events.Events;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobsTest {
    private static final JobFilter ALL = filter("", null);

    @TempDir
    private Path directory;

    private final MutableClock clock = new MutableClock();
    private final Script script = new Script();
    private Database database;
    private JobStore store;
    private Jobs jobs;

    @BeforeEach
    void open() {
        database = Database.open(directory.resolve("modeldock.db"));
        store = new JobStore(database, new Events(database, clock));
        jobs = new Jobs(store, clock);
    }

    @AfterEach
    void close() {
        jobs.close();
        database.close();
    }

    @Test
    void theLongestWaitingGoesFirst() throws Exception {
        for (String tag : List.of("a", "b", "c")) {
            submit(tag);
            clock.forward(Duration.ofMillis(1));
        }
        start(1);
        Job last = submit("d");
        awaitState(last, JobState.DONE);
        assertEquals(List.of("a", "b", "c", "d"), script.played());
        assertEquals("d", jobs.get(last.id()).result().path("by").asText());
    }

    @Test
    void aKillWhileAFailedJobIsTidiedUpDoesNotHideTheReason() throws Exception {
        NewJob wanted = new NewJob(
                JobKind.IMPORT, "user", "TEST", "a", "", "its-staging", JsonNodeFactory.instance.objectNode());
        Job job = jobs.submit(wanted);
        store.claim(JobKind.IMPORT, clock.millis()).orElseThrow();
        assertEquals(List.of("its-staging"), store.stagingInUse());
        store.failing(job.id(), new Job.JobFailure(Problem.INVALID_MODEL, "It is no model."));
        assertEquals(List.of(), store.stagingInUse(), "what it had goes at the next start");
        start(1);
        awaitState(job, JobState.FAILED);
        Job failed = jobs.get(job.id());
        assertEquals("It is no model.", failed.failure().orElseThrow().message());
        assertEquals(List.of(), script.played());
    }

    @Test
    void aKillWhileAJobIsBeingCancelledDoesNotLetItGoOn() throws Exception {
        Job job = submit("a");
        store.claim(JobKind.IMPORT, clock.millis()).orElseThrow();
        store.ending().wishCancel(job.id(), "anna");
        start(1);
        awaitState(job, JobState.CANCELED);
        assertEquals(List.of(), script.played());
        jobs.retry(job.id());
        awaitState(job, JobState.DONE);
        assertEquals(List.of("a"), script.played());
    }

    @Test
    void whatEndedLongAgoIsForgotten() throws Exception {
        start(1);
        Job old = submit("old");
        awaitState(old, JobState.DONE);
        clock.forward(Duration.ofDays(31));
        Job young = submit("young");
        awaitState(young, JobState.DONE);
        jobs.sweep();
        assertTrue(jobs.find(old.id()).isEmpty());
        assertTrue(jobs.find(young.id()).isPresent());
    }

    @Test
    void twoWorkersNeverTakeTheSame() throws Exception {
        Set<String> once = ConcurrentHashMap.newKeySet();
        AtomicBoolean twice = new AtomicBoolean();
        List<Job> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            script.on("t" + i, (job, context) -> {
                if (!once.add(job.id())) {
                    twice.set(true);
                }
            });
        }
        start(4);
        for (int i = 0; i < 200; i++) {
            all.add(submit("t" + i));
        }
        for (Job each : all) {
            awaitState(each, JobState.DONE);
        }
        assertFalse(twice.get());
        assertEquals(200, script.played().size());
    }

    @Test
    void asManyRunAtOnceAsThereAreWorkers() throws Exception {
        CountDownLatch bothRun = new CountDownLatch(2);
        Script.Act meet = (job, context) -> {
            bothRun.countDown();
            assertTrue(bothRun.await(10, TimeUnit.SECONDS));
        };
        script.on("a", meet).on("b", meet);
        start(2);
        Job first = submit("a");
        Job second = submit("b");
        awaitState(first, JobState.DONE);
        awaitState(second, JobState.DONE);
    }

    @Test
    void whatCanPassIsTriedThreeTimes() throws Exception {
        script.on("a", fail(Problem.UPSTREAM_UNREACHABLE, Map.of()));
        start(1);
        Job job = submit("a");
        for (int attempt = 1; attempt <= 2; attempt++) {
            awaitAttempt(job, attempt, JobState.PENDING);
            assertEquals(
                    Problem.UPSTREAM_UNREACHABLE,
                    jobs.get(job.id()).failure().orElseThrow().problem());
            long wait = store.nextStart(JobKind.IMPORT).orElseThrow() - clock.millis();
            assertTrue(wait >= 1_000L << attempt && wait <= 2_000L << attempt, "back-off of " + wait + " ms");
            clock.forward(Duration.ofMillis(wait - 1));
            jobs.wake();
            assertEquals(Optional.empty(), store.claim(JobKind.IMPORT, clock.millis()));
            clock.forward(Duration.ofMillis(1));
            jobs.wake();
        }
        awaitAttempt(job, 3, JobState.FAILED);
        assertEquals(List.of("a", "a", "a"), script.played());
        assertEquals(List.of("a"), script.discarded());
    }

    @Test
    void aPlaceThatAsksForTimeGetsIt() throws Exception {
        script.on("a", fail(Problem.RATE_LIMITED, Map.of("retryAfterSeconds", 77L)));
        start(1);
        Job job = submit("a");
        awaitAttempt(job, 1, JobState.PENDING);
        assertEquals(clock.millis() + 77_000, store.nextStart(JobKind.IMPORT).orElseThrow());
    }

    @Test
    void whatCannotPassFailsAtOnce() throws Exception {
        script.on("a", fail(Problem.INVALID_MODEL, Map.of()));
        start(1);
        Job failed = awaitState(submit("a"), JobState.FAILED);
        assertEquals(1, failed.progress().attempts());
        assertEquals("on purpose", failed.failure().orElseThrow().message());
    }

    @Test
    void aFaultOfOursIsToldWithoutItsInside() throws Exception {
        script.on("a", (job, context) -> {
            throw new IllegalStateException("/secret/place");
        });
        start(1);
        Job failed = awaitState(submit("a"), JobState.FAILED);
        assertEquals(Problem.SERVER_ERROR, failed.failure().orElseThrow().problem());
        assertFalse(failed.failure().orElseThrow().message().contains("secret"));
    }

    @Test
    void whatAFailedJobKeepsIsFreedOnRequestAndOnce() throws Exception {
        script.on("a", fail(Problem.UPSTREAM_UNREACHABLE, Map.of()));
        start(1);
        Job job = jobs.submit(new NewJob(
                JobKind.IMPORT,
                "user",
                "TEST",
                "a",
                "",
                "kept-here",
                JsonNodeFactory.instance.objectNode().put("staging", "kept-here")));
        failThreeTimes(job);
        KeptStaging kept = jobs.kept().get(0);
        assertEquals("kept-here", kept.staging());
        assertTrue(jobs.empty(kept));
        assertEquals(List.of("a", "a"), script.discarded(), "at its end, and now");
        assertEquals(List.of(), jobs.kept());
        jobs.retry(job.id());
        assertFalse(jobs.empty(kept), "one that is tried again has what it has");
        failThreeTimes(job);
        assertEquals("kept-here", jobs.kept().get(0).staging(), "what it keeps anew is known again");
    }

    private void failThreeTimes(Job job) throws Exception {
        for (int attempt = 1; attempt <= 2; attempt++) {
            awaitAttempt(job, attempt, JobState.PENDING);
            assertEquals(List.of(), jobs.kept());
            clock.forward(Duration.ofMinutes(1));
            jobs.wake();
        }
        awaitAttempt(job, 3, JobState.FAILED);
        clock.forward(Duration.ofMillis(1));
    }

    @Test
    void aFullDiskIsToldAsSuch() throws Exception {
        script.on("a", (job, context) -> {
            throw new IOException("No space left on device");
        });
        start(1);
        Job failed = awaitState(submit("a"), JobState.FAILED);
        assertEquals(
                Problem.INSUFFICIENT_STORAGE, failed.failure().orElseThrow().problem());
    }

    @Test
    void aWorkerOutlivesTheWorstRunner() throws Exception {
        script.on("a", (job, context) -> {
            throw new StackOverflowError();
        });
        start(1);
        awaitState(submit("a"), JobState.FAILED);
        awaitState(submit("b"), JobState.DONE);
    }

    @Test
    void aFailedJobFreesItsBytesBeforeItIsSeenAsFailed() throws Exception {
        AtomicReference<JobState> seen = new AtomicReference<>();
        Script watching = new Script().on("a", fail(Problem.INVALID_MODEL, Map.of()));
        jobs.start(JobKind.IMPORT, 1, new JobRunner() {
            @Override
            public com.fasterxml.jackson.databind.node.ObjectNode run(Job job, JobContext context) throws Exception {
                return watching.run(job, context);
            }

            @Override
            public boolean repeatable(Job job) {
                return false;
            }

            @Override
            public void discard(Job job) {
                seen.set(store.find(job.id()).orElseThrow().state());
            }
        });
        awaitState(submit("a"), JobState.FAILED);
        assertEquals(JobState.RUNNING, seen.get());
    }

    @Test
    void whatWaitsIsCancelledAndDiscarded() throws Exception {
        start(0);
        Job job = submit("a");
        assertEquals(JobState.CANCELED, jobs.cancel(job.id()).state());
        assertEquals(List.of("a"), script.discarded());
        assertTrue(jobs.get(job.id()).times().ended() != null);
        assertProblem(Problem.CONFLICT, () -> jobs.cancel(job.id()));
        assertProblem(Problem.CONFLICT, () -> jobs.pause(job.id()));
        assertProblem(Problem.CONFLICT, () -> jobs.resume(job.id()));
        assertProblem(Problem.NOT_FOUND, () -> jobs.cancel("nothing"));
    }

    @Test
    void aRunnerThatBlocksIsStoppedWithinTwoSeconds() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        script.on("a", Script.block(begun));
        start(1);
        Job job = submit("a");
        begun.await();
        long from = System.nanoTime();
        assertEquals(JobState.CANCELED, jobs.cancel(job.id()).state());
        assertTrue(System.nanoTime() - from < TimeUnit.SECONDS.toNanos(2));
        assertEquals(List.of("a"), script.discarded());
        awaitState(submit("b"), JobState.DONE);
    }

    @Test
    void aRunnerThatAsksIsStopped() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        script.on("a", (job, context) -> {
            for (long bytes = 0; ; bytes++) {
                context.done(bytes);
                begun.countDown();
            }
        });
        start(1);
        Job job = submit("a");
        begun.await();
        assertEquals(JobState.CANCELED, jobs.cancel(job.id()).state());
    }

    @Test
    void pauseKeepsAndResumeGoesOn() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        script.on("a", Script.block(begun));
        start(1);
        Job job = submit("a");
        begun.await();
        Job paused = jobs.pause(job.id());
        assertEquals(JobState.PAUSED, paused.state());
        assertEquals(0, paused.progress().attempts(), "an attempt cut off on request is not one that failed");
        assertEquals(List.of(), script.discarded());
        assertProblem(Problem.CONFLICT, () -> jobs.retry(job.id()));
        script.on("a", (any, context) -> {});
        assertEquals(JobState.PENDING, jobs.resume(job.id()).state());
        awaitState(job, JobState.DONE);
    }

    @Test
    void whatWaitsIsPausedAndWhatIsPausedIsCancelled() {
        start(0);
        Job job = submit("a");
        assertEquals(JobState.PAUSED, jobs.pause(job.id()).state());
        assertEquals(List.of(), script.discarded());
        assertEquals(JobState.CANCELED, jobs.cancel(job.id()).state());
        assertEquals(List.of("a"), script.discarded());
    }

    @Test
    void whatEndsByItselfWhileItIsBeingStoppedIsNotToldAsStopped() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        script.on("a", (job, context) -> {
            begun.countDown();
            while (asked.getCount() > 0) {
                try {
                    asked.await();
                } catch (InterruptedException ignoredOnPurpose) {
                    asked.countDown();
                }
            }
        });
        start(1);
        Job job = submit("a");
        begun.await();
        assertProblem(Problem.CONFLICT, () -> jobs.cancel(job.id()));
        assertEquals(JobState.DONE, jobs.get(job.id()).state());
    }

    @Test
    void anInterruptNeverHitsTheNextJob() throws Exception {
        AtomicInteger hit = new AtomicInteger();
        start(1);
        for (int i = 0; i < 100; i++) {
            CountDownLatch begun = new CountDownLatch(1);
            script.on("short " + i, (job, context) -> begun.countDown());
            script.on("next " + i, (job, context) -> {
                if (Thread.currentThread().isInterrupted()) {
                    hit.incrementAndGet();
                }
            });
            Job job = submit("short " + i);
            Job next = submit("next " + i);
            begun.await();
            try {
                // It is just over, or about to be.
                jobs.cancel(job.id());
            } catch (DockException tooLate) {
                assertEquals(Problem.CONFLICT, tooLate.problem());
            }
            awaitState(next, JobState.DONE);
        }
        assertEquals(0, hit.get());
    }

    @Test
    void onlyWhatIsRepeatableIsTriedAgain() throws Exception {
        script.on("a", fail(Problem.INVALID_MODEL, Map.of()));
        start(1);
        Job job = awaitState(submit("a"), JobState.FAILED);
        script.notRepeatable();
        assertProblem(Problem.CONFLICT, () -> jobs.retry(job.id()));
    }

    @Test
    void aFailedOneTriedAgainBeginsAnew() throws Exception {
        script.on("a", fail(Problem.INVALID_MODEL, Map.of()));
        start(1);
        Job job = awaitState(submit("a"), JobState.FAILED);
        script.on("a", (any, context) -> {});
        Job retried = jobs.retry(job.id());
        assertEquals(JobState.PENDING, retried.state());
        assertEquals(Optional.empty(), retried.failure());
        Job done = awaitState(job, JobState.DONE);
        assertEquals(1, done.progress().attempts());
        assertProblem(Problem.CONFLICT, () -> jobs.retry(job.id()));
    }

    @Test
    void aCloseLetsRunningWorkGoOnAtTheNextOpening() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        script.on("a", Script.block(begun));
        start(1);
        Job job = submit("a");
        begun.await();
        jobs.close();
        assertEquals(JobState.PENDING, store.find(job.id()).orElseThrow().state());
        assertEquals(List.of(), script.discarded());
        jobs = new Jobs(store, clock);
        script.on("a", (any, context) -> {});
        start(1);
        assertEquals(1, awaitState(job, JobState.DONE).progress().attempts());
    }

    @Test
    void aKillLetsRunningWorkGoOnAtTheNextOpening() throws Exception {
        Job job = submit("a");
        assertEquals(
                JobState.RUNNING,
                store.claim(JobKind.IMPORT, clock.millis()).orElseThrow().state());
        start(1);
        awaitState(job, JobState.DONE);
    }

    @Test
    void whatACloseCutOffGoesOnBeforeWhatCameAfterIt() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        script.on("first", Script.block(begun));
        start(1);
        submit("first");
        begun.await();
        Job last = submit("last");
        clock.forward(Duration.ofMinutes(1));
        jobs.close();
        jobs = new Jobs(store, clock);
        script.on("first", (any, context) -> {});
        start(1);
        awaitState(last, JobState.DONE);
        assertEquals(List.of("first", "first", "last"), script.played());
    }

    @Test
    void whatAKillCutOffGoesOnBeforeWhatCameAfterIt() throws Exception {
        submit("first");
        Job last = submit("last");
        assertEquals(
                "first",
                store.claim(JobKind.IMPORT, clock.millis()).orElseThrow().tag());
        clock.forward(Duration.ofMinutes(1));
        start(1);
        awaitState(last, JobState.DONE);
        assertEquals(List.of("first", "last"), script.played());
    }

    @Test
    void closingEndsEveryWorkerAndTakesNothingNew() throws Exception {
        CountDownLatch begun = new CountDownLatch(2);
        script.on("a", Script.block(begun)).on("b", Script.block(begun));
        start(3);
        submit("a");
        submit("b");
        begun.await();
        jobs.close();
        assertEquals(List.of(), Await.threads("import-worker"));
        Job later = submit("c");
        assertEquals(JobState.PENDING, jobs.get(later.id()).state());
    }

    @Test
    void progressIsLiveAtOnceAndSavedOnceASecond() throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        script.on("a", (job, context) -> {
            context.total(100);
            for (int i = 0; i <= 100; i++) {
                context.phase("phase " + i);
                context.done(i);
            }
            told.countDown();
            end.await();
        });
        start(1);
        Job job = submit("a");
        told.await();
        Job live = jobs.get(job.id());
        assertEquals(new Job.JobProgress("phase 100", 100, 100, 0, 1), live.progress());
        assertEquals(99, live.progress().percent(live.state()), "never 100 before it is done");
        Job row = store.find(job.id()).orElseThrow();
        assertEquals("", row.progress().phase());
        end.countDown();
        Job done = awaitState(job, JobState.DONE);
        assertEquals(100, done.progress().percent(done.state()));
        assertEquals(100, done.progress().bytesDone());
    }

    @Test
    void percentIsZeroWhileNobodyKnowsTheTotal() {
        assertEquals(0, new Job.JobProgress("", 5, 0, 0, 1).percent(JobState.RUNNING));
        assertEquals(50, new Job.JobProgress("", 5, 10, 0, 1).percent(JobState.RUNNING));
        assertEquals(99, new Job.JobProgress("", 11, 10, 0, 1).percent(JobState.FAILED));
    }

    @Test
    void aResultIsKeptWhenTheJobFailsLater() throws Exception {
        script.on("a", (job, context) -> {
            context.result(JsonNodeFactory.instance.objectNode().put("first", "stored"));
            throw new DockException(Problem.INVALID_MODEL, "the second");
        });
        start(1);
        Job failed = awaitState(submit("a"), JobState.FAILED);
        assertEquals("stored", failed.result().path("first").asText());
    }

    @Test
    void aJobOfSomebodyElseIsNotThere() {
        Job job = submit("a");
        Caller other = new Caller("other", EnumSet.of(Scope.WRITE), Optional.empty());
        Caller admin = new Caller("boss", EnumSet.of(Scope.ADMIN), Optional.empty());
        assertProblem(Problem.NOT_FOUND, () -> jobs.get(job.id(), other));
        assertEquals(job.id(), jobs.get(job.id(), admin).id());
    }

    @Test
    void theListIsFilteredAndPagedNewestFirst() {
        for (int i = 0; i < 5; i++) {
            submit("t" + i);
            clock.forward(Duration.ofSeconds(1));
        }
        jobs.record(newJob("e", JobKind.EXPORT), JsonNodeFactory.instance.objectNode());
        assertEquals(6, jobs.list(ALL, 10, 0).total());
        assertEquals(List.of("t3", "t2"), tags(jobs.list(filter("user", JobState.PENDING), 2, 1)));
        assertEquals(5, jobs.list(filter("user", JobState.PENDING), 2, 1).total());
        assertEquals(List.of("e"), tags(jobs.list(filter("user", JobState.DONE), 9, 0)));
        assertEquals(List.of(), tags(jobs.list(filter("nobody", null), 9, 0)));
        JobFilter since = new JobFilter(
                Optional.empty(),
                Optional.of(JobKind.IMPORT),
                Optional.empty(),
                Optional.of("TEST"),
                Optional.of(clock.instant().minusSeconds(2)));
        assertEquals(List.of("t4", "t3"), tags(jobs.list(since, 9, 0)));
    }

    private static JobFilter filter(String user, JobState state) {
        return new JobFilter(
                user.isEmpty() ? Optional.empty() : Optional.of(user),
                Optional.empty(),
                Optional.ofNullable(state),
                Optional.empty(),
                Optional.empty());
    }

    private static List<String> tags(JobPage page) {
        return page.items().stream().map(Job::tag).toList();
    }

    private void start(int workers) {
        jobs.start(JobKind.IMPORT, workers, script);
    }

    private Job submit(String tag) {
        return jobs.submit(newJob(tag, JobKind.IMPORT));
    }

    private static NewJob newJob(String tag, JobKind kind) {
        return new NewJob(kind, "user", "TEST", tag, "", "", JsonNodeFactory.instance.objectNode());
    }

    private static Script.Act fail(Problem problem, Map<String, Object> details) {
        return (job, context) -> {
            throw new DockException(problem, "on purpose", details);
        };
    }

    private Job awaitState(Job job, JobState state) throws Exception {
        Await.until(
                "job " + job.tag() + " is " + state, () -> jobs.get(job.id()).state() == state);
        return jobs.get(job.id());
    }

    private void awaitAttempt(Job job, int attempt, JobState state) throws Exception {
        Await.until("attempt " + attempt + " has ended " + state, () -> {
            Job now = jobs.get(job.id());
            return now.progress().attempts() == attempt && now.state() == state;
        });
    }

    private static void assertProblem(Problem problem, org.junit.jupiter.api.function.Executable call) {
        assertEquals(problem, assertThrows(DockException.class, call).problem());
    }
}
