package dev.modeldock;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.access.SecretStore;
import dev.modeldock.database.Database;
import dev.modeldock.files.DataDirectory;
import dev.modeldock.jobs.Job;
import dev.modeldock.jobs.JobState;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.sessions.ChunkUpload;
import dev.modeldock.sessions.ImportSession;
import java.io.File;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DockTest {
    private static final List<String> OURS = List.of("import-worker", "unpack-", "blob-force", "housekeeping");

    @TempDir
    private Path data;

    @Test
    void aSecondDockCannotHaveTheSameDirectory() throws Exception {
        try (OpenDock open = OpenDock.over(data)) {
            assertEquals(
                    Problem.CONFLICT,
                    assertThrows(DockException.class, () -> OpenDock.over(data)).problem());
            assertTrue(open.dock().space().free() > 0);
        }
        OpenDock.over(data).close();
    }

    @Test
    void aSecondProcessCannotHaveTheSameDirectory() throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = List.of(
                java.toString(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                        .replace(File.pathSeparator + File.pathSeparator, File.pathSeparator),
                SecondProcess.class.getName(),
                data.toString());
        try (DataDirectory mine = DataDirectory.open(data)) {
            assertEquals("CONFLICT", run(command), mine.root()::toString);
        }
        assertEquals("OPEN", run(command));
    }

    private static String run(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aStartThatFailsLeavesTheDirectoryFree() throws Exception {
        Files.createDirectories(data.resolve("blobs"));
        Files.writeString(data.resolve("modeldock.db"), "this is no database, and it is long enough to be none at all");
        assertThrows(RuntimeException.class, () -> OpenDock.over(data));
        Files.delete(data.resolve("modeldock.db"));
        OpenDock.over(data).close();
    }

    @Test
    void closingLeavesNoThreadOfOurs() throws Exception {
        byte[] tar = PackedModel.of("tiny-bert-sharded").tar();
        for (int state = 0; state < 4; state++) {
            OpenDock open = OpenDock.over(data.resolve("data-" + state));
            ImportSession session = open.start("m.tar", tar.length, 2);
            if (state > 0) {
                open.send(session, 0, OpenDock.part(tar, 0, 2));
            }
            if (state > 1) {
                open.send(session, 1, OpenDock.part(tar, 1, 2));
            }
            Optional<Job> job = state > 2 ? Optional.of(open.complete(session)) : Optional.empty();
            open.close();
            for (String ours : OURS) {
                assertEquals(List.of(), Await.threads(ours), "state " + state);
            }
            try (OpenDock again = OpenDock.over(data.resolve("data-" + state))) {
                if (job.isPresent()) {
                    again.done(job.get());
                } else {
                    assertEquals(
                            state,
                            again.dock()
                                    .sessions()
                                    .status(session.id(), OpenDock.LOCAL)
                                    .receivedChunks()
                                    .size());
                    again.dock().sessions().abort(session.id(), OpenDock.LOCAL);
                }
                again.assertSettled();
            }
        }
    }

    @Test
    void aChunkOnItsWayAtTheEndIsSweptAtTheStart() throws Exception {
        OpenDock open = OpenDock.over(data);
        ImportSession session = open.start("m.tar", 100, 2);
        open.send(session, 0, new byte[10]);
        ChunkUpload late =
                open.dock().sessions().receive(session.id(), OpenDock.LOCAL, Optional.of(1), Optional.empty());
        late.write(ByteBuffer.wrap(new byte[20]));
        open.restart();
        assertEquals(10, open.dock().space().used());
        assertEquals(90, open.dock().space().reserved());
        open.dock().sessions().abort(session.id(), OpenDock.LOCAL);
        open.assertSettled();
        late.close();
        open.close();
    }

    @Test
    void theStartSweepsWhatNobodyNeeds() throws Exception {
        OpenDock open = OpenDock.over(data);
        byte[] tar = PackedModel.of("tiny-bert").tar();
        open.done(open.bringIn("m.tar", tar));
        open.assertSettled();
        long used = open.dock().space().used();
        open.close();
        Path orphan = Files.createDirectories(data.resolve("staging/orphan/files"));
        Files.write(orphan.resolve("0"), new byte[1_000]);
        open = OpenDock.over(data);
        assertFalse(Files.exists(data.resolve("staging/orphan")));
        assertEquals(used, open.dock().space().used());
        open.assertFiles(PackedModel.files("tiny-bert"), "local/m");
        open.close();
    }

    @Test
    void aPausedImportGoesOnAfterARestart() throws Exception {
        OpenDock open = OpenDock.over(data);
        byte[] tar = PackedModel.of("tiny-bert").tar();
        ImportSession session = open.start("m.tar", tar.length, 1);
        open.send(session, 0, tar);
        Job job = open.complete(session);
        boolean paused;
        try {
            paused = open.dock().jobs().pause(job.id()).state() == JobState.PAUSED;
        } catch (DockException faster) {
            paused = false;
        }
        open.restart();
        if (paused) {
            assertEquals(JobState.PAUSED, open.dock().jobs().get(job.id()).state());
            open.dock().jobs().resume(job.id());
        }
        open.done(job);
        open.assertFiles(PackedModel.files("tiny-bert"), "local/m");
        open.assertSettled();
        open.close();
    }

    @Test
    void secretsStayTheSameAndDiffer() {
        byte[] signer;
        try (Database database = Database.open(data.resolve("s.db"))) {
            signer = new SecretStore(database).get("url-signer");
            assertEquals(32, signer.length);
            assertFalse(Arrays.equals(signer, new SecretStore(database).get("other")));
        }
        try (Database database = Database.open(data.resolve("s.db"))) {
            assertArrayEquals(signer, new SecretStore(database).get("url-signer"));
        }
    }

    @Test
    void theDataDirectoryIsMade() throws Exception {
        try (DataDirectory directory = DataDirectory.open(data.resolve("a/b"))) {
            if (data.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                assertEquals(
                        "rwx------",
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.root())),
                        "it holds secrets and private models");
            }
            assertEquals(data.toRealPath().resolve("a/b"), directory.root());
            try (Stream<Path> made = Files.list(directory.root())) {
                assertEquals(
                        List.of("lock", "staging"),
                        made.map(path -> path.getFileName().toString()).sorted().toList());
            }
        }
    }
}
