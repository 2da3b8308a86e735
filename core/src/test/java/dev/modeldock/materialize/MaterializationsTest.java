package dev.modeldock.materialize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.modeldock.DockConfig;
import dev.modeldock.OpenDock;
import dev.modeldock.PackedModel;
import dev.modeldock.blobs.DirectoryTree;
import dev.modeldock.models.Model;
import dev.modeldock.models.Version;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layouts on real file systems: the same one as the store's, another one, and one on which copies share bytes. */
class MaterializationsTest {
    private static final Path MEMORY = Path.of("/dev/shm");

    @TempDir
    Path temp;

    private Path open;
    private OpenDock dock;
    private Model model;
    private Map<String, byte[]> files;

    @BeforeEach
    void start() throws Exception {
        open = Files.createDirectory(temp.resolve("open"));
        dock = dock(temp, open);
        files = bringIn("first");
        model = dock.model("local/tiny");
    }

    private static OpenDock dock(Path below, Path... opened) throws IOException {
        return OpenDock.over(below.resolve("data")).handingOut(new DockConfig.HandOutConfig(false, List.of(opened)));
    }

    private Map<String, byte[]> bringIn(String mark) throws Exception {
        return bringIn(dock, mark);
    }

    private static Map<String, byte[]> bringIn(OpenDock dock, String mark) throws Exception {
        PackedModel packed = PackedModel.of("tiny-bert").text("sub/mark.txt", mark);
        dock.done(dock.bringIn("tiny.tar", packed.tar()));
        return dock.files("local/tiny");
    }

    @AfterEach
    void stop() {
        dock.close();
    }

    private LaidOut lay(String directory, Mode mode) throws Exception {
        return lay(directory, Layout.PLAIN, Optional.ofNullable(mode), false);
    }

    private LaidOut lay(String directory, Layout layout, Optional<Mode> mode, boolean replace) throws Exception {
        return dock.dock()
                .materializations()
                .lay(model, dock.main("local/tiny"), new LayoutWish(directory, layout, mode, replace));
    }

    private DockException refused(Problem problem, String directory, Mode mode) {
        DockException refusal = assertThrows(DockException.class, () -> lay(directory, mode));
        assertEquals(problem, refusal.problem(), refusal::getMessage);
        return refusal;
    }

    private static Map<String, byte[]> read(Path directory) throws IOException {
        Map<String, byte[]> found = new TreeMap<>();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                found.put(directory.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return found;
    }

    private static void assertSame(Map<String, byte[]> expected, Path directory) throws IOException {
        Map<String, byte[]> found = read(directory);
        assertEquals(expected.keySet(), found.keySet());
        expected.forEach((path, bytes) -> assertArrayEquals(bytes, found.get(path), path));
    }

    private static TreeSet<String> names(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            TreeSet<String> names = new TreeSet<>();
            all.forEach(each -> names.add(each.getFileName().toString()));
            return names;
        }
    }

    private Path blob(String path) {
        return blob(dock, temp, path);
    }

    private static Path blob(OpenDock dock, Path below, String path) {
        Version version = dock.main("local/tiny");
        String sha256 = dock.dock().models().file(version, path).sha256();
        return below.resolve("data/blobs").resolve(sha256.substring(0, 2)).resolve(sha256);
    }

    @Test
    void withoutADirectoryThatIsOpenTheRefusalNamesTheSetting() throws Exception {
        dock.handingOut(DockConfig.HandOutConfig.DEFAULT);
        assertTrue(refused(Problem.FORBIDDEN, open.resolve("m").toString(), null)
                .getMessage()
                .contains("materialize.directories"));
    }

    @Test
    void theBestThatWorksIsTakenAndTold() throws Exception {
        LaidOut laid = lay("deep/model", null);
        assertEquals(open.toRealPath().resolve("deep/model"), laid.path());
        assertTrue(laid.mode() == Mode.HARDLINK || laid.mode() == Mode.REFLINK, () -> "" + laid);
        assertEquals(files.size(), laid.files());
        assertFalse(laid.present());
        assertSame(files, laid.path());
        assertEquals(new TreeSet<>(List.of("model")), names(open.resolve("deep")));
        assertTrue(lay("deep/model", null).present());
    }

    @Test
    void aHardLinkIsTheStoresOwnFileAndNobodyMayWriteToIt() throws Exception {
        LaidOut laid = lay("linked", Mode.HARDLINK);
        assertEquals(Mode.HARDLINK, laid.mode());
        Path file = laid.path().resolve("config.json");
        assertTrue(Files.isSameFile(file, blob("config.json")));
        assertFalse(Files.getPosixFilePermissions(file).toString().contains("WRITE"));
    }

