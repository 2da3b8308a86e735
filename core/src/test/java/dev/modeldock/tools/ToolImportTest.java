package dev.modeldock.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.modeldock.Await;
import dev.modeldock.OpenDock;
import dev.modeldock.access.Caller;
import dev.modeldock.jobs.Job;
import dev.modeldock.jobs.JobKind;
import dev.modeldock.jobs.JobState;
import dev.modeldock.jobs.NewJob;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.storedfiles.FileLimits;
import dev.modeldock.storedfiles.StoredFile;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Imports of tools as jobs of a whole dock: accepted, done, cut off, cancelled, refused. */
class ToolImportTest {
    private static final String HI = ToolSteps.FLOW.replace("Hello", "Hi");
    private static final String HEY = ToolSteps.FLOW.replace("Hello", "Hey");

    @TempDir
    private Path data;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private OpenDock open;
    private ToolSteps steps;

    @BeforeEach
    void open() throws IOException {
        open = OpenDock.over(data);
        steps = new ToolSteps(open, ToolSteps.ANNA);
    }

    @AfterEach
    void close() throws Exception {
        threads.shutdownNow();
        open.assertSettled();
        open.close();
    }

    @Test
    void whatCameOfItIsTold() throws Exception {
        Job first = steps.create("Greeter", steps.files(ToolSteps.APP, ToolSteps.FLOW, ToolSteps.ENV));
        assertEquals("Greeter", first.tag());
        assertEquals("anna", first.user());
        steps.ended(first, "created", 1);
        Tool tool = steps.tool(first);
        steps.ended(into(tool, HI), "updated", 2);
        steps.ended(into(tool, HI), "unchanged", 2);
        ToolVersion second = steps.version(tool, 2);
        assertEquals("anna", second.createdBy());
        assertFalse(second.origin().path("job").asText().isEmpty());
    }

    @Test
    void theEnvironmentIsMergedAndWithoutAFileStaysAsItIs() throws Exception {
        Tool tool = steps.created("Greeter");
        steps.ended(into(tool, HI), "updated", 2);
        assertEquals(Map.of("KEY", "secret-1"), steps.secrets(steps.version(tool, 2)));
        String env = "{'envVariables': [{'name': 'KEY', 'value': 'secret-2', 'secure': true},"
                + " {'name': 'NEW', 'value': 1}]}";
        Map<DefinitionFile, String> files = steps.files(ToolSteps.APP, HI, env);
        steps.ended(steps.into(tool.id(), files, EnvConflict.KEEP), "updated", 3);
        assertEquals(Map.of("KEY", "secret-1"), steps.secrets(steps.version(tool, 3)));
        steps.ended(steps.into(tool.id(), files, EnvConflict.REPLACE), "updated", 4);
        assertEquals(Map.of("KEY", "secret-2"), steps.secrets(steps.version(tool, 4)));
        assertEquals(
                List.of("KEY ********", "NEW 1", "REGION eu"),
                steps.tools().environment(steps.version(tool, 4)).stream()
                        .map(variable ->
                                variable.name() + " " + variable.value().asText())
                        .toList());
    }

    @Test
    void everyFaultStaysWithTheJobAndTheToolAsItWas() throws Exception {
        Tool tool = steps.created("Greeter");
        String flow = "{'nodes': [{'id': 'a'}, {'id': 'a'}], 'edges': [{'source': 'a', 'target': 'b'}]}";
        String env =
                "{'envVariables': [{'name': 'K', 'secure': true, 'value': ['never-told']}, {'name': 'K', 'value': 1}]}";
        Job job = open.ended(steps.into(tool.id(), steps.files(ToolSteps.APP, flow, env), EnvConflict.KEEP));
        assertEquals(JobState.FAILED, job.state());
        assertEquals(Problem.VALIDATION_ERROR, job.failure().orElseThrow().problem());
        open.restart();
        JsonNode errors = open.dock().jobs().get(job.id()).result().path("errors");
        TreeSet<String> places = new TreeSet<>();
        errors.forEach(error -> places.add(
                error.path("file").asText() + " " + error.path("path").asText()));
        assertEquals(
                new TreeSet<>(List.of(
                        "flow_definition.json /nodes/1/id",
                        "flow_definition.json /edges/0/target",
                        "env_variables.json /envVariables/0/value",
                        "env_variables.json /envVariables/1/name")),
                places);
        assertFalse(open.dock().jobs().get(job.id()).toString().contains("never-told"));
        assertEquals(tool, steps.now(tool));
        assertEquals(1, steps.tools().versionCount(tool));
    }

