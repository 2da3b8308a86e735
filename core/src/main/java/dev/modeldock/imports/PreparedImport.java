package dev.modeldock.imports;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.modeldock.blobs.Blobs;
import dev.modeldock.blobs.Hashes;
import dev.modeldock.jobs.Job;
import dev.modeldock.jobs.JobKind;
import dev.modeldock.jobs.Jobs;
import dev.modeldock.jobs.NewJob;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.spi.Snapshot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A request to a source of which is known what it would bring; to be looked at, or to be started. */
public final class PreparedImport {
    private static final int LONGEST_TAG = 300;
    /** Two requests for the same work must not both find that nobody else has asked for it. */
    private static final Object STARTING = new Object();

    private final SourceMeans means;
    private final Blobs blobs;
    private final Presence presence;
    private final Jobs jobs;
    private final SourceRequests.Wanted wanted;
    private final SourceRequests.Resolved resolved;

    PreparedImport(SourceMeans means, Blobs blobs, Presence presence, Jobs jobs, SourceRequests.Wanted wanted) {
        this.means = means;
        this.blobs = blobs;
        this.presence = presence;
        this.jobs = jobs;
        this.wanted = wanted;
        this.resolved = wanted.resolved();
    }

    /** What was asked for beside the source's own fields. */
    public ImportOptions options() {
        return resolved.options();
    }

    /** What its place has now, as far as it was chosen. */
    public Snapshot snapshot() {
        return resolved.snapshot();
    }

    /** What its first model would be called here. */
    public String name() {
        return resolved.models().get(0).name();
    }

    /** What starting it would do. */
    public Forecast forecast() {
        return Forecast.of(resolved, blobs, here());
    }

    private Map<PlannedModel, Presence.Here> here() {
        Map<PlannedModel, Presence.Here> here = new LinkedHashMap<>();
        for (PlannedModel model : resolved.models()) {
            presence.of(model, resolved.snapshot()).ifPresent(found -> here.put(model, found));
        }
        return here;
    }

    /**
     * Promise the room and put the work into the queue. The same request of the same user that is under way already is
     * joined instead. Where all is here and only a name of it upstream has moved, the alias moves and the work is done.
     *
     * @throws DockException {@code MODEL_ALREADY_EXISTS} when every model in it is here, unless the request says otherwise;
     *     {@code INSUFFICIENT_STORAGE} when there is no room for it
     */
    public Job start() throws IOException {
        Map<PlannedModel, Presence.Here> here = here();
        boolean allHere = here.size() == resolved.models().size();
        if (allHere && options().onConflict() != OnConflict.REPLACE) {
            if (here.values().stream().anyMatch(Presence.Here::isPart)) {
                throw partlyHere(here);
            }
            boolean moved = false;
            for (Presence.Here found : here.values()) {
                moved |= presence.follow(found, Fetched.naming(resolved.snapshot(), options()));
            }
            if (!moved && options().onConflict() == OnConflict.FAIL) {
                throw exists(here);
            }
            return jobs.record(job("", "", 0), skipped(here));
        }
        synchronized (STARTING) {
            // What is pinned by no commit may be told apart by a secret alone, such as the query of a signed address.
            boolean pinned = !wanted.draft().hasUploads()
                    && !resolved.snapshot().commit().isEmpty();
            String same = pinned ? sameAs() : "";
            Optional<Job> joined = same.isEmpty() ? Optional.empty() : jobs.joined(same);
            return joined.isPresent() ? joined.get() : submit(same);
        }
    }

    private DockException partlyHere(Map<PlannedModel, Presence.Here> here) {
        Presence.Here part =
                here.values().stream().filter(Presence.Here::isPart).findFirst().orElseThrow();
        return new DockException(
                Problem.MODEL_ALREADY_EXISTS,
                "This version of " + part.model().name() + " is here already, but only "
                        + part.version().fileCount()
                        + " of its files: " + part.missing() + " of those asked for are not, such as \""
                        + part.firstMissing()
                        + "\". Send \"on_conflict\": \"replace\" to have the files that this request names instead.",
                Map.of("model_id", part.model().id(), "commit", part.version().commit(), "missing", part.missing()));
    }

