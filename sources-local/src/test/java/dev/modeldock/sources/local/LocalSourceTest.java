package dev.modeldock.sources.local;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.files.ArchiveLimits;
import dev.modeldock.network.Network;
import dev.modeldock.network.NetworkConfig;
import dev.modeldock.plugins.LentContext;
import dev.modeldock.plugins.SnapshotLimits;
import dev.modeldock.plugins.Snapshots;
import dev.modeldock.plugins.SourceFailures;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.spi.ModelSource;
import dev.modeldock.spi.RecordingSink;
import dev.modeldock.spi.RemoteFile;
import dev.modeldock.spi.RemoteHttp;
import dev.modeldock.spi.Request;
import dev.modeldock.spi.Settings;
import dev.modeldock.spi.Snapshot;
import dev.modeldock.spi.SourceException;
import dev.modeldock.spi.SourceException.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalSourceTest {
    @TempDir
    private Path directory;

    private Path root;
    private ModelSource source;

    @BeforeEach
    void open() throws Exception {
        root = Files.createDirectory(directory.resolve("root"));
        source = source(root.toString());
    }

    private static ModelSource source(String roots) throws SourceException {
        Settings settings = new Settings(Map.of("roots", roots));
        RemoteHttp http = Network.open(NetworkConfig.DIRECT, "modeldock/test").http(settings);
        return new LocalSourceFactory().open(settings, new LentContext("modeldock/test", ArchiveLimits.DEFAULT, http));
    }

    private Snapshot upload(Path file) throws Exception {
        return upload(file, file.getFileName().toString());
    }

    private Snapshot upload(Path staged, String clientName, String... more) throws Exception {
        Map<String, String> values = new HashMap<>(Map.of("file", clientName));
        for (int i = 0; i < more.length; i += 2) {
            values.put(more[i], more[i + 1]);
        }
        return checked(source.resolve(new Request(values, Map.of("file", staged))));
    }

    private Snapshot path(Object path) throws Exception {
        return checked(source.resolve(new Request(Map.of("path", path.toString()), Map.of())));
    }

    private static Snapshot checked(Snapshot snapshot) {
        return Snapshots.check("local", snapshot, SnapshotLimits.DEFAULT);
    }

    private static Set<String> paths(Snapshot snapshot) {
        return snapshot.files().stream().map(RemoteFile::path).collect(Collectors.toCollection(TreeSet::new));
    }

    private Map<String, byte[]> fetched(Snapshot snapshot) throws Exception {
        RecordingSink sink = new RecordingSink(Files.createTempDirectory(directory, "fetched"));
        source.fetch(snapshot, sink);
        assertEquals(paths(snapshot), sink.bytes().keySet());
        return sink.bytes();
    }

    private Path file(String name) {
        return directory.resolve(name);
    }

    private static SourceException assertNo(Reason reason, org.junit.jupiter.api.function.Executable call) {
        SourceException no = assertThrows(SourceException.class, call);
        assertEquals(reason, no.reason(), no.getMessage());
        return no;
    }

    @Test
    void everyTopLevelDirectoryIsAModel() throws Exception {
        Packed packed = new Packed()
                .model("tiny-bert", "bert")
                .model("tiny-lora", "lora")
                .model("tiny-bin", "bin");
        Snapshot snapshot = upload(packed.zip(file("three.zip")));
        assertEquals(Snapshot.Layout.DIRECTORIES, snapshot.layout());
        assertEquals("three", snapshot.name());
        Map<String, byte[]> came = fetched(snapshot);
        assertArrayEquals(Packed.files("tiny-lora").get("adapter_config.json"), came.get("lora/adapter_config.json"));
        assertArrayEquals(Packed.files("tiny-bin").get("pytorch_model.bin"), came.get("bin/pytorch_model.bin"));
        assertEquals(4 + 2 + 4, came.size());
    }

    @Test
    void directoriesWithoutAModelAndFilesBesideModelsAreLeftOutAndTold() throws Exception {
        Packed packed = new Packed()
                .text("README.md", "two models")
                .text("LICENSE", "free")
                .model("tiny-bert", "bert")
                .text("docs/guide.md", "how")
                .text("images/a.png", "png")
                .model("tiny-lora", "lora");
        Snapshot snapshot = upload(packed.zip(file("mixed.zip")));
        assertEquals("docs\nimages", snapshot.origin().get("ignoredDirectories"));
        assertEquals("LICENSE\nREADME.md", snapshot.origin().get("ignoredFiles"));
        assertEquals(6, fetched(snapshot).size());
    }

    @Test
    void aFlatArchiveIsOneModelNamedByTheRequestOrTheFile() throws Exception {
        Path zip = new Packed().model("tiny-bert", "").zip(file("My Modèle v1.5.zip"));
        Snapshot byFile = upload(zip);
        assertEquals(Snapshot.Layout.MODEL, byFile.layout());
        assertEquals("My_Modele_v1.5", byFile.name());
        assertEquals("chosen", upload(zip, "a.zip", "model_name", "chosen").name());
        assertEquals(Packed.files("tiny-bert").keySet(), fetched(byFile).keySet());
    }

    @Test
    void aFlatModelKeepsItsDirectories() throws Exception {
        Packed packed =
                new Packed().model("tiny-bert", "").text("onnx/model.onnx", "x").text("1_Pooling/config.json", "{}");
        Snapshot snapshot = upload(packed.zip(file("st.zip")));
        assertEquals(Snapshot.Layout.MODEL, snapshot.layout());
        assertTrue(paths(snapshot).containsAll(Set.of("config.json", "onnx/model.onnx", "1_Pooling/config.json")));
        assertEquals(6, fetched(snapshot).size());
    }

    @Test
    void aSingleFolderIsOneModelNamedByItWhateverTheRequestSays() throws Exception {
        Path tar = new Packed().model("tiny-bert", "bert").tarGz(file("archive.tar.gz"), List.of());
        Snapshot snapshot = upload(tar, "archive.tar.gz", "model_name", "other");
        assertEquals("bert", snapshot.name());
        assertEquals(Snapshot.Layout.MODEL, snapshot.layout());
        assertEquals(Packed.files("tiny-bert").keySet(), fetched(snapshot).keySet());
    }

    @Test
    void whatDesktopsLeaveBehindIsNoModel() throws Exception {
        Packed packed = new Packed()
                .model("tiny-bert", "bert")
                .text("__MACOSX/bert/._config.json", "x")
                .text("bert/.DS_Store", "x")
                .text(".DS_Store", "x");
        Snapshot snapshot = upload(packed.zip(file("mac.zip")));
        assertEquals("bert", snapshot.name());
        assertEquals(Packed.files("tiny-bert").keySet(), fetched(snapshot).keySet());
    }

    @Test
    void linksOfATarBecomeLinksOrAreRefused() throws Exception {
        Packed packed =
                new Packed().model("tiny-bert", "a").model("tiny-lora", "b").text("shared.txt", "s");
        List<String[]> within = List.of(new String[][] {{"b/tokenizer.json", "../a/tokenizer.json"}});
        Map<String, byte[]> came = fetched(upload(packed.tarGz(file("linked.tar.gz"), within)));
        assertArrayEquals(came.get("a/tokenizer.json"), came.get("b/tokenizer.json"));
        List<String[]> beside = List.of(new String[][] {{"b/shared.txt", "../shared.txt"}});
        Snapshot dangling = upload(packed.tarGz(file("beside.tar.gz"), beside));
        SourceException no = assertNo(Reason.REFUSED, () -> fetched(dangling));
        assertTrue(no.getMessage().contains("'shared.txt'"), no.getMessage());
    }

    @Test
    void aSingleModelFileIsNamedByTheClientAndNotByTheStaging() throws Exception {
        Path staged = file("staged-0001");
        Files.write(staged, Packed.files("tiny-bert").get("model.safetensors"));
        Snapshot snapshot = upload(staged, "tiny bert.safetensors");
        assertEquals(Set.of("tiny_bert.safetensors"), paths(snapshot));
        assertEquals("tiny_bert", snapshot.name());
        assertArrayEquals(Files.readAllBytes(staged), fetched(snapshot).get("tiny_bert.safetensors"));
    }

    @Test
    void namesThatBecomeOneAreRefused() throws Exception {
        Packed packed = new Packed().model("tiny-bert", "a b").model("tiny-lora", "a_b");
        Path zip = packed.zip(file("twins.zip"));
        SourceException no = assertNo(Reason.REFUSED, () -> upload(zip));
        assertTrue(no.getMessage().contains("'a b' and 'a_b'"), no.getMessage());
    }

    @Test
    void odditiesInDirectoryNamesAreSanitised() throws Exception {
        Packed packed = new Packed()
                .model("tiny-bert", "模型")
                .model("tiny-lora", "lo ra")
                .model("tiny-bin", "другая");
        Snapshot snapshot = upload(packed.zip(file("odd.zip")));
        assertEquals(10, fetched(snapshot).size());
        assertTrue(
                paths(snapshot).contains("lo_ra/adapter_config.json"),
                paths(snapshot).toString());
    }

    @Test
    void noModelIsNotFoundAndTellsWhatWasThere() throws Exception {
        Path zip = new Packed().text("docs/a.md", "a").text("README.md", "b").zip(file("none.zip"));
        SourceException no = assertNo(Reason.NO_MODEL, () -> upload(zip));
        assertTrue(no.getMessage().contains("no valid model"), no.getMessage());
        assertTrue(no.getMessage().contains("1 directory (docs) and 1 file (README.md)"), no.getMessage());
    }

    @Test
    void anEmptyArchiveAndNoArchiveAreRefusedWithTheDocksOwnCode() throws Exception {
        Path empty = new Packed().zip(file("empty.zip"));
        Path text = Files.writeString(file("text.zip"), "not an archive");
        for (Path file : List.of(empty, text)) {
            SourceException no = assertNo(Reason.REFUSED, () -> upload(file));
            DockException told = SourceFailures.toDock("local", no);
            assertEquals(Problem.INVALID_ARCHIVE, told.problem(), told.getMessage());
            assertFalse(told.getMessage().contains(directory.toString()), told.getMessage());
        }
    }

    @Test
    void exactlyOneOfFileAndPathIsTaken() throws Exception {
        Path zip = new Packed().model("tiny-bert", "").zip(file("a.zip"));
        assertNo(Reason.REFUSED, () -> source.resolve(new Request(Map.of(), Map.of())));
        assertNo(Reason.REFUSED, () -> upload(zip, "a.zip", "path", root.toString()));
    }

    @Test
    void pathsNeedARootAndTheSentenceSaysWhichSetting() throws Exception {
        source = source("");
        SourceException no = assertNo(Reason.REFUSED, () -> path(root));
        assertTrue(no.getMessage().contains("source.local.roots"), no.getMessage());
    }

    @Test
    void aDirectoryOnTheServerIsWalked() throws Exception {
        new Packed().model("tiny-bert", "bert").model("tiny-lora", "lora").directory(root.resolve("many"));
        Snapshot many = path(root.resolve("many"));
        assertEquals(Snapshot.Layout.DIRECTORIES, many.layout());
        assertEquals(6, fetched(many).size());
        Snapshot one = path("many/bert");
        assertEquals("bert", one.name());
        assertEquals(Packed.files("tiny-bert").keySet(), fetched(one).keySet());
        assertFalse(Snapshots.shownOrigin(one.origin()).values().stream().anyMatch(told -> told.contains("/tmp")));
    }

    @Test
    void anArchiveOnTheServerIsOpened() throws Exception {
        new Packed().model("tiny-bert", "").zip(root.resolve("packed.zip"));
        Snapshot snapshot = path("packed.zip");
        assertEquals("packed", snapshot.name());
        assertEquals(4, fetched(snapshot).size());
    }

    @Test
    void whatIsOutsideOfTheRootsIsRefusedWhetherItExistsOrNot() throws Exception {
        Path secret = new Packed().model("tiny-bert", "").directory(file("secret"));
        Files.createSymbolicLink(root.resolve("way-out"), secret);
        String toldOfReal = assertNo(Reason.REFUSED, () -> path(secret)).getMessage();
        String toldOfNone =
                assertNo(Reason.REFUSED, () -> path(file("no-such"))).getMessage();
        assertEquals(toldOfReal, toldOfNone);
        assertNo(Reason.REFUSED, () -> path(root.resolve("../secret")));
        assertNo(Reason.REFUSED, () -> path("../secret"));
        assertNo(Reason.REFUSED, () -> path(root.resolve("way-out")));
        assertNo(Reason.REFUSED, () -> path(root.resolve("way-out/config.json")));
        assertNo(Reason.NOT_FOUND, () -> path(root.resolve("nothing-here")));
    }

    @Test
    void linksInsideTheRootsAreFollowedAsInAHubCache() throws Exception {
        Path blobs = new Packed().model("tiny-bert", "").directory(root.resolve("cache/blobs"));
        Path snapshot = Files.createDirectories(root.resolve("cache/snapshots/abc"));
        for (String name : Packed.files("tiny-bert").keySet()) {
            Files.createSymbolicLink(
                    snapshot.resolve(name), Path.of("../../blobs").resolve(name));
        }
        assertTrue(Files.exists(blobs));
        Map<String, byte[]> came = fetched(path(snapshot));
        assertArrayEquals(Packed.files("tiny-bert").get("model.safetensors"), came.get("model.safetensors"));
    }

    @Test
    void linksThatLeaveLoopOrLeadNowhereAreRefusedByName() throws Exception {
        Path outside = Files.writeString(file("passwords.json"), "{}");
        for (Path target : List.of(outside, Path.of("no-such-file"), Path.of("."))) {
            Path place = Files.createTempDirectory(root, "linked");
            new Packed().model("tiny-bert", "").directory(place);
            Files.createSymbolicLink(place.resolve("extra.json"), target);
            SourceException no = assertNo(Reason.REFUSED, () -> path(place));
            assertTrue(no.getMessage().contains("extra.json"), no.getMessage());
            assertFalse(no.getMessage().contains(directory.toString()), no.getMessage());
        }
    }

    @Test
    void aFileThatBecomesALinkOutAfterPlanningIsRefused() throws Exception {
        Path place = new Packed().model("tiny-bert", "").directory(root.resolve("m"));
        Snapshot snapshot = path(place);
        Path outside = Files.write(file("other.json"), Packed.files("tiny-bert").get("config.json"));
        Files.delete(place.resolve("config.json"));
        Files.createSymbolicLink(place.resolve("config.json"), outside);
        assertNo(Reason.REFUSED, () -> fetched(snapshot));
    }

    @Test
    void whatChangedAfterPlanningIsRefused() throws Exception {
        Path place = new Packed().model("tiny-bert", "").directory(root.resolve("m"));
        Snapshot snapshot = path(place);
        Path config = place.resolve("config.json");
        byte[] same = Files.readAllBytes(config);
        same[0]++;
        Files.write(config, same);
        Files.setLastModifiedTime(config, FileTime.fromMillis(System.currentTimeMillis() + 60_000));
        assertTrue(
                assertNo(Reason.REFUSED, () -> fetched(snapshot)).getMessage().contains("changed"));
        Path zip = new Packed().model("tiny-bert", "").zip(root.resolve("m.zip"));
        Snapshot packed = path(zip);
        Files.delete(zip);
        assertNo(Reason.REFUSED, () -> fetched(packed));
    }

    @Test
    void rootsThatWereNarrowedAfterPlanningHold() throws Exception {
        Path place = new Packed().model("tiny-bert", "").directory(root.resolve("m"));
        Snapshot snapshot = path(place);
        source = source(Files.createDirectory(file("elsewhere")).toString());
        assertNo(Reason.REFUSED, () -> fetched(snapshot));
    }
}
