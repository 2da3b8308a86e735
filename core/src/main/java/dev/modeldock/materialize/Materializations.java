package dev.modeldock.materialize;

import dev.modeldock.blobs.Blobs;
import dev.modeldock.hub.HubFiles;
import dev.modeldock.models.Model;
import dev.modeldock.models.Models;
import dev.modeldock.models.Version;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * Lays versions out as directories that tools of this machine read, below directories that the operator named. A layout is
 * built beside its place and renamed into it: it is there whole, or not at all.
 */
public final class Materializations {
    private static final int MOST_AT_ONCE = 4;

    private final OpenDirectories directories;
    private final Models models;
    private final Blobs blobs;
    private final Placed placed;
    private final Directories plain;
    private final Caches caches;
    private final Set<Path> busy = ConcurrentHashMap.newKeySet();
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);

    /**
     * Open them, and take away what a kill left half done.
     *
     * @param data the data directory
     * @param opened by the operator
     */
    public Materializations(Path data, List<Path> opened, Models models, Contents contents) throws IOException {
        Blobs blobs = contents.blobs();
        Path notes = Files.createDirectories(data.resolve("layouts"));
        Aside.recover(notes);
        this.directories = new OpenDirectories(opened, data);
        this.models = models;
        this.placed = new Placed(data.resolve("laid-out"));
        Building building = new Building(blobs, notes, placed, new Sameness(blobs));
        this.plain = new Directories(building, models);
        this.caches = new Caches(building, models, contents.files());
        this.blobs = blobs;
    }

    /** Content, and how a hub calls it. */
    public record Contents(Blobs blobs, HubFiles files) {}

    /**
     * Lay a version out. What is there already and is the same is left as it is.
     *
     * @throws DockException {@code FORBIDDEN} for a directory that is not open, {@code CONFLICT} when something else is there or
     *     the mode does not work, {@code INSUFFICIENT_STORAGE} when copies have no room
     */
    public LaidOut lay(Model model, Version version, LayoutWish wish) throws IOException, InterruptedException {
        Path asked = directories.find(wish.directory());
        return inTurn(() -> {
            Place place = directories.prepare(place(asked, model, wish.layout()));
            boolean done = false;
            try {
                LaidOut laid = lay(model, version, place.path(), wish);
                done = true;
                return laid;
            } finally {
                if (!done) {
                    place.undo();
                }
            }
        });
    }

    private LaidOut lay(Model model, Version version, Path place, LayoutWish wish)
            throws IOException, InterruptedException {
        if (placed.isWithinOne(place)) {
            throw new DockException(Problem.CONFLICT, "\"directory\" lies in another layout. Name one beside it.");
        }
        if (!begin(place)) {
            throw new DockException(
                    Problem.CONFLICT, "Something is being laid out there at this moment. Ask again in a moment.");
        }
        try {
            return wish.layout() == Layout.HUGGINGFACE
                    ? caches.lay(model, version, place, wish)
                    : plain.lay(version, place, wish);
        } finally {
            busy.remove(place);
        }
    }

    /** Nothing else may be laid out at a place, above it or below it meanwhile. */
    private boolean begin(Path place) {
        synchronized (busy) {
            return busy.stream().noneMatch(other -> other.startsWith(place) || place.startsWith(other))
                    && busy.add(place);
        }
    }

    private static Path place(Path asked, Model model, Layout layout) {
        return switch (layout) {
            case PLAIN -> asked;
            case HUGGINGFACE -> asked.resolve(CacheTree.name(model.name()));
            case TRITON -> asked.resolve(model.name().name()).resolve("1");
        };
    }

    /** Read all content of a version again. What was changed is set aside: then importing it again brings it back. */
    public Verified verify(Version version) throws IOException, InterruptedException {
        return inTurn(() -> new Verification(blobs).of(models.files(version)));
    }

    private interface Work<T> {
        T get() throws IOException, InterruptedException;
    }

    private <T> T inTurn(Work<T> work) throws IOException, InterruptedException {
        if (!places.tryAcquire()) {
            throw new DockException(
                    Problem.RATE_LIMITED,
                    MOST_AT_ONCE + " layouts or verifications are under way, which is the most. Ask again later.",
                    Map.of("retryAfterSeconds", 10));
        }
        try {
            return work.get();
        } catch (AccessDeniedException e) {
            throw new DockException(
                    Problem.FORBIDDEN,
                    "The system does not let the dock write there. Let the user of the dock write into the directory.",
                    e);
        } catch (NoSuchFileException e) {
            throw new DockException(
                    Problem.CONFLICT,
                    "A file that was needed went away meanwhile, or is no longer in the store. Verify the version, or import"
                            + " it again.",
                    e);
        } finally {
            places.release();
        }
    }
}