    private Job submit(String same) throws IOException {
        ImportDraft draft = wanted.draft();
        String staging = draft.directory().getFileName().toString();
        long needs = Forecast.of(resolved, blobs, Map.of()).roomNeeded();
        draft.plan(new ImportPlan(
                resolved.snapshot(),
                resolved.models(),
                options(),
                Secrets.clear(resolved.request(), resolved.source().fields()),
                means.secrets().of(resolved.request(), resolved.source().fields())));
        draft.allIsHere();
        boolean submitted = false;
        try {
            means.rooms().promise(staging, needs);
            Job job = jobs.submit(job(staging, same, needs));
            draft.keep();
            submitted = true;
            return job;
        } finally {
            if (!submitted) {
                means.rooms().release(staging);
            }
        }
    }

    private NewJob job(String staging, String same, long needs) {
        ObjectNode plan = JsonNodeFactory.instance
                .objectNode()
                .put("source", resolved.source().id())
                .put("staging", staging)
                .put("needs", needs)
                .put("upload", wanted.draft().hasUploads());
        return new NewJob(
                JobKind.IMPORT,
                wanted.caller().user(),
                resolved.source().id().toUpperCase(Locale.ROOT),
                tag(),
                resolved.models().get(0).modelId(),
                staging,
                same,
                plan);
    }

    /** What people know the work by: {@code owner/name@revision}. */
    private String tag() {
        Snapshot snapshot = resolved.snapshot();
        String names = snapshot.layout() == Snapshot.Layout.DIRECTORIES
                        || snapshot.revision().isEmpty()
                ? resolved.models().stream().map(PlannedModel::name).collect(Collectors.joining(", "))
                : snapshot.name() + "@" + snapshot.revision();
        return names.length() > LONGEST_TAG ? names.substring(0, LONGEST_TAG) + "…" : names;
    }

    /** Equal for requests that would bring the same, asked in the same way. */
    private String sameAs() {
        List<String> parts = new ArrayList<>(List.of(
                wanted.caller().user(),
                resolved.source().id(),
                resolved.snapshot().name(),
                resolved.snapshot().commit(),
                new TreeMap<>(resolved.snapshot().origin()).toString(),
                options().toString()));
        // Secrets too: what is asked with another token is not the same. Only a hash of all of it is kept.
        parts.add(new TreeMap<>(resolved.request().values()).toString());
        byte[] hash = Hashes.sha256().digest(String.join("\n", parts).getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash);
    }

    private DockException exists(Map<PlannedModel, Presence.Here> here) {
        List<String> names = resolved.models().stream().map(PlannedModel::name).toList();
        Presence.Here first = here.get(resolved.models().get(0));
        String what = names.size() == 1
                ? "This version of " + names.get(0) + " is here already (commit "
                        + first.version().commit() + ")."
                : "All models in it are here already with these very files: " + String.join(", ", names) + ".";
        return new DockException(
                Problem.MODEL_ALREADY_EXISTS,
                what + " Send \"on_conflict\": \"skip\" to take that for success, or \"replace\" to bring it again.",
                Map.of(
                        "models",
                        names,
                        "model_id",
                        first.model().id(),
                        "commit",
                        first.version().commit()));
    }

    private ObjectNode skipped(Map<PlannedModel, Presence.Here> here) {
        List<Outcome> outcomes = resolved.models().stream()
                .map(here::get)
                .map(found -> new Outcome(
                        found.model().name().toString(),
                        found.model().id(),
                        found.version().commit(),
                        found.number(),
                        Outcome.Kind.EXISTS,
                        ""))
                .toList();
        return Imports.result(outcomes)
                .put("bytesMoved", 0)
                .put("bytesSaved", 0)
                .put("seconds", 0);
    }
}
