package dev.modeldock.tools;

import dev.modeldock.access.Seal;
import dev.modeldock.blobs.Blobs;
import dev.modeldock.database.Database;
import dev.modeldock.jobs.JobRunner;
import dev.modeldock.jobs.Jobs;
import dev.modeldock.storedfiles.StoredFiles;
import java.nio.file.Path;
import java.time.Clock;

/** Tools, and what brings them in and out. */
public final class Toolbox {
    private final Tools tools;
    private final ToolImports imports;
    private final ToolExports exports;
    private final ToolImport runner;

    public Toolbox(Database database, Blobs blobs, StoredFiles files, Jobs jobs, Means means) {
        this.tools = new Tools(database, blobs, new Vault(means.seal()), means.clock());
        this.imports = new ToolImports(tools, files, jobs);
        this.exports = new ToolExports(tools, blobs, jobs);
        this.runner = new ToolImport(database, blobs, tools, files, means.staging());
    }

    /** What tools use beside the stores. */
    public record Means(Seal seal, Path staging, Clock clock) {}

    public Tools tools() {
        return tools;
    }

    public ToolImports imports() {
        return imports;
    }

    public ToolExports exports() {
        return exports;
    }

    /** Does the imports. */
    public JobRunner runner() {
        return runner;
    }
}
