package dev.modeldock.blobs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** The files of the store: where each lies, and how it comes and goes. Guarded by its owner. */
record BlobFiles(Path root) {
    private static final Set<PosixFilePermission> WRITES =
            Set.of(PosixFilePermission.OWNER_WRITE, PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
    private static final int BUFFER = 1 << 18;
    /** The directory of what was set aside. */
    static final String DAMAGED = "damaged";

    Path path(String sha256) {
        return root.resolve(sha256.substring(0, 2)).resolve(sha256);
    }

    boolean has(String sha256) {
        return Files.exists(path(sha256));
    }

    /** Rename a durable file into its place, which is free; from now on it is read-only. */
    void moveIn(Path content, Path home) throws IOException {
        if (!content.toFile().setReadOnly()) {
            throw new IOException("A blob could not be made read-only");
        }
        try {
            move(content, home);
        } catch (NoSuchFileException firstInItsFolder) {
            Files.createDirectories(home.getParent());
            move(content, home);
        }
    }

    private static void move(Path content, Path home) throws IOException {
        try {
            Files.move(content, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException("staging/ and blobs/ must be on the same file system", e);
        }
    }

    /** Whether it has another size than it had, was written into since, or could be. */
    boolean looksTouched(String sha256, long size, Instant since) throws IOException {
        Path file = path(sha256);
        if (!Files.exists(file)) {
            return false;
        }
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        return now.size() != size
                || now.lastModifiedTime().toInstant().isAfter(since)
                || Files.getFileStore(file).supportsFileAttributeView("posix")
                        && Files.getPosixFilePermissions(file).stream().anyMatch(WRITES::contains);
    }

    /** Whether it holds what its name says. */
    boolean isRight(String sha256) throws IOException {
        MessageDigest digest = Hashes.sha256();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(path(sha256))) {
            for (int count; (count = in.read(buffer)) >= 0; ) {
                digest.update(buffer, 0, count);
            }
        }
        return HexFormat.of().formatHex(digest.digest()).equals(sha256);
    }

    void protect(String sha256) throws IOException {
        if (!path(sha256).toFile().setReadOnly()) {
            throw new IOException("A blob could not be made read-only");
        }
    }

    /** Move it where nobody reads it; tells where. */
    Path setAside(String sha256) throws IOException {
        Path damaged = Files.createDirectories(root.resolve(DAMAGED));
        return Files.move(path(sha256), damaged.resolve(sha256), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Delete one; tells its bytes, and 0 when it is not there. */
    long delete(String sha256) throws IOException {
        Path file = path(sha256);
        if (!Files.exists(file)) {
            return 0;
        }
        long size = Files.size(file);
        Files.delete(file);
        return size;
    }

    /** Make the names of files that were moved into these directories survive a power cut. */
    void forceNames(Collection<Path> directories) throws IOException, InterruptedException {
        if (!directories.isEmpty()) {
            List<Path> all = new ArrayList<>(directories);
            all.add(root);
            Durability.forceNames(all);
        }
    }
}
