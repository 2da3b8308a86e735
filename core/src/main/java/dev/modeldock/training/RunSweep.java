package dev.modeldock.training;

import dev.modeldock.actions.process.CommandProcess;
import dev.modeldock.blobs.DirectoryTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What the start does with the files of jobs: those of jobs that are no longer known go, with the commands that run still. */
record RunSweep(ActionJobStore store, RunPlaces places) {
    void run() throws IOException {
        Set<String> unfinished = store.unfinished();
        for (Path run : below(places.runs())) {
            String id = run.getFileName().toString();
            if (!store.isKnown(id)) {
                stop(run);
                DirectoryTree.delete(run);
            } else if (!unfinished.contains(id)) {
                DirectoryTree.delete(places.inputs(id));
            }
        }
        for (Path results : below(places.results())) {
            if (!store.isKnown(results.getFileName().toString())) {
                DirectoryTree.delete(results);
            }
        }
    }

    private static List<Path> below(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(Files::isDirectory).toList();
        }
    }

    private static void stop(Path run) throws IOException {
        try {
            CommandProcess.attach(run).stop(CommandProcess.GRACE);
            for (Path child : below(run.resolve(AutomlRun.WORK))) {
                CommandProcess.attach(child).stop(CommandProcess.GRACE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
