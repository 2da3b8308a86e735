package dev.modeldock.blobs;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * A directory with all that is in it; links are never followed. Notes on partial files ({@code *.notes}) and what is lent to
 * sources (a directory {@code scratch}) are no content: they go with the rest and are not counted.
 */
public final class DirectoryTree {
    /** The name of a directory whose bytes are not counted. */
    public static final String SCRATCH = "scratch";

    /** The ending of files that are not counted. */
    public static final String NOTES = ".notes";

    private DirectoryTree() {}

    /** Delete it; one that is not there is fine. Tells the bytes of the files that went. */
    public static long delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return 0;
        }
        long[] bytes = {0};
        Files.walkFileTree(directory, new Visitor() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (Files.deleteIfExists(file) && isCounted(directory, file)) {
                    bytes[0] += attributes.size();
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.deleteIfExists(visited);
                return FileVisitResult.CONTINUE;
            }
        });
        return bytes[0];
    }

    /** Delete all that it holds. */
    public static void empty(Path directory) throws IOException {
        try (DirectoryStream<Path> held = Files.newDirectoryStream(directory)) {
            for (Path each : held) {
                delete(each);
            }
        }
    }

    /** The bytes of all files in it; 0 when it is not there. */
    public static long size(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return 0;
        }
        long[] bytes = {0};
        Files.walkFileTree(directory, new Visitor() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                bytes[0] += isCounted(directory, file) ? attributes.size() : 0;
                return FileVisitResult.CONTINUE;
            }
        });
        return bytes[0];
    }

    private static boolean isCounted(Path directory, Path file) {
        for (Path name : directory.relativize(file)) {
            if (name.toString().equals(SCRATCH)) {
                return false;
            }
        }
        return !file.getFileName().toString().endsWith(NOTES);
    }

    /** What goes while the walk is under way is not missed. */
    private abstract static class Visitor extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }
    }
}
