package dev.modeldock.sessions;

import dev.modeldock.access.Caller;
import dev.modeldock.access.Scope;
import dev.modeldock.blobs.Space;
import dev.modeldock.database.Database;
import dev.modeldock.events.Events;
import dev.modeldock.jobs.Job;
import dev.modeldock.jobs.Jobs;
import dev.modeldock.models.Models;
import dev.modeldock.problems.DockException;
import dev.modeldock.storedfiles.StoredFile;
import dev.modeldock.storedfiles.StoredFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Import sessions: start, send chunks in any order and as often as needed, complete. They survive a restart. */
public final class Sessions {
    /** The source that jobs and models from here show. */
    public static final String SOURCE = "SESSION";

    private static final Duration REMEMBERED = Duration.ofDays(7);

    private final SessionStore store;
    private final Jobs jobs;
    private final SessionFiles files;
    private final SessionLimits limits;
    private final Clock clock;
    private final LiveSessions live;
    private final StoredFiles storedFiles;
    private final Completions completions;

    public Sessions(Database database, Jobs jobs, StoredFiles storedFiles, Means means) {
        this.store = new SessionStore(database, means.events());
        this.jobs = jobs;
        this.storedFiles = storedFiles;
        this.files = new SessionFiles(means.staging(), means.space());
        this.live = new LiveSessions(store, files, means.space(), means.clock());
        this.limits = means.limits();
        this.clock = means.clock();
        this.completions = new Completions(database, store, jobs, files, storedFiles);
    }

    /** What sessions use beside the stores. */
    public record Means(Space space, Path staging, SessionLimits limits, Events events, Clock clock) {}

    /** Name who is told of arriving chunks; once, before the first call of anything else. */
    public void listen(ChunkListener listener) {
        live.listen(listener);
    }

    /** The bytes of sessions. */
    public SessionFiles files() {
        return files;
    }

    /** Take up what a former process left open, so that its room is promised again. */
    public void reopen() throws IOException {
        for (ImportSession session : store.open()) {
            live.of(session);
        }
    }

    /** The directories in staging that belong to open sessions. */
    public List<String> stagingInUse() {
        return store.open().stream().map(ImportSession::id).toList();
    }

