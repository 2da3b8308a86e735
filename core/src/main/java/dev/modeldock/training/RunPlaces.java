package dev.modeldock.training;

import java.nio.file.Path;

/** Where jobs that do actions have their files. */
public record RunPlaces(Path results, Path runs) {
    /** What a job's action writes, and what its clients download. */
    public Path results(String jobId) {
        return results.resolve(jobId);
    }

    /** Who runs a job's command, and what it says. */
    Path run(String jobId) {
        return runs.resolve(jobId);
    }

    /** What a job's command is given to read; gone once it has ended. */
    Path inputs(String jobId) {
        return run(jobId).resolve("inputs");
    }

    /** There once a command was stopped on request: it may go on from its results. */
    Path stopped(String jobId) {
        return run(jobId).resolve("stopped");
    }
}
