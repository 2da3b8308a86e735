package dev.modeldock.imports;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.blobs.Blobs;
import dev.modeldock.blobs.Staging;
import dev.modeldock.files.Archives;
import dev.modeldock.files.PackedContent;
import dev.modeldock.formats.Completeness;
import dev.modeldock.jobs.Job;
import dev.modeldock.jobs.JobContext;
import dev.modeldock.models.NewVersion;
import dev.modeldock.sessions.ArrivingChunks;
import dev.modeldock.sessions.ImportSession;
import dev.modeldock.sessions.Sessions;
import dev.modeldock.spi.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** Imports what a completed session brought. */
final class SessionImport implements EagerUnpacking.Means, AutoCloseable {
    private static final long LOOK_EVERY_MILLIS = 200;

    private final Sessions sessions;
    private final Blobs blobs;
    private final Archives archives;
    private final Publication publication;
    private final EagerUnpackings eager;

    SessionImport(Sessions sessions, Blobs blobs, Archives archives, Publication publication) {
        this.sessions = sessions;
        this.blobs = blobs;
        this.archives = archives;
        this.publication = publication;
        this.eager = new EagerUnpackings(this, this::chunksHere);
        sessions.listen(eager);
    }

    private BitSet chunksHere(ImportSession session) {
        try {
            return sessions.files().chunksHere(session.id());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Staging stage(ImportSession session) throws IOException {
        return blobs.stage(
                sessions.files().unpackDirectory(session.id()), sessions.files().takeRoom(session));
    }

    @Override
    public InputStream open(ImportSession session, ArrivingChunks arriving) {
        return sessions.files().arriving(session, arriving);
    }

    @Override
    public Unpacking unpacking(ImportSession session) {
        return new Unpacking(archives, session.wish().sha256());
    }

    List<Outcome> run(Job job, JobContext context) throws IOException, SourceException, InterruptedException {
        ImportSession session = sessions.session(job.plan().path("session").asText());
        context.total(session.wish().fileSize());
        context.phase("unpacking");
        IncomingFiles files = unpacked(session, context);
        try (Staging staging = files.staging()) {
            staging.settle();
            context.phase("verifying");
            context.done(session.wish().fileSize());
            IncomingModel model = model(session, job, files);
            var version = publication.verify(model);
            context.phase("publishing");
            Outcome outcome = publication.publish(version, model, staging);
            return List.of(outcome);
        }
    }

    /** The bytes of the file that came for a job. */
    long size(Job job) {
        return sessions.session(job.plan().path("session").asText()).wish().fileSize();
    }

    private IncomingFiles unpacked(ImportSession session, JobContext context)
            throws IOException, SourceException, InterruptedException {
        Optional<EagerUnpacking> begun = eager.take(session.id());
        if (begun.isPresent()) {
            EagerUnpacking.Result result = await(begun.get(), session, context);
            if (result.refusal().isPresent()) {
                throw result.refusal().get();
            }
            if (result.files().isPresent()) {
                return result.files().get();
            }
        }
        return unpackNow(session, context);
    }

    private EagerUnpacking.Result await(EagerUnpacking unpacking, ImportSession session, JobContext context)
            throws InterruptedException {
        try {
            for (Optional<EagerUnpacking.Result> result = unpacking.poll(LOOK_EVERY_MILLIS); ; ) {
                if (result.isPresent()) {
                    return result.get();
                }
                context.done(session.wish().fileSize()
                        * unpacking.reached()
                        / (session.wish().totalChunks() + 1));
                result = unpacking.poll(LOOK_EVERY_MILLIS);
            }
        } catch (InterruptedException | RuntimeException e) {
            Thread.interrupted();
            unpacking.stop();
            throw e;
        }
    }

    private IncomingFiles unpackNow(ImportSession session, JobContext context)
            throws IOException, SourceException, InterruptedException {
        Staging staging = stage(session);
        boolean unpacked = false;
        try {
            IncomingFiles files = new IncomingFiles(staging, context::check);
            PackedContent content = new MeteredContent(sessions.files().content(session), context::done);
            unpacking(session).unpack(content, files);
            unpacked = true;
            return files;
        } finally {
            if (!unpacked) {
                staging.close();
            }
        }
    }

    private static IncomingModel model(ImportSession session, Job job, IncomingFiles files) {
        ObjectNode origin = JsonNodeFactory.instance.objectNode();
        origin.put("source", Sessions.SOURCE)
                .put("file", session.wish().fileName())
                .put("user", session.user())
                .put("job", job.id());
        return new IncomingModel(
                session.modelName(),
                session.modelId(),
                session.user(),
                Sessions.SOURCE,
                "",
                new IncomingModel.Wish(
                        session.wish().isAdapter(),
                        session.wish().allowUnsafe(),
                        session.wish().baseModel(),
                        Completeness.ANY),
                origin,
                NewVersion.Naming.MAIN,
                List.of(),
                files.unwrapped());
    }

    void discard(Job job) throws IOException {
        String id = job.plan().path("session").asText();
        eager.ended(sessions.session(id));
        sessions.files().discard(id);
    }

    @Override
    public void close() {
        eager.close();
    }
}
