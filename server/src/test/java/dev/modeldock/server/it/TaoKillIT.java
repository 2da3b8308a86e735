package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} of the dock in each state of a job. After the restart every job ends rightly, no command has run twice, no
 * process goes on for nobody, and no file is left that no job has.
 */
class TaoKillIT {
    /** Notes that it began, holds on, and then writes what it is told to. */
    private static final String SCRIPT = """
            set -eu
            echo begun >> "$3/runs.txt"
            [ ! -e "$WAIT_FOR.deaf" ] || trap ': > "$3/asked"' TERM
            : > "$3/holds"
            while [ -e "$WAIT_FOR" ]; do sleep 0.05 || :; done
            [ ! -e "$WAIT_FOR.much" ] || head -c 100000000 /dev/urandom > "$3/weights"
            [ ! -e "$WAIT_FOR.many" ] || (cd "$3" && seq 20000 | split -l 1 -a 4 -)
            printf '{"date": "1/2/2024", "time": "3:4:5", "status": "SUCCESS", "message": "well"}\\n' >> "$3/status.json"
            """;
    /** The jobs of all tests that are there still. */
    private static final Set<String> KNOWN = new TreeSet<>();

    @TempDir
    static Path temp;

    private static RunningDock dock;

    private Path wait;
    private TaoApi tao;
    private String model;

    /** One for all, as it is killed and started anew all the time. */
    @BeforeAll
    static void start() {
        TaoPacks.any(temp.resolve("data"), temp.resolve("wait"), SCRIPT);
        dock = RunningDock.on(temp.resolve("data"));
    }

    @AfterAll
    static void stop() {
        try {
            assertEquals(List.of(), dock.faults());
        } finally {
            dock.close();
            end(Processes.naming(temp.resolve("data").toString()));
        }
    }

    @BeforeEach
    void newUser() throws IOException {
        wait = Files.createFile(temp.resolve("wait"));
        tao = TaoApi.somebody(dock.http());
        model = tao.model("detectnet_v2");
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        for (String each : List.of("wait", "wait.deaf", "wait.much", "wait.many")) {
            Files.deleteIfExists(temp.resolve(each));
        }
        for (JsonNode each : tao.shown("/model")) {
            String path = "/model/" + each.path("id").asText();
            for (JsonNode job : tao.shown(path + "/job")) {
                tao.ended(path, job.path("id").asText());
                KNOWN.add(job.path("id").asText());
            }
        }
        for (String place : List.of("results", "runs")) {
            Await.until("nothing of nobody in " + place, () -> directories(place), KNOWN::containsAll);
        }
        Processes.awaitNone(temp.resolve("data/results").toString());
        Await.until("staging is swept", dock::staging, TreeSet::isEmpty);
    }

    /** What a failed test has left behind. */
    private static void end(List<String> left) {
        left.forEach(line -> ProcessHandle.of(Long.parseLong(line.substring(0, line.indexOf(' '))))
                .ifPresent(ProcessHandle::destroyForcibly));
    }