    @Test
    void whatCannotBeReadMakesNoJobAndIsEncryptedAllTheSame() throws Exception {
        Tool tool = steps.created("Greeter");
        StoredFile env =
                steps.upload(DefinitionFile.ENV, "{'envVariables': [{'name': 'K', 'value': 'secret' 'secure'}");
        Map<DefinitionFile, String> files = steps.files(ToolSteps.APP, ToolSteps.FLOW, null);
        files.put(DefinitionFile.ENV, env.id());
        DockException refused = assertThrows(DockException.class, () -> steps.into(tool.id(), files, EnvConflict.KEEP));
        assertEquals(Problem.VALIDATION_ERROR, refused.problem());
        assertFalse((refused.getMessage() + refused.details()).contains("secret"), refused.getMessage());
        assertEquals(List.of(), open.dock().jobs().unfinished(JobKind.TOOL_IMPORT));
        assertTrue(open.dock().storedFiles().get(env.id(), ToolSteps.ANNA).sealed());
    }

    @Test
    void aFileOfAnEnvironmentThatIsTooLargeIsRefused() throws Exception {
        String large = "{'K': '" + "x".repeat(1 << 20) + "'}";
        Map<DefinitionFile, String> files = steps.files(ToolSteps.APP, ToolSteps.FLOW, large);
        DockException refused = assertThrows(DockException.class, () -> steps.create("Greeter", files));
        assertTrue(refused.getMessage().contains("more than 1048576 bytes"), refused.getMessage());
    }

