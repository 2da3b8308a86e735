package dev.modeldock.actions.process;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.FileVisitor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * How much there is in a directory, as far as it was looked at.
 *
 * @param bytes the lengths of its files
 * @param entries its files and directories
 * @param isCut whether looking ended before all was seen
 */
public record DirectorySize(long bytes, long entries, boolean isCut) {
    private static final long MOST_ENTRIES = 1_000_000;

    /**
     * Look at a directory until it is seen whole, or to hold more than {@code most} bytes or a million entries. Links
     * are not followed; what goes away meanwhile, or cannot be read, counts nothing.
     */
    public static DirectorySize upTo(long most, Path directory) throws IOException {
        return upTo(most, MOST_ENTRIES, directory);
    }

    static DirectorySize upTo(long most, long mostEntries, Path directory) throws IOException {
        Counter counter = new Counter(most, mostEntries);
        Files.walkFileTree(directory, counter);
        return new DirectorySize(counter.bytes, counter.entries, counter.isOver());
    }

    /** Not an anonymous class, for its counts are read afterwards. */
    private static final class Counter implements FileVisitor<Path> {
        private final long most;
        private final long mostEntries;
        private long bytes;
        private long entries;

        Counter(long most, long mostEntries) {
            this.most = most;
            this.mostEntries = mostEntries;
        }

        boolean isOver() {
            return bytes > most || entries > mostEntries;
        }

        private FileVisitResult count(long size) {
            bytes += size;
            entries++;
            return isOver() ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            return count(0);
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            return count(attributes.isRegularFile() ? attributes.size() : 0);
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return count(0);
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, IOException failure) {
            return FileVisitResult.CONTINUE;
        }
    }
}
