package dev.modeldock;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.modeldock.access.Caller;
import dev.modeldock.blobs.DirectoryTree;
import dev.modeldock.files.ArchiveLimits;
import dev.modeldock.jobs.Job;
import dev.modeldock.jobs.JobState;
import dev.modeldock.models.Model;
import dev.modeldock.models.Models;
import dev.modeldock.models.Version;
import dev.modeldock.models.VersionFile;
import dev.modeldock.network.NetworkConfig;
import dev.modeldock.sessions.ChunkUpload;
import dev.modeldock.sessions.ImportSession;
import dev.modeldock.sessions.NewSession;
import dev.modeldock.sessions.SessionLimits;
import dev.modeldock.storedfiles.FileLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A whole dock over a test's directory, and the steps that clients take with it. */
public final class OpenDock implements AutoCloseable {
    public static final Caller LOCAL = Caller.local();
    private static final long QUOTA = 200L << 20;

    private final Path data;
    private final MutableClock clock = new MutableClock();
    private final Map<String, String> sources;
    private final DockConfig.TransferConfig transfers;
    private DockConfig.HandOutConfig handOut = DockConfig.HandOutConfig.DEFAULT;
    private Dock dock;

    private OpenDock(Path data, Map<String, String> sources, DockConfig.TransferConfig transfers) throws IOException {
        this.data = data;
        this.sources = sources;
        this.transfers = transfers;
        this.dock = open();
    }

    public static OpenDock over(Path data) throws IOException {
        return new OpenDock(data, Map.of(), DockConfig.TransferConfig.DEFAULT);
    }

    /** With settings of sources. */
    public static OpenDock over(Path data, Map<String, String> sources) throws IOException {
        return new OpenDock(data, sources, DockConfig.TransferConfig.DEFAULT);
    }

    /** With settings of sources, and bounds of transfers. */
    public static OpenDock over(Path data, Map<String, String> sources, DockConfig.TransferConfig transfers)
            throws IOException {
        return new OpenDock(data, sources, transfers);
    }

    /** The same dock, opened again with another way of handing out. */
    public OpenDock handingOut(DockConfig.HandOutConfig how) throws IOException {
        handOut = how;
        restart();
        return this;
    }

    private Dock open() throws IOException {
        return Dock.open(new DockConfig(
                data,
                data.resolve("plugins"),
                new DockConfig.Storage(QUOTA, 0),
                ArchiveLimits.DEFAULT,
                SessionLimits.DEFAULT,
                FileLimits.DEFAULT,
                transfers,
                2,
                DockConfig.ActionConfig.DEFAULT,
                handOut,
                sources,
                NetworkConfig.DIRECT,
                clock));
    }

    public Dock dock() {
        return dock;
    }

    public MutableClock clock() {
        return clock;
    }

    public void restart() throws IOException {
        dock.close();
        dock = open();
    }

    public ImportSession start(String file, long size, int chunks) {
        return start(new NewSession("model", file, "tar", size, chunks, false, false, "", ""));
    }

    public ImportSession start(NewSession wish) {
        return dock.sessions().start(wish, LOCAL);
    }

    public void send(ImportSession session, int number, byte[] bytes) throws IOException {
        try (ChunkUpload upload = dock.sessions().receive(session.id(), LOCAL, Optional.of(number), Optional.empty())) {
            upload.write(ByteBuffer.wrap(bytes));
            upload.finish(number);
        }
    }

    /** The part with that number of a file in so many about equal parts. */
    public static byte[] part(byte[] whole, int number, int count) {
        return Arrays.copyOfRange(whole, (int) ((long) whole.length * number / count), (int)
                ((long) whole.length * (number + 1) / count));
    }

    public Job complete(ImportSession session) throws IOException {
        return dock.sessions().complete(session.id(), LOCAL);
    }

    /** Send the whole file in some chunks, complete, and wait for the job's end. */
    public Job bringIn(NewSession wish, byte[] whole) throws Exception {
        ImportSession session = start(wish);
        for (int i = 0; i < wish.totalChunks(); i++) {
            send(session, i, part(whole, i, wish.totalChunks()));
        }
        return ended(complete(session));
    }

    public Job bringIn(String file, byte[] whole) throws Exception {
        return bringIn(new NewSession("model", file, "tar", whole.length, 3, false, false, "", ""), whole);
    }

    /** Wait for a job's end. */
    public Job ended(Job job) throws Exception {
        Await.until(
                "job of " + job.tag() + " ends",
                () -> dock.jobs().get(job.id()).state().isFinal());
        return dock.jobs().get(job.id());
    }

    public Job done(Job job) throws Exception {
        Job ended = ended(job);
        assertEquals(JobState.DONE, ended.state(), () -> ended.failure().toString());
        return ended;
    }

    public Model model(String reference) {
        return dock.models().get(reference, LOCAL).model();
    }

    public Version main(String reference) {
        return dock.models().version(model(reference), "main");
    }

    /** Path to bytes, of a model's main version. */
    public Map<String, byte[]> files(String reference) throws IOException {
        Models models = dock.models();
        Map<String, byte[]> files = new TreeMap<>();
        for (VersionFile file : models.files(main(reference))) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            models.copy(file, 0, file.size(), bytes);
            files.put(file.path(), bytes.toByteArray());
        }
        return files;
    }

    /** Hold that a model's files are these, byte for byte. */
    public void assertFiles(Map<String, byte[]> expected, String reference) throws IOException {
        Map<String, byte[]> found = files(reference);
        assertEquals(expected.keySet(), found.keySet());
        expected.forEach((path, bytes) ->
                assertEquals(0, Arrays.compare(bytes, found.get(path)), () -> path + " has other bytes"));
    }

    /** Hold that, in a moment, what is counted as used is what lies on the disk, and that nothing is promised. */
    public void assertSettled() throws Exception {
        Await.until("staging is empty", () -> DirectoryTree.size(data.resolve("staging")) == 0);
        Await.until("nothing is promised any more", () -> dock.space().reserved() == 0);
        Await.until(
                "bytes counted (" + dock.space().used() + ") are those on the disk (" + Accounting.onDisk(data) + ")",
                () -> dock.space().used() == Accounting.onDisk(data));
    }

    @Override
    public void close() {
        dock.close();
    }
}
