package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that do harm or come at a bad time: names that are none, forms that are none, broken off, many at once. */
class HostileFilesIT {
    private static final String SESSIONS = ImportClient.SESSIONS;
    private static final Map<String, String> CONTEXT = Map.of("fileContext", "bulkImport");
    private static final byte[] SOME = FilesIT.random(3_000, 1);

    @TempDir
    static Path temp;

    private static RunningDock dock;
    private static FileClient files;

    @BeforeAll
    static void start() {
        dock = RunningDock.with(temp.resolve("data")).jvm("-Xmx256m").start();
        files = new FileClient(dock.http());
    }

    @AfterAll
    static void stop() {
        dock.close();
    }

    @AfterEach
    void theServerIsWell() {
        assertEquals("ok", dock.health().path("status").asText());
        assertEquals(List.of(), dock.faults());
        Await.until("staging is swept", dock::staging, TreeSet::isEmpty);
    }

    // ---- names

    @ParameterizedTest
    @CsvSource(textBlock = """
            ../../etc/cron.d/evil.json,   evil.json
            /etc/passwd.json,             passwd.json
            C:\\Users\\anna\\photo.JPG,   photo.JPG
            'a; b=c, d.png',              'a; b=c, d.png'
            a%0d%0aX-Evil: b.png,         a%0d%0aX-Evil: b.png
            Füße 日本語 🦖.mp3,             Füße 日本語 🦖.mp3
            <script>alert(1)<.json,       <script>alert(1)<.json
            a.exe.json,                   a.exe.json
            .json,                        .json
            """)
    void aNameIsShownAndNeverAPath(String given, String kept) {
        FileClient.Sent sent = files.send(given, SOME);
        assertEquals(kept, sent.fileName());
        assertEquals(kept, sent.answer().path("fileName").asText());
        Answer read = files.read(sent).expect(200);
        assertArrayEquals(SOME, read.body());
        assertTrue(read.header("X-Evil").isEmpty());
        String told = read.header("Content-Disposition").orElseThrow();
        assertTrue(told.matches("attachment; filename=\"[^\"/\\\\]*\"; filename\\*=UTF-8''[\\w!#$&+.^`|~%-]+"), told);
    }

    @Test
    void quotesAndEscapesInANameDoNoHarm() {
        String context = FileClient.field("fileContext", "bulkImport");
        FileClient.Sent quoted =
                FileClient.Sent.of(files.parts(context, FileClient.file("say \\\"hi\\\"; x=.png", "abc")));
        assertEquals("say \"hi\"; x=.png", quoted.fileName());
        String told =
                files.read(quoted).expect(200).header("Content-Disposition").orElseThrow();
        assertTrue(told.startsWith("attachment; filename=\"say _hi_; x=.png\"; filename*=UTF-8''say%20%22hi%22"), told);
        FileClient.Sent extended = FileClient.Sent.of(
                files.parts(
                        context,
                        "Content-Disposition: form-data; name=\"file\"; filename=\"x\"; filename*=UTF-8''%E6%97%A5.png\r\n\r\nabc"));
        assertEquals("日.png", extended.fileName());
        files.parts(
                        context,
                        "Content-Disposition: form-data; name=\"file\"; filename*=UTF-8''a%0D%0AX-Evil:b.png\r\n\r\nabc")
                .expect(400)
                .refusal();
    }

    @Test
    void aNameThatIsNoneIsRefusedAndNothingStays() {
        long stored = dock.storedBytes();
        for (String name : List.of(
                "",
                " ",
                ".",
                "..",
                "../..",
                "a/",
                "noextension",
                "json",
                "a.exe",
                "a.json.exe",
                "a.",
                "a\u0001.json",
                "a\u007f.json",
                "x".repeat(300) + ".json",
                "x." + "y".repeat(300))) {
            Answer refused = files.post(name, SOME, CONTEXT);
            refused.expect(400);
            assertTrue(refused.refusal().length() < 500, refused::toString);
        }
        assertEquals(stored, dock.storedBytes());
    }

