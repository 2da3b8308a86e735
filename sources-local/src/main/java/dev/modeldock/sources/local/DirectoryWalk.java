package dev.modeldock.sources.local;

import dev.modeldock.spi.RemoteFile;
import dev.modeldock.spi.SourceException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/** Lists a directory's files, in the order of their names, and refuses what leads astray. */
final class DirectoryWalk {
    private static final int MAX_FILES = 200_000;
    private static final int MAX_DEPTH = 64;

    private final Roots roots;
    private final List<RemoteFile> found = new ArrayList<>();
    private final Deque<Path> above = new ArrayDeque<>();
    private long newest;

    DirectoryWalk(Roots roots) {
        this.roots = roots;
    }

    /** The directory's files, at most 200,000, with paths relative to it. */
    List<RemoteFile> files(Path directory) throws SourceException, IOException, InterruptedException {
        walk(directory, "");
        return List.copyOf(found);
    }

    /** When the newest file was modified, in epoch milliseconds. */
    long newest() {
        return newest;
    }

    private void walk(Path directory, String prefix) throws SourceException, IOException, InterruptedException {
        if (above.contains(directory) || above.size() > MAX_DEPTH) {
            throw Refusals.refused(
                    "The directory '" + prefix + "' holds itself through a link, or is nested deeper than " + MAX_DEPTH
                            + " directories. Take the link away.");
        }
        above.push(directory);
        for (Path entry : entries(directory)) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            visit(entry, prefix + entry.getFileName());
        }
        above.pop();
    }

    private static List<Path> entries(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.limit(MAX_FILES + 1L).sorted().toList();
        }
    }

    private void visit(Path entry, String path) throws SourceException, IOException, InterruptedException {
        refuseOddName(path);
        Path real = real(entry, path);
        BasicFileAttributes attributes = Files.readAttributes(real, BasicFileAttributes.class);
        if (attributes.isDirectory()) {
            if (!ModelLike.litterDirectory(entry.getFileName().toString())) {
                walk(real, path + "/");
            }
        } else if (attributes.isRegularFile()) {
            found.add(RemoteFile.of(path, attributes.size()));
            newest = Math.max(newest, attributes.lastModifiedTime().toMillis());
        } else {
            throw Refusals.refused("'" + path + "' is neither a file nor a directory. Take it away and ask again.");
        }
        if (found.size() > MAX_FILES) {
            throw Refusals.refused("The directory holds more than " + MAX_FILES + " files, which is the most. Name a"
                    + " directory further down.");
        }
    }

    private Path real(Path entry, String path) throws SourceException, IOException {
        if (!Files.isSymbolicLink(entry)) {
            return entry;
        }
        Path real;
        try {
            real = entry.toRealPath();
        } catch (FileSystemException nowhere) {
            throw Refusals.refused("The link '" + path + "' leads nowhere. Take it away or put the file in its place.");
        }
        if (!roots.hold(real)) {
            throw Refusals.refused("The link '" + path + "' leads out of the directories that the operator opened to"
                    + " imports. Put the file itself in its place.");
        }
        return real;
    }

    private static void refuseOddName(String path) throws SourceException {
        if (path.indexOf('\\') >= 0 || path.chars().anyMatch(Character::isISOControl)) {
            throw Refusals.refused("The name '" + path.replaceAll("\\p{Cntrl}", "?")
                    + "' holds a backslash or a control character. Rename it.");
        }
    }
}
