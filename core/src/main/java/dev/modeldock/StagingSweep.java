package dev.modeldock;

import dev.modeldock.blobs.DirectoryTree;
import dev.modeldock.blobs.Space;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What the start does with staging: removes what no session, no job and no push needs, and counts what stays. */
record StagingSweep(Path staging, Space space) {
    void run(List<String> ofJobs, List<String> ofSessions, List<String> ofPushes) throws IOException {
        Set<String> inUse = new HashSet<>(ofJobs);
        inUse.addAll(ofSessions);
        inUse.addAll(ofPushes);
        List<Path> all;
        try (Stream<Path> listed = Files.list(staging)) {
            all = listed.toList();
        }
        for (Path each : all) {
            if (inUse.contains(each.getFileName().toString())) {
                // Half-unpacked files are never taken up again; chunks and uploads are.
                DirectoryTree.delete(each.resolve("files"));
                space.found(DirectoryTree.size(each));
            } else {
                DirectoryTree.delete(each);
            }
        }
    }
}
