package dev.modeldock.materialize;

import dev.modeldock.blobs.Blobs;
import dev.modeldock.blobs.Hashes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Tells whether a directory has exactly the files of a layout, and by which mode they got there. */
record Sameness(Blobs blobs) {
    private static final int BUFFER = 256 * 1024;

    /** The mode of what is there if it is the same; a copy that shares bytes cannot be told from one that does not. */
    Optional<Mode> of(Path directory, List<Piece> pieces) throws IOException, InterruptedException {
        if (count(directory) != pieces.size()) {
            return Optional.empty();
        }
        Optional<Mode> common = Optional.empty();
        for (Piece piece : pieces) {
            Placing.requireGoing();
            Optional<Mode> mode = of(piece.below(directory), piece);
            if (mode.isEmpty()) {
                return Optional.empty();
            }
            common = common.isEmpty() || common.equals(mode) ? mode : Optional.of(Mode.COPY);
        }
        return common;
    }

    /** Files below a directory. */
    static int count(Path directory) throws IOException {
        int[] files = {0};
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                files[0]++;
                return FileVisitResult.CONTINUE;
            }
        });
        return files[0];
    }

    /** The mode of one file if it has the content. */
    Optional<Mode> of(Path file, Piece piece) throws IOException {
        Path stored = blobs.path(piece.sha256());
        if (!Files.isRegularFile(file) || Files.size(file) != piece.size()) {
            return Optional.empty();
        }
        if (Files.exists(stored) && isOne(file, stored)) {
            boolean isLink = Files.isSymbolicLink(file);
            return Optional.of(isLink ? Mode.SYMLINK : Mode.HARDLINK);
        }
        boolean isFile = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
        return isFile && hash(file).equals(piece.sha256()) ? Optional.of(Mode.COPY) : Optional.empty();
    }

    private static boolean isOne(Path file, Path stored) throws IOException {
        Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        return key != null
                && Objects.equals(
                        key,
                        Files.readAttributes(stored, BasicFileAttributes.class).fileKey());
    }

    private static String hash(Path file) throws IOException {
        MessageDigest digest = Hashes.sha256();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file)) {
            for (int count; (count = in.read(buffer)) >= 0; ) {
                digest.update(buffer, 0, count);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
