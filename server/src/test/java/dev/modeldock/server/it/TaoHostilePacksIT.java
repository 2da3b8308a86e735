package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Commands that fork, hang, fill the disk, print without an end or tell nonsense: each job ends with its reason, nothing of
 * it runs on, and the dock answers all the while.
 */
class TaoHostilePacksIT {
    private static final long MOST_BYTES = 1 << 20;
    private static final String SUCCESS = """
            printf '{"date": "1/2/2024", "time": "3:4:5", "status": "SUCCESS", "message": "well"}\\n' >> "$3/status.json"
            """;

    @TempDir
    static Path temp;

    private static RunningDock dock;
    private static Path script;

    private TaoApi tao;
    private String model;

    @BeforeAll
    static void start() {
        script = temp.resolve("script");
        // The command is what stands in the file at the moment.
        TaoPacks.any(temp.resolve("data"), script, ". \"$WAIT_FOR\"");
        dock = RunningDock.with(temp.resolve("data"))
                .set("actions.maxBytes", Long.toString(MOST_BYTES))
                .set("actions.workers", "4")
                .jvm("-Xmx192m")
                .start();
    }

    @AfterAll
    static void stop() {
        assertEquals(List.of(), dock.faults());
        dock.close();
    }

    @BeforeEach
    void newModel() {
        tao = TaoApi.somebody(dock.http());
        model = tao.model("detectnet_v2");
    }

    @AfterEach
    void theListsAnswerAndNothingRunsOn() {
        for (JsonNode job : tao.shown(model + "/job")) {
            String id = job.path("id").asText();
            tao.ended(model, id);
            Processes.awaitNone(id);
        }
        assertEquals(1, tao.shown("/model").size());
        assertTrue(tao.shown(model).path("jobs").isArray());
    }

    private String run(String command) throws IOException {
        Files.writeString(script, command);
        return tao.submitted(model, "train");
    }

    private Path results(String id) {
        return dock.data().resolve("results").resolve(id);
    }

    @Test
    void onADiskWithoutRoomNothingIsBegun() throws IOException {
        Path other = temp.resolve("full").resolve("data");
        TaoPacks.any(other, temp.resolve("full").resolve("script"), "touch \"$3/begun\"\n" + SUCCESS);
        Files.writeString(temp.resolve("full").resolve("script"), "");
        try (RunningDock full =
                RunningDock.with(other).set("storage.minFreeBytes", "900000GiB").start()) {
            TaoApi there = TaoApi.somebody(full.http());
            String path = there.model("detectnet_v2");
            String id = there.submitted(path, "train");
            there.failed(path, id, "no room is left");
            assertFalse(Files.exists(other.resolve("results").resolve(id).resolve("begun")));
            assertEquals(List.of(), full.faults());
        }
    }

    @Test
    void childrenThatLeaveTheGroupEndWithTheirParent() throws IOException {
        String id = run("""
                for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
                  setsid sh -c 'while :; do sleep 0.2; done' child "$3" &
                  sh -c 'while :; do sleep 0.2; done' child "$3" >/dev/null 2>&1 </dev/null &
                done
                """ + SUCCESS);
        tao.done(model, id);
        assertEquals(List.of(), Processes.naming(id), "when it is done they are gone");
    }

    @Test
    void oneThatDoesNotListenIsKilledAndNobodyWaitsForIt() throws IOException {
        String id = run("""
                trap '' TERM INT HUP
                sh -c 'trap "" TERM INT HUP; while :; do sleep 0.2; done' child "$3" &
                : > "$3/hangs"
                while :; do sleep 0.2; done
                """);
        Await.until("it hangs", () -> Files.exists(results(id).resolve("hangs")), hangs -> hangs);
        long begin = System.nanoTime();
        tao.post(model + "/job/" + id + "/cancel", null).expect(200);
        Duration answered = Duration.ofNanos(System.nanoTime() - begin);
        assertTrue(answered.toSeconds() < 8, () -> "cancelling took " + answered);
        tao.shown(model + "/job");
        tao.failed(model, id, "The job was cancelled by");
        assertEquals(List.of(), Processes.naming(id), "when it has ended it is gone");
        Files.writeString(script, SUCCESS);
        tao.post(model + "/job/" + id + "/resume", null).expect(200);
        tao.done(model, id);
    }

    @Test
    void oneThatFillsTheDiskIsStopped() throws IOException {
        String id = run("""
                while :; do head -c 1000000 /dev/zero >> "$3/full"; sleep 0.2; done
                """);
        tao.failed(model, id, "has written more than " + MOST_BYTES + " bytes");
        assertEquals(List.of(), Processes.naming(id));
        long before = Files.size(results(id).resolve("full"));
        assertTrue(before > MOST_BYTES);
        assertTrue(tao.downloaded(model, id).containsKey("full"), "what it wrote can be had");
        tao.ask("DELETE", model + "/job/" + id, null).expect(200);
        assertFalse(Files.exists(results(id)));
    }

