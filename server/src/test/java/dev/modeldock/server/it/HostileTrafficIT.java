package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Traffic that does harm or comes at a bad time: too much, too slow, broken off, twice at once, on a full disk. */
class HostileTrafficIT {
    private static final String SESSIONS = ImportClient.SESSIONS;

    @TempDir
    static Path temp;

    private static RunningDock dock;
    private static ImportClient imports;

    @BeforeAll
    static void start() {
        dock = RunningDock.with(temp.resolve("data")).jvm("-Xmx256m").start();
        imports = dock.imports();
    }

    @AfterAll
    static void stop() {
        dock.close();
    }

    private final List<ImportClient.Session> opened = new ArrayList<>();

    @AfterEach
    void theServerIsWell() {
        opened.forEach(session -> dock.http().delete(SESSIONS + session.id()));
        assertEquals("ok", dock.health().path("status").asText());
        assertEquals(List.of(), dock.faults());
        Await.until("staging is swept", dock::staging, TreeSet::isEmpty);
    }

    /** A session that this test may leave open. */
    private ImportClient.Session opened(String fileName, int totalChunks, long fileSize) {
        ImportClient.Session session = imports.start(fileName, totalChunks, fileSize);
        opened.add(session);
        return session;
    }

    // ---- more than was declared

    @Test
    void aChunkLargerThanTheDeclaredFileIsRefused() {
        ImportClient.Session session = opened("larger.tar", 2, 1_000);
        Answer chunk = imports.put(session, 0, new byte[5_000]);
        if (chunk.status() == 200) {
            chunk = imports.chunk(session, 1, new byte[1]);
            chunk = chunk.status() == 200 ? imports.complete(session) : chunk;
        }
        chunk.refusal();
    }

    @Test
    void aLargeChunkThatWasNotDeclaredIsCutOffEarly() throws IOException {
        ImportClient.Session session = opened("endless.tar", 2, 1_000);
        try (Socket socket = RawHttp.begin(dock.port(), SESSIONS + session.id() + "/0", 1L << 40, new byte[70_000])) {
            byte[] more = new byte[1 << 20];
            int sent = 0;
            try {
                for (; sent < 2_000; sent++) {
                    socket.getOutputStream().write(more);
                }
            } catch (IOException e) {
                assertTrue(sent < 2_000, "broken off by the server, as it should be");
            }
            assertTrue(sent < 2_000, "2 GB were taken for a file of 1000 bytes");
        }
        assertEquals(0, imports.look(session).path("receivedChunks").size());
    }

    @Test
    void aBrokenFormIsRefused() {
        ImportClient.Session session = opened("forms.tar", 2, 1_000);
        Map<String, String> bodies = new TreeMap<>();
        bodies.put("no end", "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x\"\r\n\r\nabc");
        bodies.put("no boundary in it", "just some bytes");
        bodies.put("no name", "--b\r\nContent-Disposition: form-data\r\n\r\nabc\r\n--b--\r\n");
        bodies.put("endless header", "--b\r\nX: " + "y".repeat(200_000) + "\r\n\r\nabc\r\n--b--\r\n");
        bodies.put("many headers", "--b\r\n" + "X: y\r\n".repeat(50_000) + "\r\nabc\r\n--b--\r\n");
        bodies.put(
                "many parts",
                "--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\nabc\r\n".repeat(20_000) + "--b--\r\n");
        bodies.forEach((what, body) -> {
            Answer answer = dock.http()
                    .send(
                            "POST",
                            SESSIONS + session.id(),
                            "multipart/form-data; boundary=b",
                            BodyPublishers.ofString(body));
            assertTrue(answer.status() >= 400 && answer.status() < 500, () -> what + ": " + answer);
        });
        assertEquals(0, imports.look(session).path("receivedChunks").size());
    }

    @Test
    void aSessionOfAHundredThousandChunksWorks() {
        ImportClient.Session session = opened("chunky.tar", 100_000, 100_000);
        IntStream.range(0, 1_000)
                .parallel()
                .forEach(i -> imports.put(session, i * 100, new byte[] {1}).expect(200));
        JsonNode state = imports.look(session);
        assertEquals(1_000, state.path("receivedChunks").size());
        assertEquals(99_000, state.path("missingChunks").size());
        imports.complete(session).expect(400).refusal();
    }

    // ---- slow and broken connections

    @Test
    void aBrokenUploadLeavesNoChunkAndCanBeRepeated() throws IOException {
        Map<String, byte[]> files = TinyModels.heavy(81, 400_000);
        byte[] tar = Archives.tar(files);
        ImportClient.Session session = opened("broken-off.tar", 1, tar.length);
        for (int keep : new int[] {0, 1, 1_000, 300_000}) {
            try (Socket socket =
                    RawHttp.begin(dock.port(), SESSIONS + session.id() + "/0", tar.length, Arrays.copyOf(tar, keep))) {
                socket.setSoLinger(true, 0);
            }
        }
        assertEquals(0, imports.look(session).path("receivedChunks").size());
        imports.put(session, 0, tar).expect(200);
        TinyModels.assertSame(
                files, imports.exported(imports.finish(session).success().modelId()));
    }

