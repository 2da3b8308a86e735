package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What jobs have written and what their commands say, on the running jar. */
class TaoOutputIT {
    private static final String USER = "/api/v1/user/11111111-1111-1111-1111-111111111111";
    /** Does what a file says, as soon as there is one: a line of shell each time, until it says to end. */
    private static final String PUPPET = """
            set -eu
            results=$1
            say() { printf '{"date": "1/2/2024", "time": "3:4:5", "status": "%s", "message": "m"}\\n' "$1" >> "$results/status.json"; }
            say STARTED
            echo begun
            while :; do
              until [ -e "$TOLD" ]; do sleep 0.05; done
              mv "$TOLD" "$TOLD.doing"
              . "$TOLD.doing"
            done
            """;

    @TempDir
    Path temp;

    private RunningDock dock;
    private Path told;
    private String model;

    @BeforeEach
    void start() throws IOException {
        List.of("sh", "setsid").forEach(Tools::need);
        told = temp.resolve("told");
        Path pack = Files.createDirectories(temp.resolve("data/actions/puppet"));
        Files.writeString(pack.resolve("puppet.sh"), PUPPET);
        Files.writeString(pack.resolve("action.json"), """
                {"architectures": ["detectnet_v2"], "actions": ["train", "evaluate"],
                 "command": ["sh", "puppet.sh", "{results}"],
                 "spec": "json", "pausable": true, "environment": {"TOLD": "%s"}}""".formatted(told));
        dock = RunningDock.with(temp.resolve("data"))
                .set("actions.workers", "1")
                .start();
        model = dock.http()
                .post(USER + "/model", Map.of("network_arch", "detectnet_v2"))
                .expect(201)
                .json()
                .path("id")
                .asText();
    }

    @AfterEach
    void stop() throws IOException {
        if (dock != null) {
            dock.http()
                    .get(USER + "/model/" + model + "/job")
                    .json()
                    .forEach(job -> dock.http().post(path(job.path("id").asText()) + "/cancel"));
            assertEquals(List.of(), dock.faults());
            dock.close();
        }
    }

    /** Let the command do something, and wait until it has taken that up. */
    private void tell(String shell) throws IOException {
        Path fresh = temp.resolve("fresh");
        Files.writeString(fresh, shell + "\n");
        Files.move(fresh, told);
        Await.until("the command listens", () -> Files.exists(told), there -> !there);
    }

    private String path(String job) {
        return USER + "/model/" + model + "/job/" + job;
    }

    private List<String> submit(String... actions) {
        List<String> ids = new ArrayList<>();
        dock.http()
                .post(USER + "/model/" + model + "/job", Map.of("actions", List.of(actions)))
                .expect(201)
                .json()
                .forEach(id -> ids.add(id.asText()));
        return ids;
    }

    private void ended(String job) {
        Await.until(
                "the end of " + job,
                () -> dock.http().get(path(job)).expect(200).json(),
                seen -> Set.of("Done", "Error").contains(seen.path("status").asText()));
    }

    private OpenStream follow(String job, String query) {
        return OpenStream.of(dock.http().base() + path(job) + "/logs?" + query, Map.of());
    }

    @Test
    void aLogIsFollowedUntilItsJobHasEndedThroughAllItsParts() throws IOException {
        List<String> ids = submit("train", "evaluate");
        OpenStream train = follow(ids.get(0), "follow=true");
        assertEquals(200, train.status());
        assertTrue(train.header("Content-Type").startsWith("text/plain"), train.header("Content-Type"));
        train.awaitLine("the first line", "begun"::equals);
        OpenStream evaluate = follow(ids.get(1), "follow=true&tail=5");
        tell("echo one");
        train.awaitLine("one", "one"::equals);
        assertTrue(train.isOpen());
        // The log keeps some megabytes: this goes through several parts, and is read as it comes.
        tell("more=$(head -c 1000 /dev/zero | tr '\\0' x); i=0;"
                + " while [ $i -lt 13000 ]; do i=$((i + 1)); echo \"$more line $i\"; done");
        train.awaitLine("the last line", line -> line.endsWith("x line 13000"));
        tell("say SUCCESS; echo farewell; exit 0");
        assertEquals("whole", train.awaitEnd());
        List<String> lines = train.lines();
        assertEquals("farewell", lines.get(lines.size() - 1));
        assertEquals(List.of("begun", "one"), lines.subList(0, 2));
        for (int i = 1; i <= 13_000; i++) {
            assertTrue(lines.get(i + 1).endsWith("x line " + i), "line " + i + " is whole and in its place");
        }
        // The second one waited, which shows nothing, and goes on.
        evaluate.awaitLine("the second's first line", "begun"::equals);
        tell("say SUCCESS; exit 0");
        assertEquals("whole", evaluate.awaitEnd());
        assertEquals(List.of("begun"), evaluate.lines());
    }

