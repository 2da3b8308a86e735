package dev.modeldock.materialize;

import dev.modeldock.blobs.Blobs;
import dev.modeldock.models.VersionFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the content of files again. What was changed is set aside by the store, as if it had never come. */
final class Verification {
    private static final int MOST_NAMED = 1_000;

    private final Blobs blobs;
    private final Map<String, Boolean> known = new HashMap<>();

    Verification(Blobs blobs) {
        this.blobs = blobs;
    }

    Verified of(Iterable<VersionFile> all) throws IOException, InterruptedException {
        int files = 0;
        long bytes = 0;
        int damagedFiles = 0;
        List<String> damaged = new ArrayList<>();
        for (VersionFile file : all) {
            Placing.requireGoing();
            files++;
            bytes += file.size();
            if (!isRight(file.sha256())) {
                damagedFiles++;
                if (damaged.size() < MOST_NAMED) {
                    damaged.add(file.path());
                }
            }
        }
        return new Verified(files, bytes, damagedFiles, damaged);
    }

    private boolean isRight(String sha256) throws IOException {
        Boolean before = known.get(sha256);
        if (before != null) {
            return before;
        }
        boolean right;
        try {
            right = Files.exists(blobs.path(sha256)) && blobs.verify(sha256);
        } catch (NoSuchFileException gone) {
            right = false;
        }
        known.put(sha256, right);
        return right;
    }
}