    @Test
    void manySlowConnectionsDoNotStopTheOthers() throws IOException {
        ImportClient.Session session = opened("slow.tar", 500, 500_000);
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 300; i++) {
                slow.add(RawHttp.begin(dock.port(), SESSIONS + session.id() + "/" + i, 1_000, new byte[] {1}));
            }
            String id = imports.send("beside-slow.tar", Archives.tar(TinyModels.variant("beside slow ones")))
                    .success()
                    .modelId();
            assertEquals("local/beside-slow", ModelView.get(dock.http(), id).name());
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void aDownloadThatIsBrokenOffDoesNoHarm() throws IOException {
        String id = imports.send("downloaded.tar", Archives.tar(TinyModels.heavy(82, 3_000_000)))
                .success()
                .modelId();
        String url = imports.downloadUrl(id, "tar");
        String path = url.substring(url.indexOf('/', "http://".length()));
        for (int i = 0; i < 20; i++) {
            try (Socket socket = RawHttp.connect(dock.port())) {
                socket.getOutputStream()
                        .write(("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + dock.port() + "\r\n\r\n")
                                .getBytes(StandardCharsets.ISO_8859_1));
                assertTrue(socket.getInputStream().read() >= 0);
                socket.setSoLinger(true, 0);
            }
        }
    }

    // ---- at once

    @Test
    void twoUploadsOfOneModelAtOnceBothEndWell() {
        Map<String, byte[]> files = TinyModels.heavy(83, 2_000_000);
        byte[] tar = Archives.tar(files);
        List<CompletableFuture<String>> running = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            running.add(CompletableFuture.supplyAsync(
                    () -> imports.send("at-once.tar", tar, 100_000).success().modelId()));
        }
        Set<String> models = new TreeSet<>();
        for (CompletableFuture<String> one : running) {
            models.add(ModelView.get(dock.http(), one.join()).assertFiles(files).id());
        }
        assertEquals(1, models.size());
        JsonNode versions = dock.http()
                .get("/v1/models/" + models.iterator().next() + "/versions")
                .expect(200)
                .json();
        assertEquals(1, (versions.isArray() ? versions : versions.path("items")).size(), versions::toString);
    }

    @Test
    void theSameChunkSeveralTimesAtOnceIsOneChunk() {
        Map<String, byte[]> files = TinyModels.heavy(84, 500_000);
        byte[] tar = Archives.tar(files);
        ImportClient.Session session = opened("same-chunk.tar", 1, tar.length);
        IntStream.range(0, 8).parallel().forEach(i -> {
            int status = imports.put(session, 0, tar).status();
            assertTrue(status == 200 || status == 409, () -> "status " + status);
        });
        assertEquals(tar.length, imports.look(session).path("receivedBytes").asLong());
        TinyModels.assertSame(
                files, imports.exported(imports.finish(session).success().modelId()));
    }

    // ---- a full disk

    @Test
    void aQuotaThatIsFullIsAClearRefusal() {
        try (RunningDock small = RunningDock.with(temp.resolve("small"))
                .set("storage.maxBytes", "20000000")
                .start()) {
            assertFullIsClear(small);
        }
    }

    @Test
    void aDiskThatIsFullIsAClearRefusal() throws IOException {
        Path disk = Files.createDirectories(temp.resolve("disk"));
        DockCommand mount = Tools.has("mount")
                ? DockCommand.finish(
                        List.of("mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", disk.toString()), Map.of())
                : new DockCommand(1, "", "no mount");
        assumeTrue(mount.exit() == 0, () -> "a small disk cannot be mounted here: " + mount.err());
        try (RunningDock small = RunningDock.with(disk.resolve("data"))
                .set("storage.minFreeBytes", "4MiB")
                .start()) {
            assertFullIsClear(small);
        } finally {
            Tools.run("umount", "-l", disk.toString());
        }
    }

    private static void assertFullIsClear(RunningDock small) {
        ImportClient client = small.imports();
        Map<String, byte[]> fits = TinyModels.heavy(85, 3_000_000);
        String kept = client.send("fits.tar", Archives.tar(fits)).success().modelId();
        Answer tooLarge = small.http().post(SESSIONS + "start", ImportClient.startBody("huge.tar", 10, 100L << 30));
        String sentence = tooLarge.refusal();
        assertTrue(sentence.matches("(?s).*\\d.*"), "tells needed and free bytes: " + sentence);
        long before = small.storedBytes();
        byte[] unpacksToMore = Archives.pack(
                "tar.gz",
                Map.of("a/zeros.bin", new byte[60 << 20], "a/config.json", "{}".getBytes(StandardCharsets.UTF_8)));
        ImportClient.Session session = client.start("unpacks.tar.gz", 1, unpacksToMore.length);
        Answer put = client.put(session, 0, unpacksToMore);
        if (put.status() == 200) {
            Answer complete = client.complete(session);
            if (complete.status() == 200) {
                new ImportClient.Outcome(session, client.awaitEnd(ImportClient.dockId(complete.json()))).failure();
            } else {
                complete.refusal();
            }
        } else {
            put.refusal();
        }
        small.http().delete(SESSIONS + session.id());
        Answer upload =
                small.http().form("/v1/upload/local", "z.zip", Archives.zip(TinyModels.heavy(86, 39 << 20)), Map.of());
        if (upload.status() == 201) {
            assertEquals(
                    "FAILED",
                    UploadTasks.awaitEnd(small.http(), upload)
                            .path("task_status")
                            .asText());
        } else {
            upload.refusal();
        }
        Await.until("staging is swept", small::staging, TreeSet::isEmpty);
        Await.until("free space is as before", small::storedBytes, now -> now == before);
        assertEquals("ok", small.health().path("status").asText());
        TinyModels.assertSame(fits, client.exported(kept));
        Map<String, byte[]> stillFits = TinyModels.heavy(87, 3_000_000);
        TinyModels.assertSame(
                stillFits,
                client.exported(client.send("still-fits.tar", Archives.tar(stillFits))
                        .success()
                        .modelId()));
    }
}