    @Test
    void oneThatPrintsAGigabyteLeavesTheBeginningAndTheEnd() throws IOException {
        String id = run("""
                echo "the beginning"
                head -c 1000000000 /dev/zero | tr '\\0' 'x'
                echo "the end"
                """ + SUCCESS);
        tao.done(model, id);
        String log = tao.get(model + "/job/" + id + "/logs").expect(200).text();
        assertTrue(log.startsWith("the beginning\n") && log.endsWith("the end\n"), () -> "" + log.length());
        assertTrue(log.length() < 20 << 20, () -> "" + log.length());
        byte[] packed = tao.downloaded(model, id).get("logs_from_toolkit.txt");
        assertEquals(log, new String(packed, StandardCharsets.UTF_8));
        try (Stream<Path> kept = Files.walk(dock.data().resolve("runs").resolve(id))) {
            long bytes = kept.filter(Files::isRegularFile)
                    .mapToLong(path -> path.toFile().length())
                    .sum();
            assertTrue(bytes < 20 << 20, () -> "" + bytes);
        }
    }

    @Test
    void nonsenseInItsStatusPoisonsNothing() throws IOException {
        String id = run("""
                s="$3/status.json"
                printf '{"status":"RUNNING","epoch":1e400,"kpi":{"a":NaN,"b":"\\\\ud800","c":1e400,"d":{"value":[]}}}\\n' >> "$s"
                printf '{"status":"RUNNING","epoch":"x","max_epoch":{},"categorical":[1],"graphical":5,"kpi":"x"}\\n' >> "$s"
                printf '{"status":5,"message":["x"],"date":{},"time":null,"eta":[1],"cur_iter":"\\\\udc00"}\\n' >> "$s"
                printf 'no JSON\\n[]\\n5\\n\\n\\000\\377\\376\\n' >> "$s"
                { printf '{"message":"'; head -c 400000 /dev/zero | tr '\\0' x; printf '"}\\n'; } >> "$s"
                { printf '{"kpi":'; head -c 100000 /dev/zero | tr '\\0' '['; printf '\\n'; } >> "$s"
                head -c 100000 /dev/zero | tr '\\0' '[' >> "$s"
                echo >> "$s"
                """ + SUCCESS);
        JsonNode done = tao.done(model, id);
        assertEquals("well", TaoApi.message(done));
        String list = tao.get(model + "/job").expect(200).text();
        assertFalse(list.contains("NaN") || list.contains("Infinity"), list);
        assertTrue(list.length() < 100_000, () -> "" + list.length());
    }

    @Test
    void aStatusThatIsNoFileIsNotWaitedFor() throws IOException {
        String pipe = run("mkfifo \"$3/status.json\"; exit 0");
        tao.failed(model, pipe, "");
        String zeros = run("ln -s /dev/zero \"$3/status.json\"; exit 0");
        tao.failed(model, zeros, "");
        String foreign = run("ln -s /etc/passwd \"$3/status.json\"; mkdir \"$3/d\"; cd \"$3/d\"; " + SUCCESS);
        JsonNode job = tao.ended(model, foreign);
        assertFalse(job.toString().contains("root:"), job::toString);
    }

    @Test
    void linksAndPipesAreNeitherHandedOutNorPublished() throws IOException {
        String id = run("""
                ln -s /etc/passwd "$3/link"
                ln -s / "$3/root"
                mkfifo "$3/pipe"
                mkdir -p "$3/deep/er"
                echo weights > "$3/deep/er/weights"
                """ + SUCCESS);
        tao.done(model, id);
        Map<String, byte[]> files = tao.downloaded(model, id);
        assertEquals(java.util.Set.of("deep/er/weights", "status.json"), files.keySet());
        JsonNode version =
                dock.http().get("/v1/models/cm-" + TaoApi.id(model)).expect(200).json();
        assertEquals(1, version.path("files").size(), version::toPrettyString);
        assertEquals("deep/er/weights", version.at("/files/0/path").asText());
    }

    @Test
    void aDownloadWhileFilesComeAndGoBreaksNothing() throws IOException {
        Path end = temp.resolve("end");
        String id = run("""
                while [ ! -e "%s" ]; do
                  mkdir -p "$3/a/b/c" "$3/d/e"
                  echo 1 > "$3/a/b/c/x"; echo 2 > "$3/d/e/y"
                  rm -rf "$3/a" "$3/d"
                done
                """.formatted(end) + SUCCESS);
        Await.until(
                "it works", () -> tao.get(model + "/job/" + id + "/download").status(), status -> status == 200);
        for (int i = 0; i < 100; i++) {
            tao.downloaded(model, id);
        }
        Files.createFile(end);
        tao.done(model, id);
    }

    @Test
    void everyBadEndHasItsReason() throws IOException {
        tao.failed(model, run("exit 77"), "exit code 77");
        tao.failed(model, run(SUCCESS + "exit 1"), "exit code 1");
        tao.failed(model, run("true"), "expected is SUCCESS");
        tao.failed(model, run("kill -9 $$"), "exit code 137");
        tao.failed(model, run("/no/such/program"), "exit code 127");
        tao.failed(model, run("rm -rf \"$3\"; exit 0"), "");
        tao.failed(model, run("kill -9 0"), "");
    }
}
