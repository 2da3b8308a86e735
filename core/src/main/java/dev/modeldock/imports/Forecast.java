package dev.modeldock.imports;

import dev.modeldock.blobs.Blob;
import dev.modeldock.blobs.Blobs;
import dev.modeldock.spi.RemoteFile;
import dev.modeldock.spi.Snapshot;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an import would do, were it started now.
 *
 * @param files all files of the place, chosen or not; none where they are known only while they are fetched
 * @param listed whether the files are known
 * @param bytes of the chosen files, as far as their sizes are known
 * @param bytesHere of those, what is here already and need not move
 * @param roomNeeded bytes on the disk that the import would be promised
 * @param freeBytes on the disk now
 * @param reservedBytes that are promised to other work
 * @param availableBytes that can be promised now: of the disk and of the quota, without what others were promised
 * @param models what would become of each model
 */
public record Forecast(
        Snapshot snapshot,
        List<PlannedFile> files,
        boolean listed,
        long bytes,
        long bytesHere,
        long roomNeeded,
        long freeBytes,
        long reservedBytes,
        long availableBytes,
        List<PlannedOutcome> models) {
    /**
     * One file of the plan.
     *
     * @param here whether its bytes are here already
     * @param unsafe why its kind is unsafe, or empty
     */
    public record PlannedFile(RemoteFile file, boolean chosen, String why, boolean here, String unsafe) {}

    /**
     * One model of the plan.
     *
     * @param existing the commit of the version that is here already, or empty
     */
    public record PlannedOutcome(String name, String existing) {}

    static Forecast of(SourceRequests.Resolved resolved, Blobs blobs, Map<PlannedModel, Presence.Here> here) {
        Set<String> chosenPaths = new HashSet<>();
        resolved.snapshot().files().forEach(file -> chosenPaths.add(file.path()));
        Sums sums = new Sums();
        Selection selection = resolved.options().selection();
        boolean packed = resolved.all().layout() == Snapshot.Layout.PACKED;
        Map<String, Blob> storedNow =
                packed ? Map.of() : StoredContents.of(resolved.all().files(), blobs);
        List<PlannedFile> files = resolved.all().files().stream()
                .map(file -> {
                    boolean stored = storedNow.containsKey(StoredContents.hash(file));
                    boolean chosen = chosenPaths.contains(file.path());
                    if (chosen) {
                        sums.add(file, stored);
                    }
                    String why = packed
                            ? "it is the one file"
                            : selection.of(file.path()).why();
                    return new PlannedFile(file, chosen, why, stored, UnsafeKind.of(file.path()));
                })
                .toList();
        return new Forecast(
                resolved.snapshot(),
                files,
                resolved.all().layout() != Snapshot.Layout.UNLISTED,
                sums.bytes,
                sums.here,
                // What is packed lies on the disk beside what it unpacks to.
                (sums.bytes - sums.here) * (packed ? 2 : 1),
                blobs.space().free(),
                blobs.space().reserved(),
                blobs.space().available(),
                resolved.models().stream()
                        .map(model -> new PlannedOutcome(
                                model.name(),
                                here.containsKey(model)
                                        ? here.get(model).version().commit()
                                        : ""))
                        .toList());
    }

    /** Adds up; equal contents move once. */
    private static final class Sums {
        private final Set<String> seen = new HashSet<>();
        private long bytes;
        private long here;

        void add(RemoteFile file, boolean stored) {
            long size = Math.max(0, file.size());
            String content = file.sha256() + file.gitSha1();
            bytes += size;
            here += stored || !content.isEmpty() && !seen.add(content) ? size : 0;
        }
    }
}
