package dev.modeldock.sessions;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.modeldock.access.Caller;
import dev.modeldock.access.Scope;
import dev.modeldock.blobs.Space;
import dev.modeldock.database.Database;
import dev.modeldock.jobs.Job;
import dev.modeldock.jobs.JobKind;
import dev.modeldock.jobs.Jobs;
import dev.modeldock.jobs.NewJob;
import dev.modeldock.models.Models;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** Import sessions: start, send chunks in any order and as often as needed, complete. They survive a restart. */
public final class Sessions {
    /** The source that jobs and models from here show. */
    public static final String SOURCE = "SESSION";

    private static final Duration REMEMBERED = Duration.ofDays(7);

    private final Database database;
    private final SessionStore store;
    private final Jobs jobs;
    private final Space space;
    private final SessionFiles files;
    private final SessionLimits limits;
    private final Clock clock;
    private final Map<String, LiveSession> live = new ConcurrentHashMap<>();
    private volatile ChunkListener listener;

    public Sessions(Database database, Jobs jobs, Space space, Path staging, SessionLimits limits, Clock clock) {
        this.database = database;
        this.store = new SessionStore(database);
        this.jobs = jobs;
        this.space = space;
        this.files = new SessionFiles(staging, space);
        this.limits = limits;
        this.clock = clock;
    }

    /** Name who is told of arriving chunks; once, before the first call of anything else. */
    public void listen(ChunkListener chunkListener) {
        listener = chunkListener;
    }

    /** The bytes of sessions. */
    public SessionFiles files() {
        return files;
    }

    ChunkListener listener() {
        return listener;
    }

    Clock clock() {
        return clock;
    }

    /** The directories in staging that belong to open sessions. */
    public List<String> stagingInUse() {
        return store.open().stream().map(ImportSession::id).toList();
    }

    /** Announce a file. Room for it is promised from now until the session ends. */
    public ImportSession start(NewSession wish, Caller caller) {
        atMost("totalChunks", wish.totalChunks(), limits.maxChunks());
        atMost("fileSize", wish.fileSize(), limits.maxFileBytes());
        ImportSession session = new ImportSession(
                UUID.randomUUID().toString(),
                Models.newId(),
                caller.user(),
                SessionState.OPEN,
                wish,
                "",
                clock.instant().plus(limits.expiry()));
        Space.Reservation reservation = space.reserve(wish.fileSize());
        try {
            ChunkFiles chunks = files.chunks(session.id());
            Files.createDirectories(chunks.directory());
            LiveSession mine = new LiveSession(session, chunks, reservation, this);
            store.insert(session, clock.millis());
            live.put(session.id(), mine);
            return session;
        } catch (IOException e) {
            reservation.close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            reservation.close();
            throw e;
        }
    }

    private static void atMost(String field, long found, long most) {
        if (found > most) {
            throw new DockException(
                    Problem.TOO_LARGE,
                    "\"" + field + "\" is " + found + "; this dock takes at most " + most + ".",
                    Map.of("field", field, "most", most));
        }
    }

    /** Begin to take a chunk; its number may come now or at its end. */
    public ChunkUpload receive(String id, Caller caller, Optional<Integer> number, Optional<String> sha256)
            throws IOException {
        LiveSession session = live(open(id, caller));
        session.requireOpen();
        number.ifPresent(session::requireNumber);
        long most = Math.min(session.fileSize(), limits.maxChunkBytes());
        return new ChunkUpload(session, files.chunks(id).incoming(), most, sha256);
    }

    /** What is here and what is missing; of a session that has ended, only that. */
    public SessionStatus status(String id, Caller caller) throws IOException {
        ImportSession session = get(id, caller);
        return switch (session.state()) {
            case OPEN -> live(session).status(session);
            case COMPLETED ->
                new SessionStatus(
                        session,
                        IntStream.range(0, session.wish().totalChunks()).boxed().toList(),
                        List.of(),
                        session.wish().fileSize());
            case ABORTED, EXPIRED -> new SessionStatus(session, List.of(), List.of(), 0);
        };
    }

