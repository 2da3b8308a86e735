package dev.modeldock.materialize;

import dev.modeldock.blobs.Blobs;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What all layouts are built with.
 *
 * @param notes where it is noted what is being built
 * @param placed what was laid out before
 */
record Building(Blobs blobs, Path notes, Placed placed, Sameness sameness) {
    /** Put pieces below the directory that is being built, by the mode that is wished or by the best that works. */
    Mode build(Aside aside, List<Piece> pieces, Optional<Mode> wished) throws IOException, InterruptedException {
        for (Mode mode : wished.map(List::of).orElse(Mode.BEST)) {
            Placing placing = new Placing(blobs, mode);
            if (mode == Mode.COPY) {
                requireRoom(aside.place().getParent(), pieces);
            }
            try {
                placing.place(pieces, aside.partial());
                return mode;
            } catch (NotPossible e) {
                aside.clear();
                if (wished.isPresent()) {
                    throw placing.refusal(e);
                }
            }
        }
        throw new IllegalStateException("A copy is always possible");
    }

    private void requireRoom(Path directory, List<Piece> pieces) throws IOException {
        FileStore there = Files.getFileStore(directory);
        boolean own = there.equals(Files.getFileStore(notes));
        long available = own ? blobs.space().onDisk() : there.getUsableSpace();
        long needed = pieces.stream().mapToLong(Piece::size).sum();
        if (needed > available) {
            throw new DockException(
                    Problem.INSUFFICIENT_STORAGE,
                    "Copies need " + needed + " bytes and there are " + available
                            + " available there. Make room, or ask for a mode that shares the bytes.",
                    Map.of("neededBytes", needed, "availableBytes", available));
        }
    }

    /** Whether something is there; an empty directory is nothing. */
    static boolean isTaken(Path place) throws IOException {
        if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
            return Files.exists(place, LinkOption.NOFOLLOW_LINKS);
        }
        try (DirectoryStream<Path> inside = Files.newDirectoryStream(place)) {
            return inside.iterator().hasNext();
        }
    }

    /** Nothing is replaced but what was laid out by the dock: whatever else is there is somebody's. */
    void requireOwn(Path place) {
        if (!placed.has(place)) {
            throw new DockException(
                    Problem.CONFLICT,
                    "What is there was not laid out by this dock, so it is not replaced. Take it away yourself, or name another"
                            + " directory.");
        }
    }

    static DockException taken() {
        return new DockException(
                Problem.CONFLICT,
                "Another layout is there already, or the same in another mode. Send \"replace\": true to have this instead, or"
                        + " name another directory.");
    }

    /** Make a name in a directory survive a power cut, where the system can do that. */
    static void force(Path directory) throws IOException {
        if (!System.getProperty("os.name").startsWith("Windows")) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
