package dev.modeldock.sources.github;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.fakes.Content;
import dev.modeldock.fakes.FakeFiles;
import dev.modeldock.fakes.FakeGitHub;
import dev.modeldock.fakes.FakeRepository;
import dev.modeldock.network.NetworkConfig;
import dev.modeldock.spi.FileSink;
import dev.modeldock.spi.Part;
import dev.modeldock.spi.RecordingSink;
import dev.modeldock.spi.RemoteContent;
import dev.modeldock.spi.RemoteFile;
import dev.modeldock.spi.Snapshot;
import dev.modeldock.spi.SourceException;
import dev.modeldock.spi.SourceException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that Git LFS keeps: their pointers, the batches that ask for them, and their bytes. */
class LfsTest {
    private static final Content WEIGHTS = Content.generated(9, 20_000);

    private FakeGitHub github;
    private FakeRepository tiny;
    private OpenGitHub source;
    private Snapshot snapshot;

    @TempDir
    private Path work;

    @BeforeEach
    void open() throws Exception {
        Git.assumeInstalled();
        github = new FakeGitHub();
        tiny = github.repository("acme", "tiny");
        tiny.commit("main", FakeFiles.none().lfs("w.bin", WEIGHTS));
        source = new OpenGitHub(github, "");
        snapshot = source.resolve("acme/tiny");
    }

    @AfterEach
    void close() {
        if (github != null) {
            github.close();
        }
    }

    private RecordingSink sink() {
        return new RecordingSink(work.resolve("sink"));
    }

    private SourceException refused(Reason reason) {
        SourceException no = assertThrows(SourceException.class, () -> source.fetch(snapshot, sink()));
        assertEquals(reason, no.reason(), no.getMessage());
        return no;
    }

    /** A host that hands the opener to the test. */
    private final class OpenerSink extends RecordingSink {
        private final Trial trial;

        OpenerSink(Trial trial) {
            super(work.resolve("opened"));
            this.trial = trial;
        }

        @Override
        public void pull(Collection<RemoteFile> files, Opener opener)
                throws SourceException, IOException, InterruptedException {
            trial.run(files.iterator().next(), opener);
        }
    }

    /** What the host might do with an opener. */
    private interface Trial {
        void run(RemoteFile file, FileSink.Opener opener) throws SourceException, IOException, InterruptedException;
    }

    private static byte[] read(RemoteContent content) throws IOException {
        try (InputStream stream = content.stream()) {
            return stream.readAllBytes();
        }
    }

    private static byte[] part(int from, int to) {
        return java.util.Arrays.copyOfRange(WEIGHTS.bytes(), from, to);
    }

    @Test
    void asksForAHundredAtOnceAndForEachObjectOnce() throws Exception {
        FakeFiles files = FakeFiles.none();
        for (int i = 0; i < 230; i++) {
            files.lfs("shards/" + i + ".bin", Content.of("shard " + i / 2));
        }
        for (int i = 0; i < 130; i++) {
            files.lfs("more/" + i + ".bin", Content.of("more " + i));
        }
        github.repository("acme", "shards", files);
        RecordingSink sink = source.fetch(source.resolve("acme/shards"), sink());
        assertEquals(360, sink.bytes().size());
        assertEquals(3, github.log().count("*/batch"), "245 objects in hundreds");
    }

    @Test
    void opensPartsAndKeepsToItsValidator() throws Exception {
        source.fetch(snapshot, new OpenerSink((file, opener) -> {
            assertTrue(opener.inParts());
            assertEquals(RemoteFile.of("w.bin", 20_000).withSha256(WEIGHTS.sha256()), file);
            RemoteContent whole = opener.open(file, Part.from(0));
            assertArrayEquals(WEIGHTS.bytes(), read(whole));
            assertFalse(whole.validator().isEmpty());
            RemoteContent middle = opener.open(file, new Part(5_000, 6_000, whole.validator()));
            assertEquals(5_000, middle.offset());
            assertArrayEquals(part(5_000, 6_000), read(middle));
            RemoteContent anew = opener.open(file, new Part(5_000, 6_000, "\"another\""));
            assertEquals(0, anew.offset());
            assertArrayEquals(WEIGHTS.bytes(), read(anew));
            RemoteContent end = opener.open(file, Part.from(20_000));
            assertEquals(20_000, end.offset());
            assertEquals(0, read(end).length);
            RemoteContent beyond = opener.open(file, Part.from(30_000));
            assertEquals(0, beyond.offset(), "it begins anew");
            assertArrayEquals(WEIGHTS.bytes(), read(beyond));
            github.onBody("*").noRanges();
            assertEquals(0, opener.open(file, 100).offset());
        }));
    }

    @Test
    void asksAgainOnceALinkHasEnded() throws Exception {
        source.fetch(snapshot, new OpenerSink((file, opener) -> {
            read(opener.open(file, 0));
            github.expireLinks();
            assertArrayEquals(part(7_000, 20_000), read(opener.open(file, 7_000)));
            assertEquals(2, github.log().count("*/batch"));
            github.onBody("*").status(403);
            SourceException no = assertThrows(SourceException.class, () -> opener.open(file, 0));
            assertEquals(Reason.DENIED, no.reason());
        }));
    }