    @Test
    void aCopyHasBytesOfItsOwnThatMayBeWrittenTo() throws Exception {
        LaidOut laid = lay("copied", Mode.COPY);
        Path file = laid.path().resolve("config.json");
        assertFalse(Files.isSameFile(file, blob("config.json")));
        Files.writeString(file, "mine");
        assertArrayEquals(files.get("config.json"), Files.readAllBytes(blob("config.json")));
        refused(Problem.CONFLICT, "copied", Mode.COPY);
    }

    @Test
    void aSymbolicLinkLeadsIntoTheStore() throws Exception {
        LaidOut laid = lay("symbolic", Mode.SYMLINK);
        Path file = laid.path().resolve("sub/mark.txt");
        assertEquals(blob("sub/mark.txt").toRealPath(), Files.readSymbolicLink(file));
        assertSame(files, laid.path());
        assertTrue(lay("symbolic", Mode.SYMLINK).present());
    }

    @Test
    void onAnotherFileSystemItIsCopiedAndAHardLinkIsRefused() throws Exception {
        assumeTrue(Files.isDirectory(MEMORY), "there is no file system in memory to go over to");
        Path other = Files.createTempDirectory(MEMORY, "layouts");
        try {
            assumeTrue(
                    !Files.getFileStore(other).equals(Files.getFileStore(temp)),
                    "the tests run on it, so it is no other");
            dock.handingOut(new DockConfig.HandOutConfig(false, List.of(other)));
            assertTrue(refused(Problem.CONFLICT, "model", Mode.HARDLINK)
                    .getMessage()
                    .contains("hardlink"));
            assertTrue(refused(Problem.CONFLICT, "a/model", Mode.REFLINK)
                    .getMessage()
                    .contains("reflink"));
            assertEquals(new TreeSet<>(), names(other));
            LaidOut laid = lay("model", null);
            assertEquals(Mode.COPY, laid.mode());
            assertSame(files, laid.path());
        } finally {
            DirectoryTree.delete(other);
        }
    }

    @Test
    void copiesShareTheirBytesWhereTheFileSystemCan() throws Exception {
        try (LoopDisk disk = LoopDisk.mounted(temp)) {
            Path there = Files.createDirectory(disk.directory().resolve("open"));
            try (OpenDock mine = dock(disk.directory(), there)) {
                Map<String, byte[]> expected = bringIn(mine, "shared");
                Model tiny = mine.model("local/tiny");
                LaidOut laid = mine.dock()
                        .materializations()
                        .lay(
                                tiny,
                                mine.main("local/tiny"),
                                new LayoutWish("model", Layout.PLAIN, Optional.empty(), false));
                assertEquals(Mode.REFLINK, laid.mode());
                assertSame(expected, laid.path());
                Path file = laid.path().resolve("config.json");
                assertFalse(Files.isSameFile(file, blob(mine, disk.directory(), "config.json")));
                Files.writeString(file, "mine");
                assertArrayEquals(
                        expected.get("config.json"), Files.readAllBytes(blob(mine, disk.directory(), "config.json")));
                LaidOut cached = mine.dock()
                        .materializations()
                        .lay(
                                tiny,
                                mine.main("local/tiny"),
                                new LayoutWish(".", Layout.HUGGINGFACE, Optional.of(Mode.REFLINK), false));
                assertEquals(Mode.REFLINK, cached.mode());
                assertSame(expected, cached.path());
            }
        }
    }

    @Test
    void noTrickLeadsOutOfTheOpenDirectories() throws Exception {
        Path elsewhere = Files.createDirectory(temp.resolve("elsewhere"));
        Files.createSymbolicLink(open.resolve("way-out"), elsewhere);
        Files.createSymbolicLink(open.resolve("dangling"), elsewhere.resolve("none"));
        Files.createSymbolicLink(open.resolve("store"), temp.resolve("data"));
        for (String directory : List.of(
                "../elsewhere/m",
                "a/../../elsewhere/m",
                elsewhere.resolve("m").toString(),
                "way-out/m",
                "way-out/deep/m",
                "store/m",
                ".",
                "",
                "/",
                open.toString())) {
            DockException refusal = refused(Problem.FORBIDDEN, directory, null);
            assertTrue(refusal.getMessage().contains("directory"), refusal::getMessage);
        }
        for (String directory : List.of("way-out", "dangling")) {
            refused(Problem.CONFLICT, directory, null);
        }
        assertThrows(DockException.class, () -> lay("dangling/m", null));
        refused(Problem.VALIDATION_ERROR, "a\nb", null);
        assertEquals(new TreeSet<>(), names(elsewhere));
        assertEquals(new TreeSet<>(List.of("dangling", "store", "way-out")), names(open));
    }

