package dev.modeldock.storage;

import dev.modeldock.blobs.Blob;
import dev.modeldock.blobs.Blobs;
import dev.modeldock.blobs.DirectoryTree;
import dev.modeldock.blobs.Space;
import dev.modeldock.blobs.Strays;
import dev.modeldock.database.Database;
import dev.modeldock.jobs.Jobs;
import dev.modeldock.jobs.KeptStaging;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The room of the dock. Taking waste away is safe beside running work: whatever an import relies on, and whatever a job
 * that may still run has, stays.
 */
public final class Storage {
    private static final int PAGE = 500;

    private final StorageStore store;
    private final Blobs blobs;
    private final Jobs jobs;
    private final Path staging;
    private final ReentrantLock taking = new ReentrantLock();

    public Storage(Database database, Blobs blobs, Jobs jobs, Path staging) {
        this.store = new StorageStore(database);
        this.blobs = blobs;
        this.jobs = jobs;
        this.staging = staging;
    }

    /** How the room is used now. */
    public Use use() {
        Space space = blobs.space();
        StorageStore.Sum kept = store.blobs();
        StorageStore.Sum versions = store.versions();
        return new Use(
                space.quota(),
                space.used(),
                space.reserved(),
                space.free(),
                space.available(),
                kept.count(),
                kept.bytes(),
                versions.bytes(),
                versions.count());
    }

    /** What could go, by kind; kinds of which there is nothing are left out. Walks the store. */
    public List<Waste> waste() throws IOException {
        return waste(false);
    }

    /**
     * Take away what could go, and tell what went.
     *
     * @throws DockException {@code CONFLICT} when somebody else is at it
     */
    public List<Waste> take() throws IOException {
        if (!taking.tryLock()) {
            throw new DockException(
                    Problem.CONFLICT, "Somebody else is taking waste away right now; look again in a moment.");
        }
        try {
            return waste(true);
        } finally {
            taking.unlock();
        }
    }

    private List<Waste> waste(boolean take) throws IOException {
        List<Waste> all = new ArrayList<>(List.of(failedImports(take), unneeded(take)));
        all.add(sum(Waste.Kind.STRAYS, blobs.strays().unknown(take)));
        all.add(sum(Waste.Kind.DAMAGED, blobs.strays().damaged(take)));
        all.removeIf(each -> each.count() == 0);
        return all;
    }

    private Waste failedImports(boolean take) throws IOException {
        long count = 0;
        long bytes = 0;
        for (KeptStaging kept : jobs.kept()) {
            long size = DirectoryTree.size(staging.resolve(kept.staging()));
            if (size > 0 && (!take || jobs.empty(kept))) {
                count++;
                bytes += size;
            }
        }
        return new Waste(Waste.Kind.FAILED_IMPORTS, count, bytes);
    }

    /** What an import relies on right now is counted among what could go, but does not. */
    private Waste unneeded(boolean take) throws IOException {
        long count = 0;
        long bytes = 0;
        String last = "";
        List<String> page;
        do {
            page = store.unneeded(last, PAGE);
            count += page.size();
            bytes += blobs.among(page).stream().mapToLong(Blob::size).sum();
            if (take) {
                blobs.leave(page);
            }
            last = page.isEmpty() ? last : page.get(page.size() - 1);
        } while (page.size() == PAGE);
        return new Waste(Waste.Kind.UNNEEDED, count, take ? blobs.removeOwnerless() : bytes);
    }

    private static Waste sum(Waste.Kind kind, Strays.Found found) {
        return new Waste(kind, found.count(), found.bytes());
    }
}
