package dev.modeldock.actions.status;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Finds the {@code status.json} of a results directory: the one at its top, else the one that was found before, else the
 * shallowest below, in the order of names. Links are not followed: they may lead anywhere.
 */
final class StatusPlace {
    private static final String NAME = "status.json";
    private static final int MAX_DEPTH = 16;
    private static final int MAX_ENTRIES = 100_000;

    private final Path results;
    private Path found;

    StatusPlace(Path results) {
        this.results = results;
    }

    Optional<Path> find() throws IOException {
        Path top = results.resolve(NAME);
        if (isFile(top)) {
            found = top;
        } else if (found == null || !isFile(found)) {
            found = new Search().below();
        }
        return Optional.ofNullable(found);
    }

    private static boolean isFile(Path path) {
        return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
    }

    private record Level(Path directory, int depth) {}

    /** Breadth first, so that the shallowest is found first, and at most so many entries. */
    private final class Search {
        private final Deque<Level> next = new ArrayDeque<>();
        private int entries;

        Path below() throws IOException {
            next.add(new Level(results, 1));
            while (!next.isEmpty() && entries < MAX_ENTRIES) {
                Level level = next.remove();
                Path file = level.directory().resolve(NAME);
                if (isFile(file)) {
                    return file;
                }
                if (level.depth() < MAX_DEPTH) {
                    directories(level.directory())
                            .forEach(directory -> next.add(new Level(directory, level.depth() + 1)));
                }
            }
            return null;
        }

        private List<Path> directories(Path parent) throws IOException {
            List<Path> directories = new ArrayList<>();
            try (DirectoryStream<Path> children = Files.newDirectoryStream(parent)) {
                for (Path child : children) {
                    if (++entries > MAX_ENTRIES) {
                        break;
                    }
                    if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
                        directories.add(child);
                    }
                }
            } catch (DirectoryIteratorException e) {
                throw e.getCause();
            } catch (NoSuchFileException gone) {
                // The action tidies up while it is looked at.
                return List.of();
            }
            directories.sort(null);
            return directories;
        }
    }
}
