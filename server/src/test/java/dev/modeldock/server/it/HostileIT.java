package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Archives made to do harm. Each ends in a clear 4xx or a FAILED job with its reason; afterwards staging is swept, no
 * byte is left over, no model has appeared, and the server is well.
 */
class HostileIT {
    private static final byte[] HARM = "harm\n".getBytes(StandardCharsets.UTF_8);

    @TempDir
    static Path temp;

    private static RunningDock dock;
    private static ImportClient imports;

    private TreeSet<String> blobsBefore;
    private int modelsBefore;
    private boolean somethingMayStay;

    @BeforeAll
    static void start() {
        dock = RunningDock.with(temp.resolve("data")).jvm("-Xmx256m").start();
        imports = dock.imports();
    }

    @AfterAll
    static void stop() {
        dock.close();
    }

    @BeforeEach
    void look() {
        blobsBefore = dock.blobs();
        modelsBefore = ModelView.list(dock.http()).size();
        somethingMayStay = false;
    }

    @AfterEach
    void nothingIsLeftAndTheServerIsWell() {
        assertEquals("ok", dock.health().path("status").asText());
        assertEquals(List.of(), dock.faults());
        Await.until("staging is swept", dock::staging, TreeSet::isEmpty);
        if (!somethingMayStay) {
            Await.until("no blob is left over", dock::blobs, blobsBefore::equals);
            assertEquals(modelsBefore, ModelView.list(dock.http()).size(), "no model has appeared");
        }
        assertTrue(Files.notExists(temp.resolve("harm.txt")), "a file was written outside");
    }

    /** Import it; the reason for which it was refused or failed. */
    private static String refused(String name, byte[] archive) {
        List<byte[]> chunks = ImportClient.cut(archive, 8 << 20);
        ImportClient.Session session = imports.start(name, chunks.size(), archive.length);
        for (int i = 0; i < chunks.size(); i++) {
            Answer put = imports.put(session, i, chunks.get(i));
            if (put.status() != 200) {
                return givenUp(session, put.refusal());
            }
        }
        Answer complete = imports.complete(session);
        if (complete.status() != 200) {
            return givenUp(session, complete.refusal());
        }
        return new ImportClient.Outcome(session, imports.awaitEnd(ImportClient.dockId(complete.json()))).failure();
    }

    /** A refusal leaves the session open, as promised; its bytes go when the client gives up. */
    private static String givenUp(ImportClient.Session session, String reason) {
        imports.http().delete(ImportClient.SESSIONS + session.id());
        return reason;
    }

    /** Upload it as a ZIP: a 4xx, or a task in which no model is stored. */
    private static String refusedUpload(String name, byte[] archive) {
        Answer answer = dock.http().form("/v1/upload/local", name, archive, Map.of());
        if (answer.status() != 201) {
            return answer.refusal();
        }
        JsonNode task = UploadTasks.awaitEnd(dock.http(), answer);
        assertTrue(!task.path("models").toString().contains("\"stored\""), task::toPrettyString);
        return task.toString();
    }

    // ---- names and links

    static Stream<String> hostileNames() {
        return Stream.of(
                "../harm.txt",
                "a/../../harm.txt",
                "/harm.txt",
                "//server/harm.txt",
                "C:/harm.txt",
                "c:harm.txt",
                "a\\b.txt",
                "..\\harm.txt",
                "\\\\server\\harm.txt",
                "a/./../../harm.txt",
                "..",
                "a//../../harm.txt",
                "nul\0.txt");
    }

    @ParameterizedTest(name = "[{index}]")
    @MethodSource("hostileNames")
    void namesThatLeadOutOfTheModelAreRefusedInTar(String name) {
        refused("names.tar", HostileTar.withModel().paxFile(name, HARM).end());
    }

    @ParameterizedTest(name = "[{index}]")
    @MethodSource("hostileNames")
    void namesThatLeadOutOfTheModelAreRefusedInZip(String name) {
        refused("names.zip", HostileZip.withModel().stored(name, HARM).end());
    }

    @ParameterizedTest(name = "[{index}]")
    @MethodSource("hostileNames")
    void namesThatLeadOutOfTheModelAreAnHttpAnswerOfTheZipUpload(String name) {
        Answer answer = dock.http()
                .form(
                        "/v1/upload/local",
                        "n.zip",
                        HostileZip.withModel().stored(name, HARM).end(),
                        Map.of());
        answer.expect(400).refusal();
    }

