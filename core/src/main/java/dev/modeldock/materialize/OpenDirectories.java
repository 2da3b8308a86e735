package dev.modeldock.materialize;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The directories that the operator opened for layouts. Where a path really leads is what counts, links followed; the store's
 * own directory is never among them.
 */
final class OpenDirectories {
    private static final String KEY = "materialize.directories";

    private final List<Path> roots;
    private final Path data;

    /** @param data the real path of the data directory */
    OpenDirectories(List<Path> roots, Path data) {
        this.roots =
                roots.stream().map(root -> root.toAbsolutePath().normalize()).toList();
        this.data = data;
    }

    /**
     * The path that a request names, below one of the directories. A relative one is below the first.
     *
     * @throws DockException {@code FORBIDDEN} when it is not, whether it exists or not
     */
    Path find(String asked) {
        if (roots.isEmpty()) {
            throw new DockException(
                    Problem.FORBIDDEN,
                    "The operator opened no directory for this. Have the setting " + KEY + " name one.");
        }
        Path path = path(asked);
        return roots.stream()
                .map(root -> root.resolve(path).normalize())
                .filter(this::isBelowRoot)
                .findFirst()
                .orElseThrow(OpenDirectories::outside);
    }

    private static Path path(String asked) {
        try {
            if (asked.codePoints().noneMatch(Character::isISOControl)) {
                return Path.of(asked);
            }
        } catch (InvalidPathException e) {
            throw noPath(e);
        }
        throw noPath(null);
    }

    private static DockException noPath(Throwable cause) {
        return new DockException(
                Problem.VALIDATION_ERROR, "\"directory\" is no path on this system. Name a directory.", cause);
    }

    private boolean isBelowRoot(Path path) {
        return roots.stream().anyMatch(path::startsWith);
    }

    /**
     * Make the directories above a place, and tell where it really is.
     *
     * @throws DockException {@code FORBIDDEN} when a link on the way leads out, or the place is no place for a layout
     */
    Place prepare(Path place) throws IOException {
        if (roots.stream().anyMatch(root -> root.startsWith(place))) {
            throw new DockException(
                    Problem.FORBIDDEN,
                    "\"directory\" is one that the operator opened, or holds one; a layout goes below it. Add a name to it.");
        }
        Path parent = place.getParent();
        List<Path> made = new ArrayList<>();
        Path there = parent;
        for (; !Files.exists(there, LinkOption.NOFOLLOW_LINKS); there = there.getParent()) {
            made.add(there);
        }
        // Before anything is made: a link must not have a directory made elsewhere.
        requireInside(there);
        Files.createDirectories(parent);
        Path real = requireInside(parent).resolve(place.getFileName());
        requireFree(real);
        for (Path root : roots) {
            if (Files.isDirectory(root) && root.toRealPath().startsWith(real)) {
                throw outside();
            }
        }
        return new Place(real, made);
    }

    /** The real path of a directory that is there, if it is in a directory that is open. */
    private Path requireInside(Path directory) throws IOException {
        Path real = directory.toRealPath();
        for (Path root : roots) {
            if (Files.isDirectory(root) && real.startsWith(root.toRealPath()) && Files.isDirectory(real)) {
                return real;
            }
        }
        throw outside();
    }

    private void requireFree(Path real) {
        if (real.startsWith(data) || data.startsWith(real)) {
            throw new DockException(
                    Problem.FORBIDDEN, "\"directory\" is where the dock keeps its own data. Name another one.");
        }
        if (Files.exists(real, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(real, LinkOption.NOFOLLOW_LINKS)) {
            throw new DockException(
                    Problem.CONFLICT,
                    "There is a file or a link where the layout is to go. Name another directory, or take that away.");
        }
    }

    private static DockException outside() {
        return new DockException(
                Problem.FORBIDDEN,
                "\"directory\" is not below a directory that is there and that the operator opened for this. Have the setting "
                        + KEY + " name it.");
    }
}
