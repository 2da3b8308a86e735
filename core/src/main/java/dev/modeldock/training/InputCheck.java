package dev.modeldock.training;

import dev.modeldock.blobs.Blobs;
import dev.modeldock.datasets.Datasets;
import dev.modeldock.models.Aliases;
import dev.modeldock.models.Models;
import dev.modeldock.models.Version;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Sees that an action has left the stored files as they were, which it reads by links: whoever owns a file, or is root, can
 * write into it nevertheless.
 */
record InputCheck(Blobs blobs, Datasets datasets, Models models, TrainableModels trainable, RunPlaces places) {
    /**
     * Look at all that an action has read; only what looks touched is read again. What is not what it was is set aside, so
     * that nobody else gets it.
     *
     * @throws DockException {@code CONFLICT} with the first of the files that were changed
     */
    void require(String job) throws IOException {
        if (!Files.exists(places.ready(job))) {
            return;
        }
        List<String> changed = new ArrayList<>();
        Instant since = Files.getLastModifiedTime(places.ready(job)).toInstant();
        Path inputs = places.inputs(job);
        for (Map.Entry<String, Long> file : sizes(inputs).entrySet()) {
            if (blobs.looksTouched(file.getKey(), file.getValue(), since) && !blobs.verify(file.getKey())) {
                changed.add(file.getKey());
            }
        }
        if (!changed.isEmpty()) {
            throw new DockException(
                    Problem.CONFLICT,
                    "The action has written into " + changed.size()
                            + " of the files that it was given to read, such as the one"
                            + " with the SHA-256 " + changed.get(0)
                            + ". They are of no use any more and were set aside:"
                            + " import or upload them again, and let the action work on copies.");
        }
    }

    /** Of all that was given to read, by their hashes. */
    private Map<String, Long> sizes(Path inputs) throws IOException {
        Map<String, Long> sizes = new LinkedHashMap<>();
        if (!Files.isDirectory(inputs)) {
            return sizes;
        }
        List<Path> given;
        try (Stream<Path> listed = Files.list(inputs)) {
            given = listed.toList();
        }
        for (Path each : given) {
            String id = each.getFileName().toString();
            datasets.find(id)
                    .ifPresent(
                            dataset -> datasets.files(dataset).forEach(file -> sizes.put(file.sha256(), file.size())));
            Optional<Version> main = trainable
                    .find(id)
                    .filter(trainable::hasVersion)
                    .map(model -> models.version(model.model(), Aliases.MAIN));
            main.ifPresent(version -> models.files(version).forEach(file -> sizes.put(file.sha256(), file.size())));
        }
        return sizes;
    }
}