    @Test
    void namesThatAreOneWhenCaseIsFoldedAreRefused() {
        byte[] tar = HostileTar.withModel().file("CONFIG.json", HARM).end();
        assertTrue(refused("folded.tar", tar).toLowerCase(Locale.ROOT).contains("config.json"));
        refused("folded.zip", HostileZip.withModel().stored("Config.JSON", HARM).end());
        refused(
                "folder.tar",
                HostileTar.withModel()
                        .file("A/x", HARM)
                        .file("a/y", HARM)
                        .file("a/X", HARM)
                        .end());
        refused("twice.tar", HostileTar.withModel().file("config.json", HARM).end());
        refused("twice.zip", HostileZip.withModel().stored("config.json", HARM).end());
        refused(
                "umlaut.tar",
                HostileTar.withModel()
                        .paxFile("Ä.txt", HARM)
                        .paxFile("ä.txt", HARM)
                        .end());
        refused(
                "file-and-folder.tar",
                HostileTar.withModel().file("config.json/x", HARM).end());
    }

    static Stream<Arguments> links() {
        return Stream.of(
                Arguments.of(HostileTar.SYMBOLIC_LINK, "../../harm.txt"),
                Arguments.of(HostileTar.SYMBOLIC_LINK, "/etc/passwd"),
                Arguments.of(HostileTar.SYMBOLIC_LINK, ".."),
                Arguments.of(HostileTar.HARD_LINK, "/etc/passwd"),
                Arguments.of(HostileTar.HARD_LINK, "../../modeldock.db"),
                Arguments.of(HostileTar.CHARACTER_DEVICE, ""),
                Arguments.of(HostileTar.BLOCK_DEVICE, ""),
                Arguments.of(HostileTar.FIFO, ""));
    }

    @ParameterizedTest
    @MethodSource("links")
    void linksOutAndDevicesAreRefused(char type, String target) {
        String reason = refused(
                "links.tar", HostileTar.withModel().link("harm", type, target).end());
        assertTrue(reason.contains("harm"), reason);
    }

    @Test
    void aFileThroughASymbolicLinkIsRefused() {
        byte[] tar = HostileTar.withModel()
                .link("out", HostileTar.SYMBOLIC_LINK, "../..")
                .file("out/harm.txt", HARM)
                .end();
        refused("through.tar", tar);
        HostileZip.Entry link = HostileZip.entry("out", "../../harm.txt".getBytes(StandardCharsets.UTF_8));
        link.externalAttributes = 0120777 << 16;
        refused("link.zip", HostileZip.withModel().add(link).end());
    }

    // ---- too much

    @Test
    void tenMillionEmptyEntriesAreRefused() {
        byte[] piece = Archives.compress("gz", HostileTar.empties(250_000));
        int pieces = 40;
        ImportClient.Session session = imports.start("empties.tar.gz", pieces, (long) pieces * piece.length);
        for (int i = 0; i < pieces; i++) {
            Answer put = imports.put(session, i, piece);
            if (put.status() != 200) {
                givenUp(session, put.refusal());
                return;
            }
        }
        String reason = imports.finish(session).failure();
        assertTrue(reason.contains("entries") || reason.contains("files"), reason);
    }

    @Test
    void aZipOfTooManyEmptyEntriesIsRefused() {
        byte[] bytes = Archives.emptyZip(250_000);
        assertTrue(refused("empties.zip", bytes).contains("200000"), "names the limit");
        refusedUpload("empties.zip", bytes);
    }

    @Test
    void aZipThatHidesHowManyEntriesItHasIsRefused() {
        HostileZip zip = HostileZip.withModel();
        for (int i = 0; i < 1_000; i++) {
            zip.stored("e" + i, new byte[0]);
        }
        refused("hides.zip", zip.claim(10).end());
        refused("boasts.zip", HostileZip.withModel().claim(60_000).end());
    }

    @ParameterizedTest
    @ValueSource(strings = {"gz", "zst", "bz2", "xz"})
    void aBombOfEveryCompressionIsRefused(String kind) throws IOException {
        String reason = refused("bomb.tar." + kind, bomb(kind, kind.equals("zst") ? 1L << 30 : 256L << 20));
        assertTrue(reason.length() > 20, reason);
    }

