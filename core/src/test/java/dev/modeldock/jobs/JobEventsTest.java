package dev.modeldock.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.Await;
import dev.modeldock.MutableClock;
import dev.modeldock.access.Caller;
import dev.modeldock.database.Database;
import dev.modeldock.events.Event;
import dev.modeldock.events.EventFilter;
import dev.modeldock.events.EventType;
import dev.modeldock.events.Events;
import dev.modeldock.events.Subscription;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobEventsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    private final MutableClock clock = new MutableClock();
    private final Script script = new Script();
    private final List<String> heard = new ArrayList<>();
    private Database database;
    private Events events;
    private Jobs jobs;
    private Subscription all;
    private Event last;

    @BeforeEach
    void open() {
        database = Database.open(directory.resolve("modeldock.db"));
        events = new Events(database, clock);
        jobs = new Jobs(new JobStore(database, events), clock);
        all = events.subscribe(EventFilter.all(Caller.local()), Optional.empty());
    }

    @AfterEach
    void close() {
        jobs.close();
        database.close();
    }

    private static NewJob job(String tag) {
        return new NewJob(
                JobKind.IMPORT,
                "ann",
                "LOCAL",
                tag,
                "",
                "",
                JsonNodeFactory.instance.objectNode().put("secret", "of the plan"));
    }

    private List<String> heard() throws Exception {
        for (List<Event> next = all.next(100); !next.isEmpty(); next = all.next(100)) {
            for (Event each : next) {
                last = each;
                JsonNode body = JSON.readTree(each.body());
                heard.add(each.what().type().label() + " " + body.path("state").asText());
                assertTrue(!each.body().contains("of the plan"), each::body);
            }
        }
        return heard;
    }

    private void awaitHeard(String... expected) throws Exception {
        Await.until("heard " + List.of(expected), () -> heard().size() >= expected.length);
        assertEquals(List.of(expected), heard);
    }

    private JsonNode body() throws Exception {
        return JSON.readTree(last.body());
    }

    @Test
    void aJobsLifeIsToldFromItsBeginningToItsEnd() throws Exception {
        script.on(
                "a",
                (job, context) ->
                        context.result(JsonNodeFactory.instance.objectNode().put("half", true)));
        jobs.start(JobKind.IMPORT, 1, script);
        Job job = jobs.submit(job("a"));
        awaitHeard("job.created PENDING", "job.state RUNNING", "job.result RUNNING", "job.ended DONE");
        assertEquals(job.id(), body().path("job").asText());
        assertEquals("a", body().path("result").path("by").asText());
        assertEquals("ann", body().path("user").asText());
        assertEquals(100, body().path("percent").asInt());
        assertEquals(job.id(), last.what().job());
        assertEquals("IMPORT", last.what().kind());
    }

    @Test
    void whyOneFailedIsToldAndALargeResultIsNot() throws Exception {
        ObjectNode large = JsonNodeFactory.instance.objectNode().put("x", "x".repeat(5_000));
        script.on("a", (job, context) -> {
            context.result(large);
            throw new DockException(Problem.INVALID_ARCHIVE, "It is no archive.");
        });
        jobs.start(JobKind.IMPORT, 1, script);
        jobs.submit(job("a"));
        awaitHeard("job.created PENDING", "job.state RUNNING", "job.result RUNNING", "job.ended FAILED");
        assertEquals("INVALID_ARCHIVE", body().path("error").path("code").asText());
        assertEquals("It is no archive.", body().path("error").path("message").asText());
        assertTrue(body().path("result").isNull(), last::body);
    }

    @Test
    void pauseResumeAndCancelAreTold() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        script.on("a", Script.block(begun));
        Job job = jobs.submit(job("a"));
        jobs.start(JobKind.IMPORT, 1, script);
        begun.await();
        jobs.pause(job.id());
        jobs.cancel(job.id());
        awaitHeard("job.created PENDING", "job.state RUNNING", "job.state PAUSED", "job.ended CANCELED");
        jobs.retry(job.id());
        Await.until("it waits or runs again", () -> heard().contains("job.state PENDING"));
    }

    @Test
    void whatNeedsNoDoingOrCannotBeDoneHasEndedWhenItIsMade() throws Exception {
        jobs.record(job("a"), JsonNodeFactory.instance.objectNode());
        jobs.recordFailure(job("b"), new Job.JobFailure(Problem.CONFLICT, "Never."));
        awaitHeard("job.created DONE", "job.ended DONE", "job.created FAILED", "job.ended FAILED");
        assertEquals("Never.", body().path("error").path("message").asText());
        Job waiting = jobs.submitWaiting(job("c"));
        jobs.refuse(waiting.id(), new Job.JobFailure(Problem.CONFLICT, "Its parent failed."));
        assertEquals("job.ended FAILED", heard().get(5));
        assertEquals("Its parent failed.", body().path("error").path("message").asText());
    }

    @Test
    void progressIsToldAtMostOnceASecond() throws Exception {
        Subscription progress = events.subscribe(
                new EventFilter(Caller.local(), Set.of(EventType.JOB_PROGRESS), Set.of(), Set.of()), Optional.empty());
        List<Long> times = new CopyOnWriteArrayList<>();
        script.on("a", (job, context) -> {
            context.total(1_000_000);
            for (long done = 1; times.size() < 3; done++) {
                context.moved(1);
                context.done(done);
                progress.next(10).forEach(event -> times.add(System.nanoTime()));
                LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
            }
        });
        jobs.start(JobKind.IMPORT, 1, script);
        jobs.submit(job("a"));
        Await.until("it is done", () -> heard().contains("job.ended DONE"));
        assertEquals(3, heard.stream().filter("job.progress RUNNING"::equals).count());
        for (int i = 1; i < 3; i++) {
            long gap = times.get(i) - times.get(i - 1);
            assertTrue(gap > Duration.ofMillis(900).toNanos(), "after " + gap + " ns");
        }
    }
}