    @Test
    void aSessionRefusesSuchNamesAtItsStart() {
        for (String name : List.of("", " ", "a/", "..\\", "x".repeat(300), "a\u0000.json", "a\n.json")) {
            Map<String, Object> body = ImportClient.startBody("a.json", 1, 3);
            body.put("fileContext", "tool");
            body.put("fileName", name);
            dock.http().post(SESSIONS + "start", body).expect(400).refusal();
        }
        for (String extension : List.of("", "exe", "../json", "json/", "tar", "j".repeat(10_000))) {
            Map<String, Object> body = ImportClient.startBody("a.json", 1, 3);
            body.put("fileContext", "tool");
            body.put("fileExtension", extension);
            Answer refused = dock.http().post(SESSIONS + "start", body).expect(400);
            assertTrue(refused.refusal().length() < 500, refused::toString);
        }
    }

    @Test
    void aNameWithHalfACharacterComesBackWhole() {
        Map<String, Object> body = ImportClient.startBody("half\ud83e.json", 1, 2);
        body.put("fileContext", "tool");
        Answer started = dock.http()
                .send(
                        "POST",
                        SESSIONS + "start",
                        "application/json",
                        BodyPublishers.ofString(
                                Answer.JSON.valueToTree(body).toString().replace("\ud83e", "\\ud83e")));
        String id = started.expect(200).json().path("sessionId").asText();
        dock.http()
                .put(SESSIONS + id + "/0", "{}".getBytes(StandardCharsets.UTF_8))
                .expect(200);
        FileClient.Sent sent = FileClient.Sent.of(dock.http().post(SESSIONS + id + "/complete"));
        assertEquals("{}", files.read(sent).expect(200).text());
    }

    // ---- forms

    @Test
    void aFormThatIsNoneIsRefusedAndNothingStays() {
        long stored = dock.storedBytes();
        String context = FileClient.field("fileContext", "bulkImport");
        String file = FileClient.file("a.json", "{}");
        Map<String, Supplier<Answer>> forms = new TreeMap<>();
        forms.put("no context", () -> files.parts(file));
        forms.put("no file", () -> files.parts(context));
        forms.put("nothing", files::parts);
        forms.put("empty file", () -> files.parts(FileClient.file("a.json", ""), context));
        forms.put("two files", () -> files.parts(file, file, context));
        forms.put("two files, another field", () -> files.parts(file, file.replace("\"file\"", "\"more\""), context));
        forms.put("two contexts", () -> files.parts(file, context, FileClient.field("fileContext", "tool")));
        forms.put("empty context", () -> files.parts(file, FileClient.field("fileContext", "")));
        forms.put("unknown context", () -> files.parts(file, FileClient.field("fileContext", "weights")));
        forms.put("a model", () -> files.parts(file, FileClient.field("fileContext", "model")));
        forms.put(
                "a model's archive",
                () -> files.parts(FileClient.file("m.tar", "x"), FileClient.field("fileContext", "Model")));
        forms.put("another context's file", () -> files.parts(FileClient.file("a.csv", "x"), context));
        forms.put("JSON", () -> dock.http().post(FileClient.FILES, Map.of("fileContext", "tool")));
        forms.put("no body", () -> dock.http().post(FileClient.FILES));
        forms.put(
                "no end",
                () -> dock.http()
                        .send(
                                "POST",
                                FileClient.FILES,
                                "multipart/form-data; boundary=b",
                                BodyPublishers.ofString("--b\r\n" + context + "\r\n--b\r\n" + file)));
        forms.forEach((what, send) -> {
            Answer answer = send.get();
            assertEquals(400, answer.status(), () -> what + ": " + answer);
            answer.refusal();
        });
        assertEquals(stored, dock.storedBytes());
    }

    @Test
    void aLongContextIsToldBriefly() {
        Answer refused = files.post("a.json", SOME, Map.of("fileContext", "x\u0007🦖".repeat(3_000)))
                .expect(400);
        assertTrue(refused.refusal().length() < 400, refused::toString);
        assertFalse(refused.refusal().contains("\u0007"), refused::toString);
        files.post("a.json", SOME, Map.of("fileContext", "x".repeat(70_000)))
                .expect(413)
                .refusal();
        Map<String, Object> body = ImportClient.startBody("a.json", 1, 3);
        body.put("fileContext", "y".repeat(500_000));
        assertTrue(
                dock.http().post(SESSIONS + "start", body).expect(400).refusal().length() < 400);
    }

