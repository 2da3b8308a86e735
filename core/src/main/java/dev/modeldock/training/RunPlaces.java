package dev.modeldock.training;

import java.nio.file.Path;

/** Where jobs that do actions have their files. */
public record RunPlaces(Path results, Path runs) {
    static final String INPUTS = "inputs";
    static final String CARD = "card";
    static final String READY = "ready";

    /** What a job's action writes, and what its clients download. */
    public Path results(String jobId) {
        return results.resolve(jobId);
    }

    /** Who does a job's action, and what that says. */
    Path run(String jobId) {
        return runs.resolve(jobId);
    }

    /** What a job's action is given to read; gone once it has ended. */
    Path inputs(String jobId) {
        return run(jobId).resolve(INPUTS);
    }

    /** There once all that the action is to read is in its place. */
    Path ready(String jobId) {
        return run(jobId).resolve(READY);
    }

    /** Which graphics card it has. */
    Path card(String jobId) {
        return run(jobId).resolve(CARD);
    }
}