    @Test
    void sendsTheHeadersThatItWasToldAndNoOthers() throws Exception {
        github.authorizationAtStore();
        tiny.privateTo("secret");
        RecordingSink sink = sink().asked(OpenGitHub.request("acme/tiny", "token", "secret"));
        assertEquals(1, source.fetch(snapshot, sink).bytes().size());
        assertEquals(List.of(), github.leaks());
    }

    @ParameterizedTest
    @CsvSource({"404, NOT_FOUND", "410, NOT_FOUND", "409, BROKEN", "422, BROKEN", "403, DENIED", "503, UNREACHABLE"})
    void namesTheFileThatLfsDoesNotHandOut(int code, Reason reason) {
        tiny.lfs().error("w.bin", code, "No");
        String message = refused(reason).getMessage();
        assertTrue(message.contains("'w.bin'") && message.contains(WEIGHTS.sha256()), message);
    }

    @ParameterizedTest
    @CsvSource({
        "401, DENIED",
        "403, DENIED",
        "404, NOT_FOUND",
        "422, BROKEN",
        "429, RATE_LIMITED",
        "500, UNREACHABLE",
        "507, DENIED",
        "509, DENIED"
    })
    void tellsWhyABatchWasRefused(int status, Reason reason) {
        github.onBatch("*").status(status);
        refused(reason);
    }

    @Test
    void refusesAnswersThatAreNone() {
        String object = "{\"objects\":[{\"oid\":\"" + WEIGHTS.sha256() + "\",\"size\":";
        for (String answer : List.of(
                "<html>",
                "{}",
                "{\"transfer\":\"tus\",\"objects\":[]}",
                object + "1,\"actions\":{\"download\":{\"href\":\"http://127.0.0.1/\"}}}]}",
                object + "20000,\"actions\":{\"download\":{\"href\":\"file:///etc/passwd\"}}}]}",
                object + "20000,\"actions\":{\"download\":{\"href\":\"http://a:b@127.0.0.1/\"}}}]}",
                object
                        + "20000,\"actions\":{\"download\":{\"href\":\"http://127.0.0.1:9/\",\"header\":{\"a b\":\"c\"}}}}]}",
                object
                        + "20000,\"actions\":{\"download\":{\"href\":\"http://127.0.0.1:9/\",\"expires_at\":\"soon\"}}}]}")) {
            github.calm().onBatch("*").answer(Content.of(answer));
            refused(Reason.BROKEN);
        }
    }

    @Test
    void doesNotAskPrivateAddressesThatAnAnswerNames() throws Exception {
        OpenGitHub strict = new OpenGitHub(github, "", NetworkConfig.DIRECT);
        for (String address : List.of(
                "http://169.254.169.254/latest/meta-data",
                "http://10.0.0.1/x",
                "http://[::1]:9/x",
                github.store() + "/acme/tiny/" + WEIGHTS.sha256())) {
            tiny.lfs().calm().href("w.bin", URI.create(address));
            Snapshot planned = strict.resolve("acme/tiny");
            SourceException no = assertThrows(SourceException.class, () -> strict.fetch(planned, sink()));
            assertEquals(Reason.REFUSED, no.reason(), no.getMessage());
        }
        assertTrue(github.log().all().stream()
                .noneMatch(request -> request.server().equals("store")));
    }

    @Test
    void aPointerThatContradictsItselfIsBroken() throws Exception {
        String pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:" + "0".repeat(64) + "\nsize 0\n";
        tiny.commit("main", FakeFiles.none().file("w.bin.txt", pointer));
        snapshot = source.resolve("acme/tiny");
        refused(Reason.BROKEN);
    }

    private static Optional<LfsPointer> pointer(String text) {
        return LfsPointer.of(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void readsPointersStrictly() {
        String oid = "oid sha256:" + WEIGHTS.sha256() + "\n";
        String version = "version https://git-lfs.github.com/spec/v1\n";
        LfsPointer pointer = new LfsPointer(WEIGHTS.sha256(), 12);
        assertEquals(Optional.of(pointer), pointer(version + oid + "size 12\n"));
        assertEquals(Optional.of(pointer), pointer(version + oid + "size 12"));
        assertEquals(Optional.of(pointer), pointer("version https://hawser.github.com/spec/v1\n" + oid + "size 12\n"));
        assertEquals(
                Optional.of(pointer),
                pointer(version + "ext-0-foo sha256:" + "a".repeat(64) + "\n" + oid + "size 12\n"));
        for (String other : List.of(
                "",
                version,
                version + "size 12\n" + oid,
                version + oid,
                version + oid + "size -1\n",
                version + oid + "size 012\n",
                version + oid + "size 9999999999999999\n",
                version + oid.toUpperCase(java.util.Locale.ROOT) + "size 12\n",
                version + oid + "size 12\nmore x\n",
                version + oid + "size 12\n\n",
                " " + version + oid + "size 12\n",
                version.replace("v1", "v2") + oid + "size 12\n",
                version + oid + "size 12\n" + " ".repeat(1024))) {
            assertEquals(Optional.empty(), pointer(other), other);
        }
        assertEquals(Optional.empty(), LfsPointer.of(new byte[] {(byte) 0xff, 0, 1}));
    }
}
