package dev.modeldock.sessions;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.modeldock.database.Database;
import dev.modeldock.jobs.Job;
import dev.modeldock.jobs.JobKind;
import dev.modeldock.jobs.Jobs;
import dev.modeldock.jobs.NewJob;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.storedfiles.Delivery;
import dev.modeldock.storedfiles.NewFile;
import dev.modeldock.storedfiles.StoredFile;
import dev.modeldock.storedfiles.StoredFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.util.function.Consumer;

/** Makes of a session whose chunks are all here what it was started for: a job that imports a model, or a stored file. */
final class Completions {
    private final Database database;
    private final SessionStore store;
    private final Jobs jobs;
    private final SessionFiles files;
    private final StoredFiles storedFiles;

    Completions(Database database, SessionStore store, Jobs jobs, SessionFiles files, StoredFiles storedFiles) {
        this.database = database;
        this.store = store;
        this.jobs = jobs;
        this.files = files;
        this.storedFiles = storedFiles;
    }

    Job job(ImportSession session) {
        return database.together(() -> {
            Job submitted = jobs.submit(importOf(session));
            store.completeWithJob(session.id(), submitted.id());
            return submitted;
        });
    }

    private static NewJob importOf(ImportSession session) {
        return new NewJob(
                JobKind.IMPORT,
                session.user(),
                Sessions.SOURCE,
                session.modelName().toString(),
                session.modelId(),
                session.id(),
                JsonNodeFactory.instance.objectNode().put("session", session.id()));
    }

    StoredFile file(ImportSession session) {
        return kept(session, kept -> store.completeWithFile(session.id(), kept.id()));
    }

    /** As {@link #file(ImportSession)}, where somebody makes something of it. */
    StoredFile file(ImportSession session, FileTaker taker) {
        StoredFile kept = kept(session, file -> {});
        return orPromisedRoom(session, () -> {
            boolean taken = false;
            try {
                taker.take(
                        files.content(session),
                        files.unpackDirectory(session.id()),
                        () -> store.completeWithFile(session.id(), kept.id()));
                taken = true;
                return kept;
            } finally {
                if (!taken) {
                    storedFiles.forget(kept);
                }
            }
        });
    }

    private StoredFile kept(ImportSession session, Consumer<StoredFile> together) {
        return orPromisedRoom(session, () -> {
            try (InputStream content = files.content(session).stream()) {
                return storedFiles.keep(delivery(session), content, together);
            }
        });
    }

    private interface Making {
        StoredFile make() throws IOException, InterruptedException;
    }

    /** What it makes; else the session, which stays open, is promised its room anew. */
    private StoredFile orPromisedRoom(ImportSession session, Making making) {
        boolean made = false;
        try {
            StoredFile file = making.make();
            made = true;
            return file;
        } catch (InterruptedException | ClosedByInterruptException e) {
            throw stopped(e);
        } catch (IOException e) {
            throw new DockException(
                    Problem.SERVER_ERROR, "The chunks could not be put together. Complete the session again.", e);
        } finally {
            if (!made) {
                files.promiseRoom(session);
            }
        }
    }

    private Delivery delivery(ImportSession session) {
        NewSession wish = session.wish();
        return new Delivery(
                new NewFile(session.user(), wish.context(), wish.fileName(), wish.fileExtension()),
                files.unpackDirectory(session.id()),
                files.takeRoom(session),
                wish.fileSize(),
                wish.sha256());
    }

    private static DockException stopped(Exception interrupt) {
        Thread.currentThread().interrupt();
        return new DockException(
                Problem.CANCELED, "The dock is stopping. Complete the session again once it is up.", interrupt);
    }
}
