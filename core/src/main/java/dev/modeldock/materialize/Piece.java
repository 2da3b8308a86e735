package dev.modeldock.materialize;

import java.nio.file.Path;

/**
 * One file of a layout.
 *
 * @param path in the layout, with {@code /} between names
 */
record Piece(String path, String sha256, long size) {
    /** Where it lies below a directory; a path that leads out of it is never built. */
    Path below(Path directory) {
        Path at = directory.resolve(path).normalize();
        if (!at.startsWith(directory) || at.equals(directory)) {
            throw new IllegalArgumentException("The path " + path + " leads out of its layout");
        }
        return at;
    }
}
