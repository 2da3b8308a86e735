package dev.modeldock.server.it;

import static dev.modeldock.server.it.TaoClient.REFUSED;
import static dev.modeldock.server.it.TaoClient.refused;
import static dev.modeldock.server.it.TaoClient.refusedExactly;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives that are sent to a dataset of the TAO Toolkit API, in every form that clients send. */
class TaoUploadIT {
    private static final String UPLOADED = "{\"message\":\"Data successfully uploaded\"}\n";
    private static final int MOST_BYTES = 4 << 20;

    @TempDir
    static Path temp;

    private static RunningDock dock;

    private TaoClient tao;
    private String kitti;

    @BeforeAll
    static void start() {
        dock = RunningDock.with(temp.resolve("data"))
                .set("session.maxFileBytes", "4MiB")
                .set("archive.maxEntries", "100")
                .start();
    }

    @AfterAll
    static void stop() {
        assertEquals(List.of(), dock.faults());
        dock.close();
    }

    @BeforeEach
    void newDataset() {
        tao = new TaoClient(dock.http(), UUID.randomUUID().toString());
        kitti = tao.created("object_detection", "kitti");
    }

    @AfterEach
    void nothingStays() throws Exception {
        tao.ask("DELETE", tao.path(kitti), null).expect(200);
        assertEquals(new TreeSet<>(), dock.staging());
        assertEquals(new TreeSet<>(), dock.blobs());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A picture and a label. */
    private static Map<String, byte[]> files() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("images/a.jpg", utf8("a picture"));
        files.put("labels/a.txt", utf8("a label"));
        return files;
    }

    private static TaoClient.Form form() {
        return new TaoClient.Form();
    }

    private void assertUploaded(Answer answer) {
        assertEquals(UPLOADED, answer.expect(201).text());
        assertEquals("application/json", TaoClient.type(answer));
        assertBlobs("a picture", "a label");
    }

    private static void assertBlobs(String... texts) {
        TreeSet<String> expected = new TreeSet<>();
        for (String text : texts) {
            String hash = Archives.sha256(utf8(text));
            expected.add(hash.substring(0, 2) + "/" + hash);
        }
        assertEquals(expected, dock.blobs());
    }

    @ParameterizedTest
    @ValueSource(strings = {"tar", "tar.gz", "tar.bz2", "tar.xz", "tar.zst", "zip"})
    void anyPackingIsTakenUnderAnyName(String kind) {
        byte[] archive = Archives.pack(kind, Archives.below("top", files()));
        assertUploaded(tao.upload(kitti, form().file("file", "nonsense.bin", archive)));
    }

    @Test
    void thePartMayHaveAnyName() {
        byte[] tar = Archives.tar(files());
        assertUploaded(tao.upload(kitti, form().file("dataset", "x.tar", tar)));
        assertUploaded(tao.upload(kitti, form().file("message", "x.tar", tar)));
        assertUploaded(tao.upload(kitti, form().file("file", "", tar)));
        assertUploaded(
                tao.upload(kitti, form().text("file", new String(Archives.tar(files()), StandardCharsets.UTF_8))));
    }

    @Test
    void aMessageMayStandBeforeOrBehindTheArchive() {
        byte[] tar = Archives.tar(files());
        assertUploaded(tao.upload(kitti, form().text("message", "hello").file("file", "x.tar", tar)));
        assertUploaded(tao.upload(
                kitti,
                form().file("file", "x.tar", tar).text("message", "hello").text("x", "y")));
    }