    /** A tar with one file of that many zeros. */
    private static byte[] bomb(String kind, long size) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = Archives.compressor(kind, packed)) {
            out.write(HostileTar.header("zeros.bin", HostileTar.FILE, "", HostileTar.octal(size, 12)));
            byte[] zeros = new byte[1 << 20];
            for (long written = 0; written < size; written += zeros.length) {
                out.write(zeros);
            }
            out.write(new byte[1024]);
        }
        return packed.toByteArray();
    }

    @Test
    void aZipBombIsRefused() {
        HostileZip zip = HostileZip.withModel();
        for (int i = 0; i < 8; i++) {
            zip.add(HostileZip.deflatedEntry("zeros-" + i + ".bin", new byte[128 << 20]));
        }
        byte[] bytes = zip.end();
        refused("bomb.zip", bytes);
        refusedUpload("bomb.zip", bytes);
    }

    @Test
    void aZipWhoseEntriesOverlapIsRefused() {
        HostileZip zip = HostileZip.withModel();
        HostileZip.Entry kernel = HostileZip.deflatedEntry("kernel-0.bin", new byte[4 << 20]);
        zip.add(kernel);
        for (int i = 1; i < 200; i++) {
            HostileZip.Entry other = HostileZip.deflatedEntry("kernel-" + i + ".bin", new byte[0]);
            other.centralMethod = 8;
            other.centralSize = kernel.centralSize;
            other.centralPacked = kernel.centralPacked;
            other.centralCrc = kernel.centralCrc;
            other.offset = 0;
            other.packed = null;
            zip.add(other);
        }
        byte[] bytes = zip.end();
        refused("overlap.zip", bytes);
        refusedUpload("overlap.zip", bytes);
    }

    @Test
    void nestedArchivesAreLeftAlone() {
        somethingMayStay = true;
        Map<String, byte[]> files = new TreeMap<>(TinyModels.variant("nested"));
        files.put(
                "inner.zip", HostileZip.withModel().stored("../harm.txt", HARM).end());
        files.put("inner.tar.gz", Archives.pack("tar.gz", files));
        for (String kind : List.of("tar", "zip")) {
            String id = imports.send("nested-" + kind + "." + kind, Archives.pack(kind, files))
                    .success()
                    .modelId();
            TinyModels.assertSame(files, imports.exported(id));
        }
    }

    // ---- lies and damage

    static Stream<Arguments> lies() {
        byte[] base256 = new byte[12];
        Arrays.fill(base256, (byte) 0xff);
        byte[] huge = new byte[12];
        huge[0] = (byte) 0x80;
        huge[4] = 0x7f;
        byte[] letters = "12345678xyz\0".getBytes(StandardCharsets.ISO_8859_1);
        Map<String, byte[]> tars = new LinkedHashMap<>();
        tars.put(
                "more than follows",
                HostileTar.withModel().entry("l", '0', "", 1_000_000, HARM).end());
        tars.put(
                "a gibibyte",
                HostileTar.withModel().entry("l", '0', "", 07777777777L, HARM).end());
        tars.put("negative", HostileTar.withModel().rawSize("l", base256).end());
        tars.put("beyond long", HostileTar.withModel().rawSize("l", huge).end());
        tars.put("no number", HostileTar.withModel().rawSize("l", letters).end());
        tars.put(
                "pax negative",
                HostileTar.withModel().pax(Map.of("size", "-1")).file("l", HARM).end());
        tars.put(
                "pax too large",
                HostileTar.withModel()
                        .pax(Map.of("size", "9223372036854775807"))
                        .file("l", HARM)
                        .end());
        tars.put(
                "pax no number",
                HostileTar.withModel()
                        .pax(Map.of("size", "many"))
                        .file("l", HARM)
                        .end());
        return tars.entrySet().stream().map(tar -> Arguments.of(tar.getKey(), tar.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lies")
    void aLyingSizeFieldIsRefused(String lie, byte[] tar) {
        refused("lie.tar", tar);
    }

    static Stream<Arguments> disagreements() {
        Map<String, Consumer<HostileZip.Entry>> changes = new LinkedHashMap<>();
        changes.put("another name", entry -> entry.localName = "other.txt");
        changes.put("a hostile local name", entry -> entry.localName = "../x.txt");
        changes.put("another size", entry -> entry.localSize += 1);
        changes.put("a larger central size", entry -> entry.centralSize += 1_000_000);
        changes.put("a smaller central size", entry -> entry.centralSize -= 1);
        changes.put("another packed size", entry -> entry.localPacked -= 1);
        changes.put("another checksum", entry -> entry.localCrc ^= 1);
        changes.put("a wrong checksum in both", entry -> {
            entry.localCrc ^= 1;
            entry.centralCrc ^= 1;
        });
        changes.put("another method", entry -> entry.localMethod = 8);
        changes.put("an unknown method", entry -> {
            entry.localMethod = 99;
            entry.centralMethod = 99;
        });
        changes.put("encrypted", entry -> entry.flags |= 1);
        changes.put("an offset past the end", entry -> entry.offset = 0x7fff_0000L);
        return changes.entrySet().stream().map(change -> Arguments.of(change.getKey(), change.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("disagreements")
    void aZipWhoseTwoDirectoriesDisagreeIsRefused(String what, Consumer<HostileZip.Entry> change) {
        HostileZip.Entry entry = HostileZip.entry("odd.txt", "odd one out\n".getBytes(StandardCharsets.UTF_8));
        change.accept(entry);
        byte[] zip = HostileZip.withModel().add(entry).end();
        refused("disagree.zip", zip);
        refusedUpload("disagree.zip", zip);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tar", "tar.gz", "tar.zst", "tar.xz", "tar.bz2", "zip"})
    void aTruncatedArchiveOfEveryKindIsRefused(String kind) {
        byte[] whole = Archives.pack(kind, TinyModels.heavy(71, 50_000));
        for (int keep : new int[] {1, 5, 100, whole.length / 3, whole.length / 2, whole.length * 9 / 10}) {
            refused("truncated." + kind, Arrays.copyOf(whole, keep));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tar.gz", "tar.zst", "tar.xz", "tar.bz2", "zip"})
    void aFlippedBitInEveryKindIsRefused(String kind) {
        byte[] whole = Archives.pack(kind, TinyModels.heavy(72, 50_000));
        Random random = new Random(72);
        for (int i = 0; i < 6; i++) {
            byte[] damaged = whole.clone();
            int at = whole.length / 4 + random.nextInt(whole.length / 2);
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            refused("flipped." + kind, damaged);
        }
    }

    @Test
    void aFlippedBitInATarIsFoundByItsHeaderOrByTheHashOfTheWhole() {
        byte[] whole = Archives.tar(TinyModels.variant("flipped"));
        byte[] header = whole.clone();
        header[3] ^= 4;
        refused("flipped.tar", header);
        byte[] content = whole.clone();
        content[600] ^= 4;
        Map<String, Object> body = ImportClient.startBody("flipped.tar", 1, whole.length);
        body.put("sha256", Archives.sha256(whole));
        ImportClient.Session session = imports.start(body);
        imports.put(session, 0, content).expect(200);
        Answer complete = imports.complete(session);
        if (complete.status() == 200) {
            new ImportClient.Outcome(session, imports.awaitEnd(ImportClient.dockId(complete.json()))).failure();
        } else {
            givenUp(session, complete.refusal());
        }
    }

    @Test
    void damagedModelFilesAreRefusedWithTheReason() {
        byte[] tensors = TinyModels.files("tiny-bert").get("model.safetensors");
        for (int at : new int[] {0, 7, 8, 9}) {
            byte[] damaged = tensors.clone();
            damaged[at] ^= 0x55;
            refused("damaged.safetensors", damaged);
        }
        refused("cut.safetensors", Arrays.copyOf(tensors, tensors.length - 1));
        refused("longer.safetensors", Arrays.copyOf(tensors, tensors.length + 1));
        byte[] gguf = SingleFiles.gguf();
        refused("cut.gguf", Arrays.copyOf(gguf, 30));
        byte[] counts = gguf.clone();
        Arrays.fill(counts, 8, 16, (byte) 0x7f);
        refused("counts.gguf", counts);
        refused("magic.gguf", "GGUX".repeat(100).getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void anUnsafePickleIsRefusedAndASuspiciousOneIsKeptAndShown() {
        Map<String, byte[]> files = new TreeMap<>(TinyModels.files("tiny-bert"));
        files.put("extra.pt", pickle("os", "system"));
        String reason = refused("unsafe.tar", Archives.tar(files));
        assertTrue(reason.contains("os") && reason.contains("system"), reason);
        Map<String, Object> body = ImportClient.startBody("unsafe.tar", 1, Archives.tar(files).length);
        body.put("allow_unsafe", true);
        ImportClient.Session allowed = imports.start(body);
        somethingMayStay = true;
        imports.put(allowed, 0, Archives.tar(files)).expect(200);
        String kept = imports.finish(allowed).success().modelId();
        assertTrue(ModelView.get(dock.http(), kept).json().toString().contains("unsafe"));
        files.put("extra.pt", pickle("my.own.code", "Thing"));
        String suspicious =
                imports.send("suspicious.tar", Archives.tar(files)).success().modelId();
        String shown = ModelView.get(dock.http(), suspicious).json().toString();
        assertTrue(shown.contains("suspicious") && shown.contains("my.own.code"), shown);
    }

    /** A pickle that imports one thing and calls it with nothing. */
    private static byte[] pickle(String module, String name) {
        return ("\u0080\u0002c" + module + "\n" + name + "\n)R.").getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void jsonBombsInModelFilesAreRefusedOrKeptButNeverFollowed() {
        somethingMayStay = true;
        Map<String, byte[]> files = new TreeMap<>(TinyModels.files("tiny-bert"));
        files.put("config.json", "[".repeat(200_000).getBytes(StandardCharsets.UTF_8));
        JsonNode end = imports.send("json-bomb.tar", Archives.tar(files)).status();
        assertTrue(List.of("SUCCESS", "FAILED").contains(end.path("status").asText()), end::toString);
        List<String> reasons = new ArrayList<>();
        end.path("message").forEach(message -> reasons.add(message.asText()));
        Answer.assertLeaksNothing(reasons.toString());
    }
}
