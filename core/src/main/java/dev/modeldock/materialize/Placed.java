package dev.modeldock.materialize;

import dev.modeldock.blobs.Hashes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;

/**
 * Which directories the dock has laid out itself, so that it replaces nothing else.
 *
 * @param notes a directory with a note for each
 */
record Placed(Path notes) {
    /** Note a place, before anything is there. */
    void add(Path place) throws IOException {
        Files.createDirectories(notes);
        Files.writeString(
                note(place),
                place.toString(),
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE,
                StandardOpenOption.SYNC);
    }

    boolean has(Path place) {
        return Files.exists(note(place));
    }

    /** Whether a place lies in a directory that was laid out. */
    boolean isWithinOne(Path place) {
        for (Path above = place.getParent(); above != null; above = above.getParent()) {
            if (has(above) && Files.isDirectory(above)) {
                return true;
            }
        }
        return false;
    }

    private Path note(Path place) {
        byte[] hash = Hashes.sha256().digest(place.toString().getBytes(StandardCharsets.UTF_8));
        return notes.resolve(HexFormat.of().formatHex(hash));
    }
}