    /** Announce a file. Room for it is promised from now until the session ends. */
    public ImportSession start(NewSession wish, Caller caller) {
        Refusals.requireAtMost("totalChunks", wish.totalChunks(), limits.maxChunks());
        Refusals.requireAtMost("fileSize", wish.fileSize(), limits.maxFileBytes());
        if (store.countOpen(caller.user(), limits.maxOpen()) >= limits.maxOpen()) {
            throw Refusals.tooManyOpen(limits.maxOpen());
        }
        ImportSession session = new ImportSession(
                UUID.randomUUID().toString(),
                Models.newId(),
                caller.user(),
                SessionState.OPEN,
                wish,
                "",
                "",
                clock.instant().plus(limits.expiry()));
        try {
            live.begin(session);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return session;
    }

    /** Begin to take a chunk; its number may come now or at its end. */
    public ChunkUpload receive(String id, Caller caller, Optional<Integer> number, Optional<String> sha256)
            throws IOException {
        LiveSession session = live.of(open(id, caller));
        return session.receive(number, Math.min(session.fileSize(), limits.maxChunkBytes()), sha256);
    }

    /** What is here and what is missing; of a session that has ended, only that. */
    public SessionStatus status(String id, Caller caller) throws IOException {
        ImportSession session = get(id, caller);
        return switch (session.state()) {
            case OPEN -> live.of(session).status(session);
            case COMPLETED ->
                new SessionStatus(
                        session,
                        IntStream.range(0, session.wish().totalChunks()).boxed().toList(),
                        List.of(),
                        session.wish().fileSize());
            case ABORTED, EXPIRED -> new SessionStatus(session, List.of(), List.of(), 0);
        };
    }

    /** Say that all chunks of a model are sent; a job goes on from here. Said twice, it tells the same job. */
    public Job complete(String id, Caller caller) throws IOException {
        ImportSession completed = completed(id, caller, true, completions::job);
        jobs.wake();
        return jobs.get(completed.jobId());
    }

    /** Say that all chunks of any other file are sent; it is kept. Said twice, it tells the same file. */
    public StoredFile keep(String id, Caller caller) throws IOException {
        return keep(id, caller, completions::file);
    }

    /** As {@link #keep(String, Caller)}, where somebody makes something of the file: both, or nothing. */
    public StoredFile keep(String id, Caller caller, FileTaker taker) throws IOException {
        return keep(id, caller, session -> completions.file(session, taker));
    }

    private StoredFile keep(String id, Caller caller, Consumer<ImportSession> making) throws IOException {
        ImportSession completed = completed(id, caller, false, making);
        files.discard(id);
        return storedFiles.get(completed.fileId(), caller);
    }

    private ImportSession completed(String id, Caller caller, boolean model, Consumer<ImportSession> making)
            throws IOException {
        ImportSession session = get(id, caller);
        if (session.bringsModel() != model) {
            throw new IllegalArgumentException(
                    "The session is for " + session.wish().context());
        }
        if (session.state() != SessionState.COMPLETED) {
            LiveSession mine = live.of(requireOpen(session));
            synchronized (mine) {
                if (get(id, caller).state() != SessionState.COMPLETED) {
                    mine.complete(() -> making.accept(session));
                }
            }
            live.forget(id);
            mine.cutUploads();
        }
        return get(id, caller);
    }

    /** Give up an open session: its chunks are deleted. */
    public void abort(String id, Caller caller) throws IOException {
        if (!end(open(id, caller), SessionState.ABORTED)) {
            // Somebody else was faster: tell what the session has become.
            open(id, caller);
        }
    }

    /** End what has run out, and forget what ended long ago. */
    public void sweep() throws IOException {
        for (ImportSession overdue : store.overdue(clock.millis())) {
            end(overdue, SessionState.EXPIRED);
        }
        store.forgetEndedBefore(clock.instant().minus(REMEMBERED).toEpochMilli());
    }

    /** False when it had ended, or was completed, before. */
    private boolean end(ImportSession session, SessionState state) throws IOException {
        LiveSession mine = live.of(session);
        boolean ended;
        synchronized (mine) {
            ended = store.close(session.id(), state);
            if (ended) {
                mine.end();
            }
        }
        live.forget(session.id());
        if (ended) {
            mine.cutUploads();
            live.listener().ended(session);
            files.discard(session.id());
        }
        return ended;
    }

    /** The session that a job works on. */
    public ImportSession session(String id) {
        return store.find(id).orElseThrow(() -> Refusals.notFound(id));
    }

    /** Why a model id leads to no model: it is announced and still to come, or there is no such thing. */
    public DockException notPublished(String modelId, Caller caller) {
        Optional<ImportSession> session =
                store.byModelId(modelId).filter(found -> found.user().equals(caller.user()) || caller.may(Scope.ADMIN));
        boolean coming = session.map(found -> switch (found.state()) {
                    case OPEN -> true;
                    case COMPLETED ->
                        jobs.find(found.jobId())
                                .map(job -> !job.state().isFinal())
                                .orElse(false);
                    case ABORTED, EXPIRED -> false;
                })
                .orElse(false);
        return coming ? Refusals.stillToCome(modelId) : Refusals.noModel(modelId, session.isPresent());
    }

    /** The session as it is announced; {@code NOT_FOUND} when it is another user's. */
    public ImportSession get(String id, Caller caller) {
        return store.find(id)
                .filter(session -> session.user().equals(caller.user()) || caller.may(Scope.ADMIN))
                .orElseThrow(() -> Refusals.notFound(id));
    }

    private ImportSession open(String id, Caller caller) throws IOException {
        return requireOpen(get(id, caller));
    }

    private ImportSession requireOpen(ImportSession session) throws IOException {
        if (session.state() == SessionState.OPEN && !clock.instant().isBefore(session.expires())) {
            end(session, SessionState.EXPIRED);
            throw Refusals.expired(session);
        }
        return switch (session.state()) {
            case OPEN -> session;
            case EXPIRED -> throw Refusals.expired(session);
            case COMPLETED -> throw Refusals.completed(session);
            case ABORTED -> throw Refusals.aborted();
        };
    }
}