    // ---- broken off

    @Test
    void whoHangsUpHalfWayLeavesNothing() throws IOException {
        long stored = dock.storedBytes();
        String head = "--b\r\n" + FileClient.field("fileContext", "bulkImport") + "\r\n--b\r\n"
                + FileClient.file("broken.zip", "");
        for (int round = 0; round < 12; round++) {
            try (Socket socket = RawHttp.connect(dock.port())) {
                OutputStream out = socket.getOutputStream();
                String length = round % 2 == 0 ? "Content-Length: 20000000" : "Transfer-Encoding: chunked";
                out.write(("POST " + FileClient.FILES + " HTTP/1.1\r\nHost: 127.0.0.1:" + dock.port()
                                + "\r\nContent-Type: multipart/form-data; boundary=b\r\n" + length + "\r\n\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1));
                byte[] some = new byte[round * 100_000];
                String chunk = Integer.toHexString(head.length() + some.length) + "\r\n";
                out.write(((round % 2 == 0 ? "" : chunk) + head).getBytes(StandardCharsets.ISO_8859_1));
                out.write(some);
                out.flush();
                socket.setSoLinger(round % 3 == 0, 0);
            }
        }
        Await.until("staging is swept", dock::staging, TreeSet::isEmpty);
        assertEquals(stored, dock.storedBytes());
    }

    @Test
    void whatIsPromisedToBrokenUploadsIsGivenBack() throws IOException {
        try (RunningDock small = RunningDock.with(temp.resolve("small/data"))
                .set("storage.maxBytes", "30MiB")
                .start()) {
            FileClient client = new FileClient(small.http());
            for (int i = 0; i < 20; i++) {
                client.post("a.exe", new byte[2 << 20], CONTEXT).expect(400);
                client.post("a.zip", new byte[26 << 20], CONTEXT).expect(413);
                ImportClient.Session session = client.start("tool", "a.json", 1, 5 << 20);
                client.sessions().put(session, 0, new byte[5 << 20]).expect(200);
                small.http().delete(SESSIONS + session.id()).expect(204);
            }
            client.send("a.zip", FilesIT.random(25 << 20, 2));
            Answer full = client.post("b.zip", FilesIT.random(6 << 20, 3), CONTEXT);
            full.expect(413).refusal();
            assertEquals("INSUFFICIENT_STORAGE", full.code());
            assertEquals(5 << 20, full.json().path("available").asLong(), "to the byte");
            assertEquals(List.of(), small.faults());
            Await.until("staging is swept", small::staging, TreeSet::isEmpty);
        }
    }

    // ---- at once

    @Test
    void ofTwentyWhoSendTheSameBytesAtOnceEachHasAFileAndTheBytesAreOne() {
        byte[] bytes = FilesIT.random(3 << 20, 4);
        int blobs = dock.blobs().size();
        Set<String> ids = new TreeSet<>();
        for (FileClient.Sent sent : atOnce(20, () -> files.send("same.zip", bytes))) {
            ids.add(sent.id());
            assertArrayEquals(bytes, files.read(sent).expect(200).body());
        }
        assertEquals(20, ids.size());
        assertEquals(blobs + 1, dock.blobs().size());
    }

    @Test
    void completedByManyAtOnceItIsOneFile() {
        byte[] bytes = FilesIT.random(2 << 20, 5);
        for (int round = 0; round < 5; round++) {
            ImportClient.Session session = files.start("bulkImport", "once.zip", 1, bytes.length);
            files.sessions().put(session, 0, bytes).expect(200);
            Set<String> ids = new TreeSet<>();
            for (FileClient.Sent sent :
                    atOnce(6, () -> FileClient.Sent.of(files.sessions().complete(session)))) {
                ids.add(sent.id());
                assertArrayEquals(bytes, files.read(sent).expect(200).body());
            }
            assertEquals(1, ids.size());
        }
    }

    private static <T> List<T> atOnce(int count, Supplier<T> work) {
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try {
            List<CompletableFuture<T>> running = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                running.add(CompletableFuture.supplyAsync(work, threads));
            }
            return running.stream().map(CompletableFuture::join).toList();
        } finally {
            threads.shutdown();
        }
    }
}