    private Set<String> directories(String place) {
        Path all = dock.data().resolve(place);
        if (!Files.isDirectory(all)) {
            return Set.of();
        }
        try (Stream<Path> found = Files.list(all)) {
            return found.map(path -> path.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void restart() {
        dock.kill9();
        again();
    }

    private void again() {
        dock.startAgain();
        tao = new TaoApi(dock.http(), tao.user());
    }

    private Path result(String job, String name) {
        return dock.data().resolve("results").resolve(job).resolve(name);
    }

    private void awaitThere(Path file) {
        Await.until(file + " is there", () -> Files.exists(file), there -> there);
    }

    private String running() {
        String job = tao.submitted(model, "train");
        awaitThere(result(job, "holds"));
        return job;
    }

    private void assertRanOnce(String job) throws IOException {
        assertEquals(List.of("begun"), Files.readAllLines(result(job, "runs.txt")), job);
    }

    private String status(String job) {
        return tao.job(model, job).path("status").asText();
    }

    private int versions() {
        return dock.http()
                .get("/v1/models/cm-" + TaoApi.id(model) + "/versions")
                .expect(200)
                .json()
                .path("total")
                .asInt(-1);
    }

    @Test
    void whatWaitsAndWhatRunsGoesOn() throws IOException {
        String train = running();
        String child = tao.submit(model, "{\"job\":\"" + train + "\",\"actions\":[\"evaluate\"]}")
                .get(0);
        List<String> chain = tao.submit(model, "{\"job\":null,\"actions\":[\"train\",\"evaluate\",\"prune\"]}");
        for (int kill = 0; kill < 2; kill++) {
            restart();
            Await.until("it is followed", () -> status(train), "Running"::equals);
            assertEquals("Pending", status(child));
            chain.forEach(job -> assertEquals("Pending", status(job)));
        }
        Files.delete(wait);
        for (String job : List.of(train, child, chain.get(0), chain.get(1), chain.get(2))) {
            tao.done(model, job);
            assertRanOnce(job);
        }
        assertEquals(1, versions(), "equal results are one version");
    }

    @Test
    void killedWhileItWritesAndThenBetweenItsEndAndItsPublication() throws IOException {
        Files.createFile(temp.resolve("wait.much"));
        Set<String> before = dock.blobs();
        String job = running();
        dock.kill9();
        Files.delete(wait);
        awaitThere(dock.data().resolve("runs").resolve(job).resolve("exit"));
        again();
        // About a hundred megabytes are published now.
        Await.until("publishing", () -> !dock.staging().isEmpty() || status(job).equals("Done"), begun -> begun);
        restart();
        tao.done(model, job);
        assertRanOnce(job);
        assertEquals(1, versions());
        Map<String, byte[]> files = dock.imports().exported("cm-" + TaoApi.id(model));
        assertEquals(Set.of("holds", "runs.txt", "weights"), files.keySet());
        Set<String> after = dock.blobs();
        after.removeAll(before);
        Set<String> hashes = files.values().stream().map(Archives::sha256).collect(Collectors.toSet());
        assertTrue(
                after.stream().allMatch(blob -> hashes.contains(blob.substring(blob.lastIndexOf('/') + 1))),
                () -> "beside what is published: " + after);
    }

    @Test
    void aCancellationThatWasAskedForIsOne() throws IOException {
        Files.createFile(temp.resolve("wait.deaf"));
        String job = running();
        String child = tao.submit(model, "{\"job\":\"" + job + "\",\"actions\":[\"evaluate\"]}")
                .get(0);
        TaoApi asking = tao;
        CompletableFuture<Void> cancelling = CompletableFuture.runAsync(
                () -> asking.post(model + "/job/" + job + "/cancel", null).expect(200));
        awaitThere(result(job, "asked"));
        cancelling.join();
        restart();
        tao.failed(model, job, "cancelled");
        tao.failed(model, child, job);
        assertRanOnce(job);
        assertEquals(List.of(), Processes.naming(job));
        Files.delete(wait);
        tao.post(model + "/job/" + job + "/resume", null).expect(200);
        tao.done(model, job);
    }

    @Test
    void aModelThatWasDeletedLeavesNoProcess() throws IOException {
        Files.createFile(temp.resolve("wait.deaf"));
        String job = running();
        tao.submit(model, "{\"job\":\"" + job + "\",\"actions\":[\"evaluate\"]}");
        tao.ask("DELETE", model, null).expect(200);
        restart();
        TaoApi.assertRefused(404, "Model not found", tao.get(model));
        Processes.awaitNone(job);
    }

    @Test
    void whatWasDeletedHalfIsDeletedWhole() throws IOException {
        Files.createFile(temp.resolve("wait.many"));
        Files.delete(wait);
        String job = tao.submitted(model, "evaluate");
        tao.done(model, job);
        TaoApi asking = tao;
        CompletableFuture<Void> deleting = CompletableFuture.runAsync(() -> {
            try {
                asking.ask("DELETE", model + "/job/" + job, null);
            } catch (Http.BrokenConnection killed) {
                assertTrue(killed.getMessage() != null, "that is what a kill looks like from outside");
            }
        });
        Await.until("its row is gone", () -> tao.get(model + "/job/" + job).status(), status -> status == 404);
        restart();
        deleting.join();
        TaoApi.assertRefused(404, "Job not found", tao.get(model + "/job/" + job));
        Await.until("its files too", () -> Files.exists(result(job, "")), there -> !there);
    }

    @Test
    void killedAtOnceItBeginsLater() throws IOException {
        Files.delete(wait);
        for (int round = 0; round < 2; round++) {
            String job = tao.submitted(model, "evaluate");
            restart();
            tao.done(model, job);
            assertRanOnce(job);
        }
        assertFalse(dock.log().contains("is tried again in"));
    }
}