    /** Say that all chunks are sent; a job goes on from here. Said twice, it tells the same job. */
    public Job complete(String id, Caller caller) throws IOException {
        ImportSession session = get(id, caller);
        if (session.state() == SessionState.COMPLETED) {
            return jobs.get(session.jobId());
        }
        LiveSession mine = live(open(id, caller));
        Job job;
        synchronized (mine) {
            ImportSession current = get(id, caller);
            if (current.state() == SessionState.COMPLETED) {
                return jobs.get(current.jobId());
            }
            job = mine.complete(() -> database.together(() -> {
                Job submitted = jobs.submit(importOf(session));
                store.close(id, SessionState.COMPLETED, submitted.id());
                return submitted;
            }));
        }
        live.remove(id);
        jobs.wake();
        return job;
    }

    private NewJob importOf(ImportSession session) {
        String name = session.modelName().toString();
        return new NewJob(
                JobKind.IMPORT,
                session.user(),
                SOURCE,
                name,
                session.modelId(),
                session.id(),
                JsonNodeFactory.instance.objectNode().put("session", session.id()));
    }

    /** Give up an open session: its chunks are deleted. */
    public void abort(String id, Caller caller) throws IOException {
        ImportSession session = open(id, caller);
        end(session, SessionState.ABORTED);
    }

    /** End what has run out, and forget what ended long ago. */
    public void sweep() throws IOException {
        for (ImportSession overdue : store.overdue(clock.millis())) {
            end(overdue, SessionState.EXPIRED);
        }
        store.forgetEndedBefore(clock.instant().minus(REMEMBERED).toEpochMilli());
    }

    private void end(ImportSession session, SessionState state) throws IOException {
        LiveSession mine = live(session);
        synchronized (mine) {
            if (store.close(session.id(), state, "")) {
                mine.end();
            }
        }
        live.remove(session.id());
        listener.ended(session);
        files.discard(session.id());
    }

    /** The session that a job works on. */
    public ImportSession session(String id) {
        return store.find(id).orElseThrow(() -> notFound(id));
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
        return coming
                ? new DockException(
                        Problem.NOT_READY,
                        "The model " + modelId
                                + " is still being imported. Complete its session, wait for the dock status"
                                + " SUCCESS, and ask again.")
                : new DockException(
                        Problem.NOT_FOUND,
                        "There is no model \"" + modelId + "\""
                                + (session.isPresent() ? ": its import did not succeed." : ".")
                                + " Check the id, or list the models.");
    }

    private ImportSession get(String id, Caller caller) {
        return store.find(id)
                .filter(session -> session.user().equals(caller.user()) || caller.may(Scope.ADMIN))
                .orElseThrow(() -> notFound(id));
    }

    private ImportSession open(String id, Caller caller) throws IOException {
        ImportSession session = get(id, caller);
        if (session.state() == SessionState.OPEN && !clock.instant().isBefore(session.expires())) {
            end(session, SessionState.EXPIRED);
            throw expired(session);
        }
        return switch (session.state()) {
            case OPEN -> session;
            case EXPIRED -> throw expired(session);
            case COMPLETED ->
                throw new DockException(
                        Problem.CONFLICT,
                        "The session is completed; its job is ds-" + session.jobId()
                                + ". Start a new session for another file.");
            case ABORTED -> throw new DockException(Problem.CONFLICT, "The session was given up. Start a new one.");
        };
    }

    private LiveSession live(ImportSession session) throws IOException {
        LiveSession mine = live.get(session.id());
        return mine != null ? mine : revive(session);
    }

    /** Take up a session that a former process began, once. */
    private synchronized LiveSession revive(ImportSession session) throws IOException {
        LiveSession mine = live.get(session.id());
        if (mine == null) {
            ChunkFiles chunks = files.chunks(session.id());
            Files.createDirectories(chunks.directory());
            chunks.removeBroken();
            mine = new LiveSession(session, chunks, room(session, chunks), this);
            live.put(session.id(), mine);
        }
        return mine;
    }

    /** Promise what is still to come once more; where that is gone meanwhile, each chunk asks for itself. */
    private Space.Reservation room(ImportSession session, ChunkFiles chunks) throws IOException {
        long here = chunks.whole().values().stream().mapToLong(Long::longValue).sum();
        long missing = Math.max(0, session.wish().fileSize() - here);
        return space.reserve(Math.min(missing, space.available()));
    }

    static DockException expired(ImportSession session) {
        return new DockException(
                Problem.SESSION_EXPIRED,
                "The session expired at " + session.expires() + " and its chunks are deleted. Start a new one.",
                Map.of("expirationDate", session.expires().toString()));
    }

    private static DockException notFound(String id) {
        return new DockException(
                Problem.NOT_FOUND,
                "There is no import session " + id + ". Start one at /api/public/files/session/start.");
    }
}