    @Test
    void theTailIsSoManyLastLinesAndBadNumbersAreRefused() throws IOException {
        String id = submit("train").get(0);
        tell("i=0; while [ $i -lt 100 ]; do i=$((i + 1)); echo \"line $i\"; done; say SUCCESS; exit 0");
        ended(id);
        String logs = path(id) + "/logs";
        assertEquals("line 100\n", dock.http().get(logs + "?tail=1").expect(200).text());
        assertEquals(
                IntStream.rangeClosed(91, 100).mapToObj(i -> "line " + i + "\n").toList(),
                dock.http()
                        .get(logs + "?tail=10")
                        .expect(200)
                        .text()
                        .lines()
                        .map(line -> line + "\n")
                        .toList());
        assertEquals("", dock.http().get(logs + "?tail=0").expect(200).text());
        String whole = dock.http().get(logs).expect(200).text();
        assertEquals(
                whole,
                dock.http().get(logs + "?tail=10000&follow=false").expect(200).text());
        assertTrue(whole.startsWith("begun\nline 1\n"), whole);
        OpenStream followed = follow(id, "follow=true&tail=2");
        assertEquals("whole", followed.awaitEnd());
        assertEquals(List.of("line 99", "line 100"), followed.lines());
        for (String bad : List.of("tail=-1", "tail=10001", "tail=x", "tail=", "tail=1e3", "follow=yes", "follow=1")) {
            TaoClient.refused(
                    400,
                    "\"" + bad.replaceAll("=.*", "") + "\" is ",
                    dock.http().get(logs + "?" + bad));
        }
        TaoClient.refused(
                404,
                "job not found",
                dock.http().get(path("11111111-1111-1111-1111-111111111111") + "/logs?follow=true"));
        assertEquals(0, dock.http().head(logs + "?follow=true").expect(200).body().length);
    }

    @Test
    void whoHangsUpIsLetGoAndTheServersEndIsNoEndOfTheLog() throws IOException {
        String id = submit("train").get(0);
        follow(id, "follow=true").awaitLine("the first line", "begun"::equals);
        // More than there is room for at once: each of them must have been let go.
        for (int i = 0; i < 300; i++) {
            try (OpenStream each = follow(id, "follow=true&tail=0")) {
                if (each.status() != 200) {
                    assertEquals(503, each.status());
                    assertNotEquals("", each.header("Retry-After"));
                }
            }
        }
        Await.until(
                "the room is free again",
                () -> {
                    try (OpenStream each = follow(id, "follow=true")) {
                        return each.status();
                    }
                },
                status -> status == 200);
        OpenStream open = follow(id, "follow=true");
        open.awaitLine("the first line", "begun"::equals);
        Duration took = dock.terminate();
        assertTrue(open.awaitEnd().startsWith("broken"), "cut off, and no end of the log");
        assertTrue(took.toMillis() < 5_000, "the server ended in " + took);
        dock.startAgain();
        OpenStream again = follow(id, "follow=true");
        again.awaitLine("the first line", "begun"::equals);
        tell("echo later; say SUCCESS; exit 0");
        assertEquals("whole", again.awaitEnd());
        assertEquals(List.of("begun", "later"), again.lines());
    }

    @Test
    void aTarOfAJobThatHasEndedIsKnownToTheByte() throws IOException {
        String id = submit("train").get(0);
        tell(
                "head -c 300000 /dev/urandom > \"$results/weights\"; mkdir -p \"$results/empty\"; ln -s weights \"$results/link\"");
        String tar = path(id) + "/download?format=tar";
        Await.until(
                "the weights are there",
                () -> Archives.untar(dock.http().get(tar).expect(200).body()).keySet(),
                names -> names.contains(id + "/weights"));
        Answer running = dock.http().get(tar).expect(200);
        assertEquals("none", running.header("Accept-Ranges").orElse(""));
        assertFalse(running.header("ETag").isPresent());
        tell("say SUCCESS; exit 0");
        ended(id);
        Answer whole = dock.http().get(tar).expect(200);
        byte[] bytes = whole.body();
        assertEquals("application/x-tar", TaoClient.type(whole));
        assertTrue(whole.header("Content-Disposition").orElse("").contains("\"" + id + ".tar\""), whole::toString);
        assertEquals(
                Integer.toString(bytes.length), whole.header("Content-Length").orElse(""));
        String tag = whole.header("ETag").orElseThrow();
        String modified = whole.header("Last-Modified").orElseThrow();
        Map<String, byte[]> files = Archives.untar(bytes);
        assertEquals(Set.of(id + "/weights", id + "/status.json", id + "/logs_from_toolkit.txt"), files.keySet());
        assertEquals(300_000, files.get(id + "/weights").length);
        Answer packed = dock.http().get(path(id) + "/download").expect(200);
        Map<String, byte[]> same =
                Archives.untar(new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes());
        assertEquals(files.keySet(), same.keySet());
        assertArrayEquals(files.get(id + "/weights"), same.get(id + "/weights"));

        Answer head = dock.http().head(tar).expect(200);
        assertEquals(
                Integer.toString(bytes.length), head.header("Content-Length").orElse(""));
        Http ranged = dock.http().with("Range", "bytes=100000-");
        Answer part = ranged.get(tar).expect(206);
        assertArrayEquals(Arrays.copyOfRange(bytes, 100_000, bytes.length), part.body());
        assertEquals(206, ranged.with("If-Range", tag).get(tar).expect(206).status());
        ranged.with("If-Range", modified).get(tar).expect(206);
        ranged.with("If-Range", "\"other\"").get(tar).expect(200);
        dock.http().with("If-None-Match", tag).get(tar).expect(304);
        dock.http().with("Range", "bytes=" + bytes.length + "-").get(tar).expect(416);
        TaoClient.refused(400, "\"format\" is zip", dock.http().get(path(id) + "/download?format=zip"));

        // Taken up again, it may end with other bytes under the same name.
        dock.http().post(path(id) + "/resume");
        JsonNode job = dock.http().get(path(id)).expect(200).json();
        assertEquals("Done", job.path("status").asText(), "a training that is done is not taken up again");
        dock.terminate();
        dock.startAgain();
        Answer later = dock.http().get(tar).expect(200);
        assertEquals(tag, later.header("ETag").orElse(""));
        assertArrayEquals(bytes, later.body());
    }
}
