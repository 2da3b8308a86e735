package dev.modeldock.materialize;

import dev.modeldock.blobs.DirectoryTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory that is built beside its place and renamed into it. A note in the data directory tells of it meanwhile, so that
 * after a kill the next start puts things right.
 */
final class Aside implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Aside.class);

    private final Path note;
    private final Path place;
    private final Path partial;
    private final Path former;

    private Aside(Path note, Path place, Path partial, Path former) {
        this.note = note;
        this.place = place;
        this.partial = partial;
        this.former = former;
    }

    /** Begin to build for a place. */
    static Aside of(Path notes, Path place) throws IOException {
        String id = UUID.randomUUID().toString().substring(0, 8);
        String name = "." + place.getFileName();
        Aside aside = new Aside(
                Files.createDirectories(notes).resolve(id),
                place,
                place.resolveSibling(name + ".partial-" + id),
                place.resolveSibling(name + ".former-" + id));
        Files.writeString(
                aside.note,
                String.join("\n", place.toString(), aside.partial.toString(), aside.former.toString()),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.SYNC);
        return aside;
    }

    /** After a restart: what was being built goes, and what was on its way out goes or comes back. */
    static void recover(Path notes) throws IOException {
        if (!Files.isDirectory(notes)) {
            return;
        }
        try (DirectoryStream<Path> all = Files.newDirectoryStream(notes)) {
            for (Path note : all) {
                recoverOne(note);
            }
        }
    }

    private static void recoverOne(Path note) throws IOException {
        List<String> lines =
                Files.readString(note, StandardCharsets.UTF_8).lines().toList();
        if (lines.size() == 3) {
            Aside aside = new Aside(note, Path.of(lines.get(0)), Path.of(lines.get(1)), Path.of(lines.get(2)));
            try {
                aside.close();
            } catch (IOException e) {
                LOG.warn(
                        "What was being laid out at {} could not be taken away; it is tried again later",
                        aside.place,
                        e);
            }
        } else {
            // Killed while it was written: nothing had begun.
            Files.delete(note);
        }
    }

    Path place() {
        return place;
    }

    /** Where it is built; there is nothing yet. */
    Path partial() {
        return partial;
    }

    /** Throw away what was built, to begin anew. */
    void clear() throws IOException {
        DirectoryTree.delete(partial);
    }

    /** Put what was built into its place. What is there goes, once the new is in. */
    void settle() throws IOException {
        if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            Files.move(place, former, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(partial, place, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Take away what is left over; what was on its way out comes back if nothing took its place. */
    @Override
    public void close() throws IOException {
        if (Files.exists(former, LinkOption.NOFOLLOW_LINKS) && !Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            Files.move(former, place, StandardCopyOption.ATOMIC_MOVE);
        }
        DirectoryTree.delete(former);
        DirectoryTree.delete(partial);
        Files.deleteIfExists(note);
    }
}