    @Test
    void theSameFilesServeManyImportsAtOnce() throws Exception {
        Map<DefinitionFile, String> files = steps.files(ToolSteps.APP, ToolSteps.FLOW, ToolSteps.ENV);
        CyclicBarrier together = new CyclicBarrier(8);
        List<Future<Job>> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String name = "Tool " + i;
            all.add(threads.submit(() -> {
                together.await();
                return steps.create(name, files);
            }));
        }
        for (Future<Job> each : all) {
            steps.ended(each.get(), "created", 1);
            assertEquals(Map.of("KEY", "secret-1"), steps.secrets(steps.version(steps.tool(each.get()), 1)));
        }
    }

    @Test
    void ofTwoNewToolsOfOneNameTheFirstIsMade() throws Exception {
        Map<DefinitionFile, String> files = steps.files(ToolSteps.APP, ToolSteps.FLOW, null);
        List<Future<Job>> all = new ArrayList<>();
        holdingTheTurn(() -> {
            for (String name : List.of("Greeter", "GREETER")) {
                AtomicReference<Thread> accepting = new AtomicReference<>();
                all.add(threads.submit(() -> {
                    accepting.set(Thread.currentThread());
                    return steps.create(name, files);
                }));
                // Its name was looked at by then.
                Await.until(
                        name + " waits for its turn",
                        () -> accepting.get() != null && waitsForItsTurn(accepting.get()));
            }
        });
        // Whose job is accepted first after the turn is open.
        List<Job> ended =
                List.of(open.ended(all.get(0).get()), open.ended(all.get(1).get()));
        int first = ended.get(0).state() == JobState.DONE ? 0 : 1;
        steps.ended(ended.get(first), "created", 1);
        Job second = ended.get(1 - first);
        assertEquals(Problem.CONFLICT, second.failure().orElseThrow().problem());
        String made = first == 0 ? "Greeter" : "GREETER";
        assertTrue(second.failure().orElseThrow().message().contains(made), second::toString);
        assertEquals(1, steps.tools().count(ToolSteps.ANNA));
        assertThrows(DockException.class, () -> steps.tool(second));
    }

    @Test
    void whatIsStillToComeIsKnownToItsOwnerAndToAdministrators() throws Exception {
        Map<DefinitionFile, String> files = steps.files(ToolSteps.APP, ToolSteps.FLOW, null);
        Map<DefinitionFile, String> his = steps.as(ToolSteps.BERT).files(ToolSteps.APP, HI, null);
        Map<DefinitionFile, String> roots = steps.as(ToolSteps.ADMIN).files(ToolSteps.APP, HEY, null);
        List<Job> first = new ArrayList<>();
        List<Future<Job>> second = new ArrayList<>();
        holdingTheTurn(() -> {
            first.add(submit("a-1", true, files));
            DockException refused = assertThrows(
                    DockException.class, () -> steps.as(ToolSteps.BERT).into("a-1", his, EnvConflict.KEEP));
            assertEquals(Problem.NOT_FOUND, refused.problem());
            second.add(threads.submit(() -> steps.as(ToolSteps.ADMIN).into("a-1", roots, EnvConflict.KEEP)));
        });
        steps.ended(first.get(0), "created", 1);
        steps.ended(second.get(0).get(), "updated", 2);
    }

    @Test
    void anAdministratorsImportIsToldAsTheirs() throws Exception {
        Tool tool = steps.created("Greeter");
        ToolSteps root = steps.as(ToolSteps.ADMIN);
        Job job = root.into(tool.id(), root.files(ToolSteps.APP, HI, null), EnvConflict.KEEP);
        steps.ended(job, "updated", 2);
        assertEquals("anna", job.user(), "whose the tool is sees the job");
        assertEquals("anna", steps.now(tool).owner());
        assertEquals("root", steps.version(tool, 2).createdBy());
        Map<DefinitionFile, String> hers = steps.files(ToolSteps.APP, ToolSteps.FLOW, null);
        assertEquals(
                Problem.NOT_FOUND,
                assertThrows(DockException.class, () -> steps.as(ToolSteps.BERT).create("His", hers))
                        .problem(),
                "files of others are not there");
    }

    @Test
    void aToolThatIsDeletedMeanwhileIsNotMadeAgain() throws Exception {
        Tool tool = steps.created("Greeter");
        Map<DefinitionFile, String> files = steps.files(ToolSteps.APP, HI, null);
        Job[] jobs = new Job[1];
        holdingTheTurn(() -> {
            jobs[0] = submit(tool.id(), false, files);
            running(jobs[0]);
            steps.tools().delete(tool);
        });
        Job failed = open.ended(jobs[0]);
        assertEquals(Problem.NOT_FOUND, failed.failure().orElseThrow().problem());
        assertTrue(failed.failure().orElseThrow().message().contains("deleted"), failed::toString);
        assertEquals(0, steps.tools().count(ToolSteps.ADMIN));
    }

    @Test
    void aFileThatIsGoneIsNamedAndTheJobCannotBeTriedAgain() throws Exception {
        Tool tool = steps.created("Greeter");
        Map<DefinitionFile, String> files = steps.files(ToolSteps.APP, HI, null);
        Job[] jobs = new Job[1];
        holdingTheTurn(() -> {
            jobs[0] = submit(tool.id(), false, files);
            running(jobs[0]);
            assertEquals(JobState.PAUSED, open.dock().jobs().pause(jobs[0].id()).state());
        });
        open.clock().forward(FileLimits.DEFAULT.lifetime().plus(Duration.ofMinutes(1)));
        open.dock().storedFiles().sweep();
        open.dock().jobs().resume(jobs[0].id());
        Job failed = open.ended(jobs[0]);
        assertEquals(Problem.NOT_FOUND, failed.failure().orElseThrow().problem());
        String message = failed.failure().orElseThrow().message();
        assertTrue(message.contains(files.get(DefinitionFile.APP)) && message.contains("toolDataFileId"), message);
        assertEquals(
                Problem.CONFLICT,
                assertThrows(DockException.class, () -> open.dock().jobs().retry(failed.id()))
                        .problem());
    }

    @Test
    void acceptedFilesLastAsLongAsNewOnes() throws Exception {
        StoredFile app = steps.upload(DefinitionFile.APP, ToolSteps.APP);
        Map<DefinitionFile, String> files = steps.files(ToolSteps.APP, ToolSteps.FLOW, null);
        files.put(DefinitionFile.APP, app.id());
        open.clock().forward(Duration.ofDays(1));
        open.done(steps.create("Greeter", files));
        assertEquals(
                app.expires().plus(Duration.ofDays(1)),
                open.dock().storedFiles().get(app.id(), ToolSteps.ANNA).expires());
    }

    @Test
    void cancelledItLeavesTheToolAsItWas() throws Exception {
        Tool tool = steps.created("Greeter");
        Map<DefinitionFile, String> files = steps.files(ToolSteps.APP, HI, null);
        holdingTheTurn(() -> {
            Job running = submit(tool.id(), false, files);
            Job waiting = submit(tool.id(), false, files);
            running(running);
            assertEquals(
                    JobState.CANCELED, open.dock().jobs().cancel(waiting.id()).state());
            assertEquals(
                    JobState.CANCELED, open.dock().jobs().cancel(running.id()).state());
        });
        assertEquals(tool, steps.now(tool));
        steps.ended(into(tool, HI), "updated", 2);
    }

    @Test
    void afterARestartTheyAreDoneInTheirOrder() throws Exception {
        Tool tool = steps.created("Greeter");
        List<Map<DefinitionFile, String>> files = new ArrayList<>();
        for (String flow : List.of(HI, HEY, ToolSteps.FLOW)) {
            files.add(steps.files(ToolSteps.APP, flow, ToolSteps.ENV));
        }
        List<Job> jobs = new ArrayList<>();
        holdingTheTurn(() -> {
            files.forEach(each -> jobs.add(submit(tool.id(), false, each)));
            running(jobs.get(0));
            open.clock().forward(Duration.ofSeconds(1));
            open.restart();
        });
        for (int i = 0; i < jobs.size(); i++) {
            steps.ended(jobs.get(i), "updated", i + 2);
        }
        assertEquals(ToolSteps.FLOW, steps.text(steps.version(tool, 4).file(DefinitionFile.FLOW)));
    }

    @Test
    void aKillBetweenTheVersionAndTheEndOfTheJobMakesNoOtherVersion() throws Exception {
        Tool tool = steps.created("Greeter");
        Job second = into(tool, HI);
        steps.ended(second, "updated", 2);
        steps.ended(into(tool, HEY), "updated", 3);
        asIfCutOff(second);
        open.clock().forward(FileLimits.DEFAULT.lifetime());
        open.restart();
        steps.ended(second, "updated", 2);
        assertEquals(3, steps.now(tool).current());
        assertEquals(3, steps.tools().versionCount(tool));
    }

    /** Let a job's row be as a kill before its end would have left it. */
    private void asIfCutOff(Job job) throws Exception {
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:sqlite:" + data.resolve("modeldock.db") + "?busy_timeout=5000");
                PreparedStatement update = connection.prepareStatement(
                        "update jobs set state = 'RUNNING', result = '{}', ended_at = null where id = ?")) {
            update.setString(1, job.id());
            assertEquals(1, update.executeUpdate());
        }
    }

    // ---- steps

    private Job into(Tool tool, String flow) throws IOException, InterruptedException {
        return steps.into(tool.id(), steps.files(ToolSteps.APP, flow, null), EnvConflict.KEEP);
    }

    private interface Step {
        void take() throws Exception;
    }

    /** Do something while no definition file is read, so that a job that has begun gets no further. */
    /** And for nothing else, such as the database. */
    private static boolean waitsForItsTurn(Thread thread) {
        return thread.getState() == Thread.State.TIMED_WAITING
                && Stream.of(thread.getStackTrace())
                        .anyMatch(frame -> frame.getClassName().equals(Turns.class.getName()));
    }

    private void holdingTheTurn(Step step) throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        CountDownLatch held = new CountDownLatch(1);
        Turns turns = steps.tools().turns();
        Future<Boolean> holder = threads.submit(() -> turns.patiently(() -> {
            held.countDown();
            done.await();
            return true;
        }));
        held.await();
        try {
            step.take();
        } finally {
            done.countDown();
            holder.get();
        }
    }

    /** As an accepted import leaves it in the queue. */
    private Job submit(String toolId, boolean fresh, Map<DefinitionFile, String> files) {
        Caller anna = ToolSteps.ANNA;
        ToolPlan plan = new ToolPlan(toolId, "Greeter", fresh, ToolFamily.TOOLS, files, EnvConflict.KEEP, anna.user());
        return open.dock()
                .jobs()
                .submit(new NewJob(
                        JobKind.TOOL_IMPORT, anna.user(), ToolImports.SOURCE, plan.name(), "", "", plan.toJson()));
    }

    private void running(Job job) throws Exception {
        Await.until("it runs", () -> open.dock().jobs().get(job.id()).state() == JobState.RUNNING);
    }
}
