package dev.modeldock.tools;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.modeldock.access.Caller;
import dev.modeldock.blobs.Blobs;
import dev.modeldock.exports.ArchiveFile;
import dev.modeldock.exports.ArchiveLayout;
import dev.modeldock.exports.ArchiveLayouts;
import dev.modeldock.exports.ExportFormat;
import dev.modeldock.jobs.Job;
import dev.modeldock.jobs.JobKind;
import dev.modeldock.jobs.Jobs;
import dev.modeldock.jobs.NewJob;
import java.util.List;
import java.util.Optional;

/** Tools as ZIPs of exactly their three files, computed while they are read; values of secure variables are not in them. */
public final class ToolExports {
    private static final String VERSION = "version";

    private final Tools tools;
    private final Blobs blobs;
    private final Jobs jobs;

    public ToolExports(Tools tools, Blobs blobs, Jobs jobs) {
        this.tools = tools;
        this.blobs = blobs;
        this.jobs = jobs;
    }

    /** Note an export of a version; it is done with that. */
    public Job export(Tool tool, ToolVersion version, ToolFamily family, Caller caller) {
        return jobs.record(
                new NewJob(
                        JobKind.TOOL_EXPORT,
                        caller.user(),
                        ToolImports.SOURCE,
                        tool.name(),
                        "",
                        "",
                        ToolPlan.about(tool.id(), family).put(VERSION, version.number())),
                JsonNodeFactory.instance.objectNode().put(VERSION, version.number()));
    }

    /** What an export job hands out; empty when the tool was deleted since. */
    public Optional<ToolExport> find(Job job) {
        return tools.find(ToolPlan.toolId(job)).map(tool -> {
            ToolVersion version = tools.version(tool, job.plan().path(VERSION).asInt());
            return new ToolExport(job.tag() + ".zip", version, layout(version));
        });
    }

    private ArchiveLayout layout(ToolVersion version) {
        List<ArchiveFile> files = version.files().stream()
                .map(file -> new ArchiveFile(file.file().fileName(), file.size(), file.crc32(), file.sha256()))
                .toList();
        return ArchiveLayouts.seekable(ExportFormat.ZIP, ArchiveLayouts.NO_ROOT, files, blobs::copy);
    }
}