    @Test
    void ofSeveralFilesTheOneNamedFileIsTaken() {
        byte[] tar = Archives.tar(files());
        byte[] other = Archives.tar(Map.of("images/other", utf8("other"), "labels/other", utf8("other")));
        assertUploaded(tao.upload(kitti, form().file("other", "a.tar", other).file("file", "b.tar", tar)));
        assertUploaded(tao.upload(
                kitti,
                form().file("a", "a.tar", new byte[200_000])
                        .file("b", "b.tar", other)
                        .file("file", "c.tar", tar)
                        .file("file", "d.tar", other)));
        assertUploaded(tao.upload(kitti, form().file("a", "a.tar", tar).file("b", "b.tar", other)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text/plain", "application/json", "multipart/form-data", "application/x-www-form-urlencoded"})
    void aWrongContentTypeIsForgiven(String type) {
        assertUploaded(tao.upload(kitti, form().file("file", "x.tar", Archives.tar(files())), type));
        assertUploaded(tao.upload(kitti, form().file("file", "x.tar", Archives.tar(files())), null));
    }

    @Test
    void aBodyOfUnknownLengthIsTaken() {
        byte[] body = form().file("file", "x.tar", Archives.tar(files())).bytes();
        assertUploaded(dock.http()
                .send(
                        "POST",
                        tao.path(kitti) + "/upload",
                        null,
                        BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(body))));
    }

    @Test
    void uploadsAddAndReplace() {
        assertUploaded(tao.upload(kitti, Archives.tar(files())));
        tao.upload(kitti, Archives.tar(Map.of("images/a.jpg", utf8("a better one"), "images/b", utf8("more"))))
                .expect(201);
        assertBlobs("a better one", "a label", "more");
        String date = tao.shown(kitti).path("last_modified").asText();
        assertEquals(tao.shown(kitti).path("created_on").asText(), date, "an upload is no change of the dataset");
    }

    @Test
    void whatIsNoFormOrHasNoFileIsRefused() {
        refused(
                400,
                REFUSED + ": the form has no file. Send the archive as the part \"file\".",
                tao.upload(kitti, form()));
        refused(400, REFUSED + ": the form has no file.", tao.upload(kitti, form().text("message", "hello")));
        String path = tao.path(kitti) + "/upload";
        refused(400, "The body is not multipart", tao.ask("POST", path, "{}"));
        refused(400, "The body is not multipart", tao.ask("POST", path, null));
        refused(
                400,
                "The multipart body cannot be read",
                dock.http().send("POST", path, "multipart/form-data; boundary=x", BodyPublishers.ofString("--x\r\n")));
    }

    @Test
    void whatIsNoArchiveIsRefused() {
        refused(400, REFUSED + ": The upload is empty: 0 bytes came.", tao.upload(kitti, new byte[0]));
        refused(400, REFUSED + ": The upload is neither an archive", tao.upload(kitti, utf8("hello")));
        byte[] gzip = Archives.pack("tar.gz", files());
        refused(400, REFUSED + ": ", tao.upload(kitti, java.util.Arrays.copyOf(gzip, gzip.length - 20)));
        refused(400, REFUSED + ": ", tao.upload(kitti, Archives.tar(Map.of())));
    }

    @Test
    void whatIsMissingIsTold() {
        refused(
                400,
                REFUSED
                        + ": A dataset of type object_detection in format kitti needs images/; labels/. Missing: labels/."
                        + " Found at the top: images/, notes.",
                tao.upload(kitti, Archives.tar(Map.of("images/a", utf8("1"), "notes", utf8("2")))));
    }

    @Test
    void nothingStaysOfAHostileArchive() {
        for (byte[] hostile : List.of(
                hostile().file("../../../metadata.json", utf8("x")).end(),
                hostile().file("/etc/passwd", utf8("x")).end(),
                hostile().file("images/../../x", utf8("x")).end(),
                hostile().file("metadata.json", utf8("{}")).end(),
                hostile().file("specs/convert.json", utf8("{}")).end(),
                hostile()
                        .link("images/link", HostileTar.SYMBOLIC_LINK, "../../../../etc/passwd")
                        .end(),
                hostile()
                        .link("images/link", HostileTar.HARD_LINK, "/etc/passwd")
                        .end(),
                hostile()
                        .entry("images/device", HostileTar.CHARACTER_DEVICE, "", 0, new byte[0])
                        .end(),
                hostile().paxFile("images/\u0000/x", utf8("x")).end(),
                hostile()
                        .entry("images/long", HostileTar.FILE, "", 1L << 40, new byte[10])
                        .end())) {
            refused(400, REFUSED + ": ", tao.upload(kitti, hostile));
        }
        refused(413, "", tao.upload(kitti, HostileTar.empties(200)));
        refused(
                413,
                "",
                tao.upload(
                        kitti,
                        Archives.compress(
                                "gz",
                                hostile().file("images/x", new byte[200 << 20]).end())));
        assertEquals(new TreeSet<>(), dock.blobs());
    }

    private static HostileTar hostile() {
        HostileTar tar = new HostileTar();
        files().forEach(tar::file);
        return tar;
    }

    @Test
    void moreThanIsTakenIsRefused() {
        byte[] large = new byte[MOST_BYTES + 1];
        refused(413, "The request has ", tao.upload(kitti, large));
        byte[] body = form().file("file", "x.tar", large).bytes();
        refused(
                413,
                "The archive has more than 4194304 bytes",
                dock.http()
                        .send(
                                "POST",
                                tao.path(kitti) + "/upload",
                                null,
                                BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(body))));
        refused(
                413,
                "The field \"message\" is longer than 64 KiB",
                tao.upload(kitti, form().text("message", "x".repeat(70_000))));
    }

    @Test
    void aClientThatHangsUpLeavesNothing() throws Exception {
        String path = tao.path(kitti) + "/upload";
        byte[] body = form().file("file", "x.tar", new byte[100_000]).bytes();
        try (var socket = RawHttp.connect(dock.port())) {
            socket.getOutputStream()
                    .write(utf8("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: "
                            + (body.length + 50_000) + "\r\n\r\n"));
            socket.getOutputStream().write(body);
            socket.getOutputStream().flush();
            Await.until("its bytes are there", dock::staging, seen -> !seen.isEmpty());
        }
        Await.until("its bytes are gone", dock::staging, TreeSet::isEmpty);
        assertUploaded(tao.upload(kitti, Archives.tar(files())));
    }

    @Test
    void aDatasetOfAnotherTypeHasAnotherLayout() {
        String ocr = tao.created("character_recognition", "lprnet");
        refused(
                400,
                REFUSED
                        + ": A dataset of type character_recognition in format lprnet needs image/; label/; characters.txt.",
                tao.upload(ocr, Archives.tar(files())));
        tao.upload(ocr, Archives.tar(Map.of("image/a", utf8("1"), "label/a", utf8("2"), "characters.txt", utf8("3"))))
                .expect(201);
        assertBlobs("1", "2", "3");
        tao.ask("DELETE", tao.path(ocr), null).expect(200);
        refusedExactly(404, "Dataset not found", tao.upload(ocr, Archives.tar(files())));
        assertTrue(dock.blobs().isEmpty());
    }
}
