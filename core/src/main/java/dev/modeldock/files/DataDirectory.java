package dev.modeldock.files;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** The one directory that holds everything, and the lock that keeps a second server out of it. */
public final class DataDirectory implements AutoCloseable {
    private final Path root;
    private final FileChannel lock;

    private DataDirectory(Path root, FileChannel lock) {
        this.root = root;
        this.lock = lock;
    }

    /**
     * Make it when it is not there, and take it for this process.
     *
     * @throws DockException {@code CONFLICT} when another process has it
     */
    public static DataDirectory open(Path directory) throws IOException {
        Path root = create(directory).toRealPath();
        FileChannel channel =
                FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!take(channel)) {
            channel.close();
            throw new DockException(
                    Problem.CONFLICT,
                    "The data directory " + root
                            + " is in use by another Modeldock. Stop that one, or start with another --data.");
        }
        Files.createDirectories(root.resolve("staging"));
        return new DataDirectory(root, channel);
    }

    /** Make a data directory that its owner alone can look into; one that is there stays as it is. */
    public static Path create(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return directory;
        }
        Path absolute = directory.toAbsolutePath();
        if (!absolute.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return Files.createDirectories(absolute);
        }
        Files.createDirectories(absolute.getParent());
        return Files.createDirectories(
                absolute, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    private static boolean take(FileChannel channel) throws IOException {
        try {
            FileLock taken = channel.tryLock();
            return taken != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    public Path root() {
        return root;
    }

    /** The database below any data directory, whether it is taken or not. */
    public static Path database(Path directory) {
        return directory.resolve("modeldock.db");
    }

    public Path database() {
        return database(root);
    }

    /** What actions write, a directory for each job. */
    public Path results() {
        return root.resolve("results");
    }

    /** What actions need while they run, and what they say. */
    public Path runs() {
        return root.resolve("runs");
    }

    /** Where action packs are below any data directory, unless the operator has them elsewhere. */
    public static Path actions(Path directory) {
        return directory.resolve("actions");
    }

    /** Where action packs are, unless the operator has them elsewhere. */
    public Path actions() {
        return actions(root);
    }

    public Path blobs() {
        return root.resolve("blobs");
    }

    /** The key of what is encrypted at rest; only the owner reads it. */
    public Path sealKey() {
        return root.resolve("seal.key");
    }

    public Path staging() {
        return root.resolve("staging");
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
