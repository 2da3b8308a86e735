package dev.modeldock.transfers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.modeldock.blobs.Blob;
import dev.modeldock.blobs.DirectoryTree;
import dev.modeldock.fakes.Content;
import dev.modeldock.spi.RemoteFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A target that keeps its files in a directory, and counts. */
final class Shelf implements Target {
    private final Path directory;
    private final Map<String, Blob> arrived = new ConcurrentHashMap<>();
    private final Set<String> unwanted = ConcurrentHashMap.newKeySet();
    private final Map<String, Growing> growing = new ConcurrentHashMap<>();
    private volatile Hurrying pull;
    private long room = Long.MAX_VALUE;
    private long onDisk;
    private long moved;
    private long found;
    private long shared;
    private long dropped;

    Shelf(Path directory) throws IOException {
        this.directory = directory;
        this.onDisk = DirectoryTree.size(directory);
    }

    synchronized Shelf room(long bytes) {
        room = bytes;
        return this;
    }

    @Override
    public Path place(RemoteFile file) {
        return directory.resolve(file.path().replace('/', '_'));
    }

    @Override
    public boolean wanted(RemoteFile file) {
        return !unwanted.contains(file.path());
    }

    void doesNotWant(String path) {
        unwanted.add(path);
    }

    @Override
    public synchronized void takes(long bytes) {
        if (onDisk + bytes > room) {
            throw new IllegalStateException("no room");
        }
        onDisk += bytes;
    }

    @Override
    public synchronized void frees(long bytes) {
        onDisk -= bytes;
    }

    @Override
    public synchronized void moved(long bytes) {
        moved += bytes;
    }

    @Override
    public synchronized void found(long bytes) {
        found += bytes;
    }

    @Override
    public Path home(Blob blob) {
        return directory.resolve("home-" + blob.sha256());
    }

    @Override
    public synchronized void shared(long bytes) {
        shared += bytes;
    }

    @Override
    public synchronized void dropped(long bytes) {
        dropped += bytes;
    }

    @Override
    public void pulling(Hurrying begun) {
        pull = begun;
    }

    @Override
    public void grows(RemoteFile file, Growing partial) {
        growing.put(file.path(), partial);
    }

    /** The pull under way, or null. */
    Hurrying pull() {
        return pull;
    }

    /** A file that has begun to come, or null. */
    Growing growing(String path) {
        return growing.get(path);
    }

    @Override
    public void arrived(RemoteFile file, Path place, Blob blob) {
        assertEquals(null, arrived.put(file.path(), blob), () -> file.path() + " arrived twice");
    }

    Map<String, Blob> all() {
        return arrived;
    }

    synchronized long moved() {
        return moved;
    }

    synchronized long found() {
        return found;
    }

    synchronized long shared() {
        return shared;
    }

    synchronized long dropped() {
        return dropped;
    }

    /** Hold that the file has come with these bytes, and is known by their hashes. */
    void assertHas(RemoteFile file, Content content) throws IOException {
        Blob blob = arrived.get(file.path());
        assertEquals(content.sha256(), blob.sha256());
        assertEquals(content.size(), blob.size());
        assertEquals(-1, Files.mismatch(place(file), copy(file, content)), file.path());
        assertCountedRight();
    }

    private Path copy(RemoteFile file, Content content) throws IOException {
        Path copy = Files.createDirectories(directory.resolveSibling("expected"))
                .resolve(place(file).getFileName());
        try (OutputStream out = Files.newOutputStream(copy)) {
            content.write(0, content.size(), out);
        }
        return copy;
    }

    /** Hold that what it was told of the disk is so. */
    void assertCountedRight() throws IOException {
        long real = DirectoryTree.size(directory);
        synchronized (this) {
            assertEquals(real, onDisk, "bytes on the disk");
        }
    }

    /** Hold that nothing at all is left in the directory. */
    void assertEmpty() throws IOException {
        assertCountedRight();
        try (var left = Files.list(directory)) {
            assertEquals(0, left.count());
        }
    }

    /** Hold that all that was done adds up to so many bytes. */
    synchronized void assertDone(long bytes) {
        assertEquals(bytes, moved + found + shared - dropped, "done");
    }
}
