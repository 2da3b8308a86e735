package dev.modeldock.insight;

import dev.modeldock.blobs.Blobs;
import dev.modeldock.formats.Formats;
import dev.modeldock.formats.ModelFile;
import dev.modeldock.models.Models;
import dev.modeldock.models.Version;
import dev.modeldock.models.VersionFile;
import java.util.concurrent.Semaphore;

/** Looks into versions of models. Who may see them was asked before. */
public final class Insights {
    /** A header may have 100 MB; so many readings go on at once, others wait. */
    private static final int AT_ONCE = 2;

    private final Models models;
    private final Blobs blobs;
    private final Formats formats = new Formats();
    private final Semaphore turns = new Semaphore(AT_ONCE, true);

    public Insights(Models models, Blobs blobs) {
        this.models = models;
        this.blobs = blobs;
    }

    /**
     * The tensors of a version's safetensors and GGUF files, file by file in the order of their paths. The headers are read
     * anew for each page.
     *
     * @param search a part of the names that are looked for, in any case; empty for all
     */
    public TensorPage tensors(Version version, String search, int limit, long offset) throws InterruptedException {
        TensorGathering gathering = new TensorGathering(search, limit, offset);
        int files = 0;
        turns.acquire();
        try {
            for (VersionFile file : models.files(version)) {
                if (Formats.tellsTensors(file.path())) {
                    files++;
                    formats.tensors(
                            new ModelFile(file.path(), file.size(), file.sha256(), blobs.path(file.sha256())),
                            gathering);
                }
            }
        } finally {
            turns.release();
        }
        return gathering.page(files);
    }

    /** What is other in {@code to} than it was in {@code from}. */
    public VersionChanges changes(Version from, Version to, int limit, long offset) {
        return new ChangeWalk(limit, offset).walk(models.files(from), models.files(to));
    }
}
