package dev.modeldock.materialize;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a layout goes.
 *
 * @param path its real one
 * @param made directories above it that were made for it, the innermost first
 */
record Place(Path path, List<Path> made) {
    private static final Logger LOG = LoggerFactory.getLogger(Place.class);

    /** Take the directories away again, as far as nothing is in them. */
    void undo() throws IOException {
        try {
            for (Path directory : made) {
                Files.delete(directory);
            }
        } catch (DirectoryNotEmptyException | NoSuchFileException e) {
            LOG.debug("Somebody else uses, or took away, a directory that was made for a layout", e);
        }
    }
}
