package dev.modeldock.sources.local;

import dev.modeldock.spi.SourceException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The directories that the operator opened to requests. Where a path really leads is what counts, links followed. */
final class Roots {
    private final List<Path> roots;

    private Roots(List<Path> roots) {
        this.roots = List.copyOf(roots);
    }

    static Roots of(String setting) throws SourceException {
        List<Path> roots = new ArrayList<>();
        for (String root : setting.split(File.pathSeparator)) {
            if (!root.isBlank()) {
                roots.add(path(root.strip()).toAbsolutePath().normalize());
            }
        }
        return new Roots(roots);
    }

    /**
     * Where the path that a request names really is. A relative one is looked for below each root in turn.
     *
     * @throws SourceException {@code REFUSED} when it is outside of all roots, whether it exists or not
     */
    Path find(String asked) throws SourceException, IOException {
        if (roots.isEmpty()) {
            throw Refusals.refused("Paths on the server are not taken here: the operator named no directory for them."
                    + " Upload the file, or have the setting source.local.roots name the directory.");
        }
        Path path = path(asked);
        boolean below = false;
        for (Path root : roots) {
            // Before anything is looked at on disk, so that an answer never tells what exists elsewhere.
            Path candidate = root.resolve(path).normalize();
            if (!candidate.startsWith(root)) {
                continue;
            }
            below = true;
            if (Files.exists(candidate)) {
                return inside(candidate);
            }
        }
        if (!below) {
            throw outside();
        }
        throw Refusals.notFound("There is no file or directory '" + asked + "' below the directories of the setting"
                + " source.local.roots. Check the name.");
    }

    private Path inside(Path candidate) throws SourceException, IOException {
        Path real = candidate.toRealPath();
        if (!hold(real)) {
            throw outside();
        }
        return real;
    }

    /** Whether a real path is one of the roots or below one. */
    boolean hold(Path real) throws IOException {
        for (Path root : roots) {
            if (Files.exists(root) && real.startsWith(root.toRealPath())) {
                return true;
            }
        }
        return false;
    }

    private static SourceException outside() {
        return Refusals.refused("The path is not below a directory that the operator opened to imports. Move the files"
                + " there, upload them, or have the setting source.local.roots name their directory.");
    }

    private static Path path(String text) throws SourceException {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw Refusals.refused("The text given is no path on this system: " + e.getReason() + ".");
        }
    }
}
