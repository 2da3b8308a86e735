package dev.modeldock.training;

import dev.modeldock.actions.process.DirectorySize;
import dev.modeldock.blobs.Space;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The room that results take: counted with all else that the dock keeps, and bounded for each job. */
final class ResultRoom {
    private final RunPlaces places;
    private final Space space;
    private final long mostBytes;
    private final Map<String, Long> counted = new HashMap<>();

    /** @param mostBytes that one job may write */
    ResultRoom(RunPlaces places, Space space, long mostBytes) {
        this.places = places;
        this.space = space;
        this.mostBytes = mostBytes;
    }

    /** After a restart: count what is there. */
    void reopen() throws IOException {
        if (!Files.isDirectory(places.results())) {
            return;
        }
        List<Path> all;
        try (Stream<Path> listed = Files.list(places.results())) {
            all = listed.toList();
        }
        for (Path each : all) {
            count(each.getFileName().toString(), DirectorySize.upTo(Long.MAX_VALUE, each));
        }
    }

    /** Count what a job has written by now. */
    void count(String job) throws IOException {
        if (Files.isDirectory(places.results(job))) {
            count(job, DirectorySize.upTo(Long.MAX_VALUE, places.results(job)));
        }
    }

    private synchronized void count(String job, DirectorySize size) {
        long before = counted.getOrDefault(job, 0L);
        counted.put(job, size.bytes());
        if (size.bytes() > before) {
            space.found(size.bytes() - before);
        } else {
            space.freed(before - size.bytes());
        }
    }

    /**
     * Count what a running job has written, and see that it may go on.
     *
     * @throws DockException {@code TOO_LARGE} when it has written more than it may
     */
    void require(String job) throws IOException {
        DirectorySize size = DirectorySize.upTo(mostBytes, places.results(job));
        count(job, size);
        if (size.isCut()) {
            throw new DockException(
                    Problem.TOO_LARGE,
                    "The action was stopped: it has written more than " + mostBytes
                            + " bytes, or very many files. Raise actions.maxBytes, or let it write less.");
        }
    }

    /**
     * See that there is room to write into, which costs next to nothing.
     *
     * @throws DockException {@code INSUFFICIENT_STORAGE} when none is left
     */
    void requireAny() {
        if (space.available() == 0) {
            throw new DockException(
                    Problem.INSUFFICIENT_STORAGE,
                    "The action was stopped: no room is left for what it writes. Delete models, datasets or jobs, or"
                            + " give the dock more room, and resume it.");
        }
    }

    /** What a job had written is gone. */
    synchronized void gone(String job) {
        Long before = counted.remove(job);
        if (before != null) {
            space.freed(before);
        }
    }
}
