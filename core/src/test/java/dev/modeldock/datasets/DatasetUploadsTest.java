package dev.modeldock.datasets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.PackedModel;
import dev.modeldock.files.PackedContent;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetUploadsTest {
    private static final String REFUSED = "Invalid tar file / tar file with no images and/or labels directory: ";
    private static final Map<String, String> KITTI = Map.of("images/a.jpg", "a picture", "labels/a.txt", "a label");
    private static final String JOB = "0b5c6a0e-5a1c-4d8e-9c39-6a7f7a1f9f11";

    @TempDir
    private Path data;

    private OpenDatasets open;
    private Dataset kitti;

    @BeforeEach
    void open() throws IOException {
        open = new OpenDatasets(data);
        kitti = open.make("object_detection", "kitti");
    }

    @AfterEach
    void close() throws IOException {
        open.assertSettled();
        open.close();
    }

    private static PackedModel packed() {
        return new PackedModel();
    }

    private static PackedModel kitti(String below) {
        PackedModel packed = packed();
        KITTI.forEach((path, text) -> packed.text(below + path, text));
        return packed;
    }

    // ---- what becomes the dataset's

    static Stream<Arguments> packings() throws Exception {
        PackedModel packed = kitti("");
        return Stream.of(
                Arguments.of("tar", packed.tar()),
                Arguments.of("tar.gz", packed.tar("gz")),
                Arguments.of("tar.zst", packed.tar("zstd")),
                Arguments.of("tar.xz", packed.tar("xz")),
                Arguments.of("tar.bz2", packed.tar("bzip2")),
                Arguments.of("zip", packed.zip()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("packings")
    void theFilesOfAnArchiveAreTheDatasets(String kind, byte[] archive) throws Exception {
        open.upload(kitti, archive);
        assertEquals(KITTI, open.files(kitti));
        assertEquals("a picturea label".length(), open.space().used());
        assertEquals(Optional.of(kitti), open.datasets().find(kitti.id(), OpenDatasets.ANNA), "an upload is no change");
    }

    @ParameterizedTest
    @ValueSource(strings = {"./", "kitti/", "./kitti/", "a/b/c/", "изображения/"})
    void whatStandsBeforeImagesIsTakenOff(String below) throws Exception {
        open.upload(kitti, kitti(below).tar("gz"));
        assertEquals(KITTI, open.files(kitti));
    }

    @Test
    void whatHasNoNameLeftIsLeftOut() throws Exception {
        open.upload(
                kitti,
                kitti("a/b/")
                        .text("top", "1")
                        .text("a/next", "2")
                        .text("x/y/z", "3")
                        .tar());
        assertEquals(Map.of("images/a.jpg", "a picture", "labels/a.txt", "a label", "z", "3"), open.files(kitti));
        assertEquals(3, open.contents(), "what was left out is not kept");
    }

    @Test
    void uploadsAddAndReplace() throws Exception {
        open.upload(kitti, kitti("").tar());
        open.upload(
                kitti,
                packed().text("images/b.jpg", "more")
                        .text("labels/a.txt", "better")
                        .tar());
        assertEquals(
                Map.of("images/a.jpg", "a picture", "images/b.jpg", "more", "labels/a.txt", "better"),
                open.files(kitti));
        assertEquals(3, open.contents(), "the label that was replaced is gone");
        assertEquals("a picturemorebetter".length(), open.space().used());
    }

    @Test
    void theSameOnceMoreChangesNothing() throws Exception {
        open.upload(kitti, kitti("").tar());
        List<DatasetFile> rows = open.rows(kitti);
        open.upload(kitti, kitti("").tar("gz"));
        assertEquals(rows, open.rows(kitti));
        assertEquals(2, open.contents());
    }

    @Test
    void filesThatChangePlacesKeepTheirBytes() throws Exception {
        Dataset raw = open.make("object_detection", "raw");
        open.upload(raw, packed().text("images/a", "1").text("images/b", "2").tar());
        open.upload(raw, packed().text("images/a", "2").text("images/b", "1").tar());
        assertEquals(Map.of("images/a", "2", "images/b", "1"), open.files(raw));
        assertEquals(2, open.contents());
    }

    @Test
    void equalBytesAreKeptOnce() throws Exception {
        open.upload(
                kitti,
                packed().text("images/a", "x")
                        .text("images/b", "x")
                        .text("labels/a", "x")
                        .tar());
        assertEquals(3, open.rows(kitti).size());
        assertEquals(1, open.contents());
        assertEquals(1, open.space().used());
    }

    @Test
    void linksToFilesOfTheArchiveAreFiles() throws Exception {
        byte[] tar = new LinkedTar()
                .file("k/images/a.jpg", "a picture")
                .hard("k/images/b.jpg", "k/images/a.jpg")
                .symbolic("k/labels/a.txt", "../images/a.jpg")
                .bytes();
        open.upload(kitti, tar);
        assertEquals(
                Map.of("images/a.jpg", "a picture", "images/b.jpg", "a picture", "labels/a.txt", "a picture"),
                open.files(kitti));
        assertEquals(1, open.contents());
    }

    @Test
    void anEmptyFileIsAFile() throws Exception {
        open.upload(
                kitti,
                packed().text("images/a.jpg", "").text("labels/a.txt", "").tar());
        assertEquals(Map.of("images/a.jpg", "", "labels/a.txt", ""), open.files(kitti));
    }

    @Test
    void namesAreKeptAsTheyCame() throws Exception {
        String name = "images/ü ñ 🜁 'x' \"y\" %00 ;--.jpg";
        open.upload(kitti, packed().text(name, "1").text("labels/a", "2").zip());
        assertEquals(Map.of(name, "1", "labels/a", "2"), open.files(kitti));
    }

    // ---- what is refused

    static Stream<Arguments> refused() throws Exception {
        byte[] gzip = kitti("").tar("gz");
        return Stream.of(
                Arguments.of("nothing", new byte[0], "The upload is empty: 0 bytes came."),
                Arguments.of("no archive", utf8("hello"), "The upload is neither an archive nor a model file."),
                Arguments.of("zeros", new byte[4096], ""),
                Arguments.of("half of it", Arrays.copyOf(gzip, gzip.length / 2), ""),
                Arguments.of("a tar without files", packed().tar(), ""),
                Arguments.of("a ZIP without files", packed().zip(), ""),
                Arguments.of(
                        "directories only",
                        new LinkedTar()
                                .directory("images/")
                                .directory("labels/")
                                .bytes(),
                        ""),
                Arguments.of("a model file", gguf(), "The upload is a single gguf file. Expected a tar"),
                Arguments.of("a slip", kitti("").text("images/../../../x", "x").tar(), "'images/../../../x' holds"),
                Arguments.of("an absolute name", absolute(), "'/etc/passwd' is absolute"),
                Arguments.of("a backslash", kitti("").text("images\\..\\x", "x").zip(), "holds a backslash"),
                Arguments.of("a link out", linked("../../../../etc/passwd"), ""),
                Arguments.of("an absolute link", linked("/etc/passwd"), ""),
                Arguments.of("a link to nothing", linked("images/none"), ""),
                Arguments.of("a link to itself", linked("images/link"), ""),
                Arguments.of(
                        "a device",
                        new LinkedTar().file("images/a", "1").device("labels/a").bytes(),
                        "is a device"),
                Arguments.of("the same name twice", twice(), ""),
                Arguments.of(
                        "the same name in another case",
                        kitti("").text("images/A.JPG", "x").tar(),
                        ""),
                Arguments.of(
                        "a file below a file",
                        kitti("").text("images/a.jpg/b", "x").tar(),
                        ""),
                Arguments.of("more files than are taken", many(), ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void nothingStaysOfWhatIsRefused(String what, byte[] archive, String why) throws Exception {
        DockException first = open.refused(kitti, archive);
        open.upload(kitti, kitti("").tar());
        DockException later = open.refused(kitti, archive);
        assertEquals(first.getMessage(), later.getMessage());
        if (!what.startsWith("more")) {
            assertEquals(Problem.INVALID_ARCHIVE, later.problem(), later.getMessage());
            assertTrue(later.getMessage().startsWith(REFUSED), later.getMessage());
        } else {
            assertEquals(Problem.TOO_LARGE, later.problem(), later.getMessage());
        }
        assertTrue(later.getMessage().contains(why), later.getMessage());
        assertEquals(KITTI, open.files(kitti));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gguf() {
        return ByteBuffer.allocate(64)
                .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                .put(utf8("GGUF"))
                .putInt(3)
                .putLong(0)
                .putLong(0)
                .array();
    }

    private static byte[] absolute() throws IOException {
        return new LinkedTar()
                .file("images/a", "1")
                .file("/etc/passwd", "x")
                .file("labels/a", "2")
                .bytes();
    }

    private static byte[] twice() throws IOException {
        return new LinkedTar()
                .file("images/a.jpg", "1")
                .file("labels/a", "2")
                .file("images/a.jpg", "3")
                .bytes();
    }

    private static byte[] linked(String target) throws IOException {
        return new LinkedTar()
                .file("images/a.jpg", "a picture")
                .file("labels/a.txt", "a label")
                .symbolic("images/link", target)
                .bytes();
    }

    private static byte[] many() throws IOException {
        PackedModel packed = packed();
        for (int i = 0; i < OpenDatasets.MOST_FILES; i++) {
            packed.text("images/" + i, "x");
        }
        return packed.text("labels/a", "x").tar();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "metadata.json",
                "Metadata.JSON",
                "metadata.json/x",
                "specs/convert.json",
                "SPECS/convert.json",
                "logs/x.txt",
                "jobs_metadata/x.json",
                "jobs.yaml",
                "data.tar.gz",
                ".modeldock",
                ".modeldock-x/y",
                JOB + "/weights/model.tlt",
                JOB + ".tar.gz"
            })
    void namesOfOursAreRefused(String name) throws Exception {
        for (byte[] archive : List.of(
                kitti("").text(name, "x").tar(),
                kitti("d/").text("d/" + name, "x").zip())) {
            DockException refusal = open.refused(kitti, archive);
            assertEquals(Problem.INVALID_ARCHIVE, refusal.problem());
            assertEquals(
                    REFUSED + "The name '" + name
                            + "' cannot be taken: the dock keeps its own things there. Rename it and pack it again.",
                    refusal.getMessage());
            assertEquals(Map.of("entry", name), refusal.details());
        }
    }

    @Test
    void namesOfOursAreFreeFurtherBelow() throws Exception {
        open.upload(
                kitti,
                kitti("")
                        .text("images/metadata.json", "1")
                        .text("labels/specs/x", "2")
                        .tar());
        assertEquals(4, open.rows(kitti).size());
    }

    @Test
    void whatIsMissingIsToldWithWhatWasFound() throws Exception {
        DockException refusal = open.refused(
                kitti,
                packed().text("top/images/a.jpg", "1")
                        .text("top/notes.txt", "2")
                        .tar());
        assertTrue(
                refusal.getMessage().startsWith(REFUSED + "A dataset of type object_detection in format kitti needs"));
        assertTrue(refusal.getMessage().contains("Missing: labels/."), refusal.getMessage());
        assertEquals(
                Map.of("missing", List.of("labels/"), "found", List.of("images/", "notes.txt")), refusal.details());
    }

    @Test
    void whatIsHereAlreadyNeedNotComeAgain() throws Exception {
        open.refused(kitti, packed().text("labels/a.txt", "1").tar());
        open.upload(kitti, kitti("").tar());
        open.upload(kitti, packed().text("labels/b.txt", "2").tar());
        assertEquals(3, open.rows(kitti).size());
    }

    @Test
    void whatCannotLieBesideTheOthersIsRefused() throws Exception {
        open.upload(kitti, kitti("").tar());
        for (String name : List.of("labels", "images/a.jpg/b", "images/A.jpg")) {
            DockException refusal = open.refused(kitti, packed().text(name, "x").tar());
            assertEquals(Problem.INVALID_ARCHIVE, refusal.problem());
            assertTrue(
                    refusal.getMessage().startsWith(REFUSED + "The name '" + name + "' cannot lie beside '"),
                    refusal.getMessage());
        }
    }

    @Test
    void namesThatMeetOnceTheirFirstPartsAreOffAreRefused() throws Exception {
        DockException refusal = open.refused(
                kitti, kitti("a/").text("b/images/a.jpg", "another").tar());
        assertTrue(refusal.getMessage().contains("where another file of the archive is"), refusal.getMessage());
    }

    @Test
    void bombsAreRefused() throws Exception {
        byte[] wide = packed().text("labels/a", "x")
                .file("images/a", new byte[3 << 20])
                .tar("gz");
        byte[] steep = packed().text("labels/a", "x")
                .file("images/a", new byte[1 << 20])
                .tar("gz");
        for (byte[] bomb : List.of(wide, steep)) {
            assertEquals(Problem.TOO_LARGE, open.refused(kitti, bomb).problem());
        }
    }

    // ---- room

    @Test
    void anArchiveThatIsTooLargeIsRefusedBeforeOrWhileItComes() throws Exception {
        DatasetUploads uploads = open.datasets().uploads();
        DockException told =
                assertThrows(DockException.class, () -> uploads.receive(kitti, OpenDatasets.MOST_BYTES + 1));
        assertEquals(Problem.TOO_LARGE, told.problem());
        assertEquals("The request has 1048577 bytes; this dock takes at most 1048576.", told.getMessage());
        open.assertSettled();
        try (DatasetUpload upload = uploads.receive(kitti, 0)) {
            upload.write(ByteBuffer.allocate(OpenDatasets.MOST_BYTES));
            DockException seen = assertThrows(DockException.class, () -> upload.write(ByteBuffer.allocate(1)));
            assertEquals(Problem.TOO_LARGE, seen.problem());
            assertEquals(
                    "The archive has more than 1048576 bytes, which is the most that is taken.", seen.getMessage());
        }
    }

    @Test
    void roomIsPromisedFromTheFirstByteOn() throws Exception {
        try (DatasetUpload upload = open.datasets().uploads().receive(kitti, 1_000)) {
            assertEquals(1_000, open.space().reserved());
            upload.write(ByteBuffer.allocate(400));
            assertEquals(600, open.space().reserved());
            assertEquals(400, open.space().used());
            upload.again();
            assertEquals(1_000, open.space().reserved());
            assertEquals(0, open.space().used());
            upload.write(ByteBuffer.allocate(1_500));
            assertEquals(0, open.space().reserved());
            assertEquals(1_500, open.space().used());
        }
        assertEquals(0, open.space().used());
    }

    @Test
    void anotherArchiveMayComeInThePlaceOfTheFirst() throws Exception {
        try (DatasetUpload upload = open.datasets().uploads().receive(kitti, 0)) {
            upload.write(ByteBuffer.wrap(new byte[100_000]));
            upload.again();
            upload.write(ByteBuffer.wrap(kitti("").tar()));
            upload.finish();
        }
        assertEquals(KITTI, open.files(kitti));
    }

    @Test
    void whatHasNoRoomIsRefused() throws Exception {
        Dataset raw = open.make("object_detection", "raw");
        for (int i = 0; i < 3; i++) {
            open.upload(raw, packed().file("images/" + i, noise(i, 1_000_000)).tar());
        }
        DockException refusal =
                open.refused(raw, packed().file("images/3", noise(3, 1_000_000)).tar());
        assertEquals(Problem.INSUFFICIENT_STORAGE, refusal.problem());
        DockException told =
                open.refused(raw, packed().file("images/4", noise(4, 900_000)).tar("gz"));
        assertEquals(Problem.INSUFFICIENT_STORAGE, told.problem());
        assertTrue(told.getMessage().startsWith("There is no room for this: "), told.getMessage());
        open.upload(raw, packed().text("images/5", "small").tar());
        assertEquals(4, open.rows(raw).size());
    }

    private static byte[] noise(long seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    @Test
    void anUploadThatIsGivenUpLeavesNothing() throws Exception {
        try (DatasetUpload upload = open.datasets().uploads().receive(kitti, 10_000)) {
            upload.write(ByteBuffer.wrap(kitti("").tar()));
        }
        open.assertSettled();
        assertEquals(Map.of(), open.files(kitti));
        assertEquals(0, open.space().used());
    }

    // ---- beside others

    @Test
    void aDatasetThatIsDeletedWhileItsUploadIsUnpackedGetsNothing() throws Exception {
        Path file = data.resolve("archive");
        Files.write(file, kitti("").tar());
        PackedContent content = new DeletingContent(PackedContent.of(file, "upload"));
        DockException refusal = assertThrows(
                DockException.class,
                () -> open.datasets().uploads().add(kitti, content, data.resolve("staging/unpack"), () -> {}));
        assertEquals(Problem.NOT_FOUND, refusal.problem());
        assertEquals("Dataset not found", refusal.getMessage());
        assertEquals(0, open.space().used());
        assertEquals(0, open.contents());
    }

    /** Deletes the dataset as soon as somebody reads it. */
    private final class DeletingContent implements PackedContent {
        private final PackedContent content;

        DeletingContent(PackedContent content) {
            this.content = content;
        }

        @Override
        public String name() {
            return content.name();
        }

        @Override
        public long size() {
            return content.size();
        }

        @Override
        public InputStream stream() throws IOException {
            open.datasets().delete(kitti);
            return content.stream();
        }

        @Override
        public SeekableByteChannel channel() throws IOException {
            return content.channel();
        }
    }

    @Test
    void bytesThatOnlyAnUploadUnderWayNeedsStay() throws Exception {
        Dataset other = open.make("object_detection", "kitti");
        open.upload(other, kitti("").tar());
        try (DatasetUpload upload = open.datasets().uploads().receive(kitti, 0)) {
            upload.write(ByteBuffer.wrap(kitti("").tar()));
            upload.finish();
            open.datasets().delete(other);
        }
        assertEquals(KITTI, open.files(kitti));
        assertEquals(2, open.contents());
    }

    @Test
    void uploadsAtOnceAllArrive() throws Exception {
        open.upload(kitti, kitti("").tar());
        for (int round = 0; round < 10; round++) {
            byte[] one = packed().text("images/" + round, "one " + round)
                    .text("images/same", "equal")
                    .tar();
            byte[] two = packed().text("labels/" + round, "two " + round)
                    .text("images/same", "equal")
                    .tar("gz");
            assertEquals(List.of("", ""), atOnce(one, two));
            assertEquals("one " + round, open.files(kitti).get("images/" + round));
            assertEquals("two " + round, open.files(kitti).get("labels/" + round));
            assertEquals(3 + 2 * (round + 1), open.rows(kitti).size());
        }
        assertEquals(3 + 20, open.contents());
    }

    @Test
    void ofUploadsAtOnceThatCannotLieSideBySideOneArrives() throws Exception {
        open.upload(kitti, kitti("").tar());
        for (int round = 0; round < 10; round++) {
            byte[] file = packed().text("images/" + round, "a file").tar();
            byte[] directory = packed().text("images/" + round + "/x", "below").tar();
            List<String> ends = atOnce(file, directory);
            assertEquals(1, ends.stream().filter(String::isEmpty).count(), ends.toString());
            assertTrue(ends.stream().anyMatch(end -> end.contains("cannot lie beside")), ends.toString());
            assertEquals(2 + round + 1, open.rows(kitti).size());
        }
    }

    /** The message of each one's refusal; empty for one that was taken. */
    private List<String> atOnce(byte[] one, byte[] two) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        CyclicBarrier start = new CyclicBarrier(2);
        try {
            List<Future<String>> running = Stream.of(one, two)
                    .map(archive -> threads.submit(() -> {
                        start.await();
                        try {
                            open.upload(kitti, archive);
                            return "";
                        } catch (DockException e) {
                            return e.getMessage();
                        }
                    }))
                    .toList();
            return List.of(running.get(0).get(), running.get(1).get());
        } finally {
            threads.shutdownNow();
        }
    }
}
