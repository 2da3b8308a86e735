package dev.modeldock.hub;

import dev.modeldock.access.Caller;
import dev.modeldock.imports.ImportDraft;
import dev.modeldock.imports.Imports;
import dev.modeldock.imports.PreparedImport;
import dev.modeldock.imports.SourceRequests;
import dev.modeldock.imports.Underway;
import dev.modeldock.jobs.Job;
import dev.modeldock.jobs.JobState;
import dev.modeldock.models.Aliases;
import dev.modeldock.models.FoundModel;
import dev.modeldock.models.Model;
import dev.modeldock.models.ModelName;
import dev.modeldock.models.Models;
import dev.modeldock.models.Version;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** The place that models come from when a client asks for one that is not here: a source, asked as any import asks it. */
final class Upstream {
    static final String SOURCE = "huggingface";

    private static final String MODEL = "model_tag";
    private static final String REVISION = "revision";

    private final Imports imports;
    private final Models models;
    private final IncomingModels incoming;
    private final Clock clock;

    Upstream(PullMeans means) {
        this.imports = means.imports();
        this.models = means.models();
        this.incoming = means.incoming();
        this.clock = means.clock();
    }

    /** Ask for a model and begin to import it; {@code here} is the model if it only lacks the revision. */
    PullAnswer ask(PullWish wish, Optional<Model> here) throws IOException, InterruptedException {
        Optional<Incoming> joined =
                here.isPresent() ? Optional.empty() : underway(wish.name(), wish.revision(), wish.caller());
        if (joined.isPresent()) {
            return new PullAnswer.Coming(joined.get());
        }
        try {
            incoming.requireRoom();
            return begun(wish, here);
        } catch (DockException e) {
            return new PullAnswer.Refused(isMissing(e) ? told(e, wish, here) : e, clock.instant());
        }
    }

    /**
     * One that somebody else has begun, or that was begun before a restart; none of a model that is here and that the caller
     * may not see, whatever it is called upstream.
     */
    private Optional<Incoming> underway(String name, String revision, Caller caller) throws IOException {
        for (Underway each : requests().underway(SOURCE, name)) {
            Optional<Model> here = models.find(each.name(), caller).map(FoundModel::model);
            boolean hidden =
                    here.isEmpty() && models.ownerOf(ModelName.of(each.name())).isPresent();
            if (!hidden) {
                Incoming found = incoming.add(each, here);
                if (found.is(revision)) {
                    return Optional.of(found);
                }
            }
        }
        return Optional.empty();
    }

    private SourceRequests requests() {
        return imports.requests();
    }

    private PullAnswer begun(PullWish wish, Optional<Model> here) throws IOException, InterruptedException {
        try (ImportDraft draft = requests().draft(0)) {
            String source = fill(draft, wish, here);
            PreparedImport prepared = requests().prepare(source, draft, wish.caller());
            Optional<PullAnswer> known = here(prepared, wish.caller());
            return known.isPresent() ? known.get() : started(prepared, wish.caller());
        }
    }

    private String fill(ImportDraft draft, PullWish wish, Optional<Model> here) {
        draft.value(REVISION, wish.revision());
        draft.value("on_conflict", "skip");
        if (here.isEmpty()) {
            draft.value(MODEL, wish.name());
            return SOURCE;
        }
        Version main = models.version(here.get(), Aliases.MAIN);
        return imports.updates().ask(here.get(), main, draft);
    }

    /** The version that a revision means upstream, if that is here; where the revision moves, it moves here too. */
    private Optional<PullAnswer> here(PreparedImport prepared, Caller caller) throws IOException {
        Optional<FoundModel> model = models.find(prepared.name(), caller);
        Optional<Version> version = model.flatMap(
                found -> models.findVersion(found.model(), prepared.snapshot().commit()));
        if (version.isPresent() && Aliases.isAlias(prepared.snapshot().revision())) {
            follow(prepared);
        }
        return version.map(found -> new PullAnswer.Here(model.get(), found, clock.instant()));
    }

    private static void follow(PreparedImport prepared) throws IOException {
        try {
            prepared.start();
        } catch (DockException e) {
            // What is here may be a part of what is there: then that is what there is.
            if (e.problem() != Problem.MODEL_ALREADY_EXISTS) {
                throw e;
            }
        }
    }

    /** One at a time, so that two who ask in different words for the same begin one import. */
    private synchronized PullAnswer started(PreparedImport prepared, Caller caller) throws IOException {
        String commit = prepared.snapshot().commit();
        Optional<Incoming> going = incoming.going(prepared.name(), caller).stream()
                .filter(each -> each.commit().equals(commit))
                .findFirst();
        Optional<Incoming> joined = going.isPresent() ? going : underway(prepared.name(), commit, caller);
        if (joined.isPresent()) {
            return new PullAnswer.Coming(joined.get());
        }
        Job job = prepared.start();
        if (job.state() == JobState.DONE) {
            return here(prepared, caller).orElseThrow(() -> Questions.notReady("The model has just gone"));
        }
        Underway underway = new Underway(
                job, prepared.snapshot(), prepared.name(), prepared.options().allowUnsafe());
        return new PullAnswer.Coming(
                incoming.add(underway, models.find(prepared.name(), caller).map(FoundModel::model)));
    }

    private static boolean isMissing(DockException e) {
        return e.problem() == Problem.NOT_FOUND;
    }

    /** Whether it is the model that is missing or its revision: a second question tells, unless the first did. */
    private DockException told(DockException missing, PullWish wish, Optional<Model> here) throws InterruptedException {
        boolean modelIsThere = here.isPresent();
        if (!modelIsThere && !wish.revision().equals(Aliases.MAIN)) {
            try (ImportDraft draft = requests().draft(0)) {
                fill(draft, wish.of(wish.name(), Aliases.MAIN), here);
                requests().prepare(SOURCE, draft, wish.caller());
                modelIsThere = true;
            } catch (DockException | IOException e) {
                missing.addSuppressed(e);
            }
        }
        return modelIsThere
                ? new DockException(
                        Problem.NOT_FOUND,
                        missing.getMessage(),
                        Map.of(PullThrough.MISSING_REVISION, wish.revision()),
                        missing)
                : missing;
    }
}
