package dev.modeldock.exports;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.modeldock.access.Caller;
import dev.modeldock.blobs.Blobs;
import dev.modeldock.database.Database;
import dev.modeldock.jobs.Job;
import dev.modeldock.jobs.JobKind;
import dev.modeldock.jobs.Jobs;
import dev.modeldock.jobs.NewJob;
import dev.modeldock.models.Model;
import dev.modeldock.models.Models;
import dev.modeldock.models.Version;
import dev.modeldock.models.VersionFile;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import java.util.Optional;

/** Models as archives, ready at once: nothing is written, whatever their size. */
public final class Exports {
    private final ArchiveLengthStore lengths;
    private final Models models;
    private final Blobs blobs;
    private final Jobs jobs;

    public Exports(Database database, Models models, Blobs blobs, Jobs jobs) {
        this.lengths = new ArchiveLengthStore(database);
        this.models = models;
        this.blobs = blobs;
        this.jobs = jobs;
    }

    /** Note an export of a version; it is done with that. */
    public Job export(Model model, Version version, ExportFormat format, Caller caller) {
        Export export = new Export(version, format, model.name().name());
        // Known from here on, so that the download begins at once.
        length(format.seekable() ? export : export.as(ExportFormat.TAR));
        return jobs.record(
                new NewJob(
                        JobKind.EXPORT,
                        caller.user(),
                        model.source(),
                        model.name().toString(),
                        model.id(),
                        "",
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("version", version.id())
                                .put("format", format.extension())
                                .put("root", export.root())),
                JsonNodeFactory.instance.objectNode().put("bytes", version.bytes()));
    }

    /** What an export job hands out; empty when the model was deleted since. */
    public Optional<Export> find(Job job) {
        return models.version(job.plan().path("version").asLong())
                .map(version -> new Export(
                        version,
                        ExportFormat.of(job.plan().path("format").asText()),
                        job.plan().path("root").asText()));
    }

    /** As {@link #find}, or {@code NOT_FOUND}. */
    public Export of(Job job) {
        return find(job)
                .orElseThrow(() -> new DockException(
                        Problem.NOT_FOUND, "The model of this export was deleted. Export another one."));
    }

    /** The exact number of bytes of an export whose format is seekable. */
    public long length(Export export) {
        return lengths.find(export.version().id(), export.format(), export.root())
                .orElseGet(() -> {
                    long length = layout(export).length();
                    lengths.save(export.version().id(), export.format(), export.root(), length);
                    return length;
                });
    }

    /** Write a part of an export whose format is seekable. */
    public void write(Export export, long from, long to, OutputStream out) throws IOException {
        layout(export).write(from, to, out);
    }

    /** Write a whole export whose format is compressed. */
    public void stream(Export export, OutputStream out) throws IOException {
        Export tar = export.as(ExportFormat.TAR);
        ArchiveLayouts.stream(export.format(), layout(tar), length(tar), out);
    }

    private ArchiveLayout layout(Export export) {
        return ArchiveLayouts.seekable(export.format(), export.root(), manifest(export.version()), blobs::copy);
    }

    private Iterable<ArchiveFile> manifest(Version version) {
        return () -> {
            Iterator<VersionFile> files = models.files(version).iterator();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return files.hasNext();
                }

                @Override
                public ArchiveFile next() {
                    VersionFile file = files.next();
                    return new ArchiveFile(file.path(), file.size(), file.crc32(), file.sha256());
                }
            };
        };
    }
}