    @Test
    void theStoresOwnDirectoryIsNeverOpen() throws Exception {
        dock.handingOut(new DockConfig.HandOutConfig(false, List.of(temp)));
        refused(Problem.FORBIDDEN, "data", null);
        refused(Problem.FORBIDDEN, "data/blobs/x", null);
        assertThrows(DockException.class, () -> lay(temp.toString(), Layout.PLAIN, Optional.of(Mode.COPY), true));
        assertFalse(Files.exists(temp.resolve("data/blobs/x")));
        assertSame(files, lay("fine", null).path());
    }

    @Test
    void whatElseIsThereStaysUnlessItIsToBeReplaced() throws Exception {
        Path there = Files.createDirectories(open.resolve("model/sub"));
        Files.writeString(there.resolve("mine.txt"), "mine");
        assertTrue(refused(Problem.CONFLICT, "model", null).getMessage().contains("replace"));
        DockException foreign =
                assertThrows(DockException.class, () -> lay("model", Layout.PLAIN, Optional.of(Mode.COPY), true));
        assertEquals(Problem.CONFLICT, foreign.problem());
        assertEquals("mine", Files.readString(there.resolve("mine.txt")));
        Files.delete(there.resolve("mine.txt"));
        Files.delete(there);
        lay("model", Mode.HARDLINK);
        assertThrows(DockException.class, () -> lay("model/sub", Mode.COPY), "a layout in a layout");
        Files.writeString(open.resolve("model/mine.txt"), "changed");
        LaidOut laid = lay("model", Layout.PLAIN, Optional.of(Mode.COPY), true);
        assertSame(files, laid.path());
        refused(Problem.CONFLICT, "model", Mode.HARDLINK);
        assertEquals(
                Mode.HARDLINK,
                lay("model", Layout.PLAIN, Optional.of(Mode.HARDLINK), true).mode());
        assertEquals(new TreeSet<>(List.of("model")), names(open));
        assertEquals(new TreeSet<>(), names(temp.resolve("data/layouts")));
        Files.createDirectory(open.resolve("empty"));
        assertSame(files, lay("empty", null).path());
    }

    @Test
    void tritonFindsTheModelUnderItsName() throws Exception {
        LaidOut laid = lay(".", Layout.TRITON, Optional.empty(), false);
        assertEquals(open.toRealPath().resolve("tiny/1"), laid.path());
        assertSame(files, laid.path());
        assertEquals(new TreeSet<>(List.of("1")), names(open.resolve("tiny")));
    }

    @Test
    void aCacheHasEachContentOnceAndASnapshotForEachVersion() throws Exception {
        LaidOut first = lay(".", Layout.HUGGINGFACE, Optional.empty(), false);
        Path cache = open.toRealPath().resolve("models--local--tiny");
        String commit = dock.main("local/tiny").commit();
        assertEquals(cache.resolve("snapshots").resolve(commit), first.path());
        assertSame(files, first.path());
        assertEquals(commit, Files.readString(cache.resolve("refs/main")));
        Path link = Files.readSymbolicLink(first.path().resolve("sub/mark.txt"));
        assertTrue(link.startsWith("../../../blobs"), link::toString);
        assertTrue(lay(".", Layout.HUGGINGFACE, Optional.empty(), false).present());
        int blobs = names(cache.resolve("blobs")).size();

        Map<String, byte[]> newer = bringIn("second");
        LaidOut second = lay(".", Layout.HUGGINGFACE, Optional.empty(), false);
        assertFalse(second.present());
        assertSame(newer, second.path());
        assertSame(files, first.path());
        assertEquals(blobs + 1, names(cache.resolve("blobs")).size());
        assertEquals(dock.main("local/tiny").commit(), Files.readString(cache.resolve("refs/main")));
        assertEquals(new TreeSet<>(List.of("models--local--tiny")), names(open));
    }

