package dev.modeldock.training;

import dev.modeldock.actions.process.CommandLog;
import dev.modeldock.blobs.DirectoryTree;
import dev.modeldock.spi.ActionTask.Start;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** Notes in the directory of a run, which tell after a restart whether it was cut off or had been stopped. */
record RunMarks(Path work) {
    private static final String BEGUN = "begun";
    private static final String STOPPED = "stopped";
    private static final String WELL = "well";
    private static final Set<String> KEPT =
            Set.of(BEGUN, STOPPED, WELL, RunPlaces.INPUTS, RunPlaces.CARD, RunPlaces.READY, AutomlRun.WORK);

    /** Note that it begins, and tell how: what a stopped run has left is gone then, but for its log. */
    Start begin() throws IOException {
        Files.createDirectories(work);
        if (!Files.exists(work.resolve(BEGUN))) {
            Files.write(work.resolve(BEGUN), new byte[0]);
            return Start.NEW;
        }
        if (!Files.exists(work.resolve(STOPPED))) {
            return Start.CUT_OFF;
        }
        clear();
        // The last step: killed before it, the dock comes here again.
        Files.delete(work.resolve(STOPPED));
        return Start.STOPPED;
    }

    private void clear() throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(work)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (!KEPT.contains(name) && !CommandLog.isPart(name)) {
                    DirectoryTree.delete(entry);
                }
            }
        }
    }

    /** Note that the run is over, for itself or on request: another one goes on from its results. */
    void stopped() throws IOException {
        if (Files.isDirectory(work)) {
            Files.write(work.resolve(STOPPED), new byte[0]);
        }
    }

    /** Note that it has done all it had to: what is left is the host's to do, and may be tried again. */
    void well() throws IOException {
        Files.write(work.resolve(WELL), new byte[0]);
    }

    boolean isWell() {
        return Files.exists(work.resolve(WELL));
    }

    /** It is to do more. */
    void more() throws IOException {
        Files.deleteIfExists(work.resolve(WELL));
        stopped();
    }
}
