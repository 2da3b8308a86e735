package dev.modeldock.hub;

import dev.modeldock.access.Caller;
import dev.modeldock.imports.Arrivals;
import dev.modeldock.imports.Underway;
import dev.modeldock.jobs.Job;
import dev.modeldock.jobs.JobState;
import dev.modeldock.jobs.Jobs;
import dev.modeldock.models.Access;
import dev.modeldock.models.Model;
import dev.modeldock.models.Version;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The versions that are being imported for clients that wait. Safe for many threads. */
final class IncomingModels {
    /** Those that are over are kept a while for who still reads of them; of others no more are begun. */
    private static final int MOST = 64;

    private final Jobs jobs;
    private final Arrivals arrivals;
    private final Map<Long, Incoming> byNumber = new LinkedHashMap<>();
    private long last;

    IncomingModels(Jobs jobs, Arrivals arrivals) {
        this.jobs = jobs;
        this.arrivals = arrivals;
    }

    /** Follow an import; {@code here} is its model if that is here already. */
    synchronized Incoming add(Underway underway, Optional<Model> here) {
        Optional<Incoming> known = byNumber.values().stream()
                .filter(each -> each.underway().job().id().equals(underway.job().id()))
                .findFirst();
        if (known.isPresent()) {
            return known.get();
        }
        String job = underway.job().id();
        Incoming incoming = Incoming.of(++last, underway, here, arrivals.follow(job));
        byNumber.put(last, incoming);
        return incoming;
    }

    /** Refuse to begin another one where very many are under way. */
    synchronized void requireRoom() {
        List<Incoming> over =
                byNumber.values().stream().filter(each -> !isGoing(each)).toList();
        for (Incoming each : over.subList(0, Math.max(0, Math.min(over.size(), byNumber.size() - MOST + 1)))) {
            byNumber.remove(-each.version().id());
            arrivals.leave(each.underway().job().id());
        }
        if (byNumber.size() >= MOST) {
            throw new DockException(
                    Problem.NOT_READY,
                    byNumber.size() + " models are being brought here already. Ask again when some of them are here.",
                    Map.of("retryAfterSeconds", 30));
        }
    }

    /** The one that a version stands for; empty for a version that is here. */
    synchronized Optional<Incoming> of(Version version) {
        if (version.id() >= 0) {
            return Optional.empty();
        }
        Incoming incoming = byNumber.get(-version.id());
        if (incoming == null) {
            throw new DockException(
                    Problem.NOT_READY, "The import of " + version.commit() + " has ended meanwhile. Ask again.");
        }
        return Optional.of(incoming);
    }

    /** Those of a name that are under way, as far as a caller may see them. */
    List<Incoming> going(String name, Caller caller) {
        List<Incoming> named;
        synchronized (this) {
            named = new ArrayList<>(byNumber.values());
        }
        return named.stream()
                .filter(each -> each.isNamed(name))
                .filter(each -> each.model().access() != Access.PRIVATE
                        || each.model().owner().equals(caller.user()))
                .filter(this::isGoing)
                .toList();
    }

    /** Whether somebody may have been given wrong bytes of a file while a version with this commit came. */
    synchronized boolean isDoubtful(String commit, String path) {
        return byNumber.values().stream()
                .anyMatch(each -> each.commit().equals(commit) && each.arrival().hasBegunAnew(path));
    }

    boolean isGoing(Incoming incoming) {
        return job(incoming).filter(job -> !job.state().isFinal()).isPresent();
    }

    boolean isDone(Incoming incoming) {
        return job(incoming).filter(job -> job.state() == JobState.DONE).isPresent();
    }

    Optional<Job> job(Incoming incoming) {
        return jobs.find(incoming.underway().job().id());
    }

    /** Throw when nothing more will come of it for now. */
    void requireGoing(Incoming incoming) {
        Optional<Job> job = job(incoming);
        JobState state = job.map(Job::state).orElse(JobState.CANCELED);
        switch (state) {
            case PENDING, RUNNING, DONE -> {}
            case PAUSED, CANCELED ->
                throw new DockException(
                        Problem.NOT_READY,
                        "The import of " + incoming.model().name() + " was "
                                + (state == JobState.PAUSED ? "paused" : "cancelled") + ". Ask again later.",
                        Map.of("retryAfterSeconds", 60));
            case FAILED -> throw failure(incoming, job.get());
        }
    }

    private static DockException failure(Incoming incoming, Job job) {
        return new DockException(
                job.failure().map(Job.JobFailure::problem).orElse(Problem.UPSTREAM_BROKEN),
                "The import of " + incoming.model().name() + " failed: "
                        + job.failure().map(Job.JobFailure::message).orElse("nobody knows why."));
    }
}