    @Test
    void aRefThatAKillLeftHalfWrittenGoesAndNothingElse() throws Exception {
        lay(".", Layout.HUGGINGFACE, Optional.empty(), false);
        Path refs = open.resolve("models--local--tiny/refs");
        String commit = Files.readString(refs.resolve("main"));
        String id = "-0a1b2c3d-0000-4000-8000-0123456789ab";
        Path below = Files.createDirectories(refs.resolve("feat"));
        List<Path> stale = List.of(refs.resolve(".main" + id), refs.resolve(".v1.0" + id), below.resolve(".x" + id));
        Files.writeString(stale.get(0), commit);
        Files.writeString(stale.get(1), "");
        Files.writeString(stale.get(2), commit.substring(0, 7));
        List<Path> others = List.of(
                refs.resolve(".main"), refs.resolve("main" + id), refs.resolve(".main-1"), below.resolve(".y" + id));
        for (Path other : others.subList(0, 3)) {
            Files.writeString(other, commit);
        }
        Files.writeString(others.get(3), "what somebody else wrote");
        Path link = Files.createSymbolicLink(refs.resolve(".link" + id), refs.resolve("main"));
        assertTrue(lay(".", Layout.HUGGINGFACE, Optional.empty(), false).present());
        stale.forEach(each -> assertFalse(Files.exists(each), each::toString));
        others.forEach(each -> assertTrue(Files.exists(each), each::toString));
        assertTrue(Files.isSymbolicLink(link));
        Files.writeString(stale.get(0), commit);
        bringIn("second");
        lay(".", Layout.HUGGINGFACE, Optional.empty(), false);
        assertFalse(Files.exists(stale.get(0)));
    }

    @Test
    void aCacheThatLeadsElsewhereOrHasOtherBytesIsRefused() throws Exception {
        Path cache = Files.createDirectories(open.resolve("models--local--tiny"));
        Path elsewhere = Files.createDirectory(temp.resolve("elsewhere"));
        Files.createSymbolicLink(cache.resolve("blobs"), elsewhere);
        DockException linked =
                assertThrows(DockException.class, () -> lay(".", Layout.HUGGINGFACE, Optional.empty(), true));
        assertEquals(Problem.CONFLICT, linked.problem());
        assertEquals(new TreeSet<>(), names(elsewhere));
        Files.delete(cache.resolve("blobs"));
        LaidOut laid = lay(".", Layout.HUGGINGFACE, Optional.of(Mode.COPY), false);
        Path blob = laid.path().resolve("config.json").toRealPath();
        Files.writeString(blob, "changed");
        assertThrows(DockException.class, () -> lay(".", Layout.HUGGINGFACE, Optional.empty(), false));
        assertSame(
                files,
                lay(".", Layout.HUGGINGFACE, Optional.of(Mode.COPY), true).path());
    }

    @Test
    void verifyFindsWhatWasChangedThroughALink() throws Exception {
        LaidOut laid = lay("linked", Mode.HARDLINK);
        Version version = dock.main("local/tiny");
        Verified before = dock.dock().materializations().verify(version);
        assertEquals(files.size(), before.files());
        assertEquals(List.of(), before.damaged());
        Path file = laid.path().resolve("sub/mark.txt");
        assertTrue(file.toFile().setWritable(true));
        Files.writeString(file, "FIRST");
        Verified after = dock.dock().materializations().verify(version);
        assertEquals(List.of("sub/mark.txt"), after.damaged());
        assertEquals(1, after.damagedFiles());
        refused(Problem.CONFLICT, "again", Mode.HARDLINK);
        assertFalse(Files.exists(open.resolve("again"), LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void afterAKillWhatWasBegunGoesAndWhatWasOnItsWayOutComesBack() throws Exception {
        Path notes = temp.resolve("data/layouts");
        Path place = open.resolve("model");
        Aside cut = Aside.of(notes, place);
        Files.createDirectories(cut.partial().resolve("sub"));
        Path other = open.resolve("other");
        Files.createDirectories(other);
        Files.writeString(other.resolve("kept"), "kept");
        Aside between = Aside.of(notes, other);
        Files.createDirectories(between.partial());
        // As if it was killed between the two renames.
        Files.move(other, other.resolveSibling(".other.former-" + only(notes, other)));
        Files.write(notes.resolve("torn"), "half a no".getBytes(StandardCharsets.UTF_8));
        dock.restart();
        assertEquals(new TreeSet<>(List.of("other")), names(open));
        assertEquals("kept", Files.readString(other.resolve("kept")));
        assertEquals(new TreeSet<>(), names(notes));
    }

    /** The id of the note that speaks of a place. */
    private static String only(Path notes, Path place) throws IOException {
        for (String name : names(notes)) {
            if (Files.readString(notes.resolve(name)).startsWith(place + "\n")) {
                return name;
            }
        }
        throw new AssertionError("no note of " + place);
    }

    @Test
    void manyFilesOfTheSameContentAreAllThere() throws Exception {
        PackedModel packed = PackedModel.of("tiny-bert");
        for (int i = 0; i < 700; i++) {
            packed.text("many/" + i + ".txt", "content " + i % 350);
        }
        dock.done(dock.bringIn("tiny.tar", packed.tar()));
        assertSame(dock.files("local/tiny"), lay("many", null).path());
    }
}
