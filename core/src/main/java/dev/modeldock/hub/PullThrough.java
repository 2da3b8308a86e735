package dev.modeldock.hub;

import dev.modeldock.access.Caller;
import dev.modeldock.access.Scope;
import dev.modeldock.jobs.JobState;
import dev.modeldock.models.Alias;
import dev.modeldock.models.Aliases;
import dev.modeldock.models.FoundModel;
import dev.modeldock.models.Model;
import dev.modeldock.models.Version;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;

/**
 * Brings models here when clients ask for them: as imports in the name of whoever asks first, whose files are given out while
 * they come. Whatever is here already is never asked for upstream.
 */
public final class PullThrough implements AutoCloseable {
    /** A detail of a refusal: the model is there, and has no such revision. */
    public static final String MISSING_REVISION = "missingRevision";

    /** How long an answer from upstream is taken for true: what is missing there is not asked for again by each client. */
    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    private static final int LONGEST_REVISION = 200;
    /** The same where it is out of reach for now. */
    private static final Duration REMEMBERED_SHORTLY = Duration.ofSeconds(5);

    private final boolean isOn;
    private final PullMeans means;
    private final Upstream upstream;
    private final Questions questions;

    /** @param isOn whether anything is brought here at all */
    PullThrough(boolean isOn, PullMeans means) {
        this.isOn = isOn;
        this.means = means;
        this.upstream = new Upstream(means);
        this.questions = new Questions(this::holds);
    }

    /**
     * The model of a name that is not here, which is being brought here from now on; or it is here under another name, which
     * is marked.
     *
     * @throws DockException why it cannot be had, or {@code NOT_READY} when nobody knows by then
     */
    public Optional<FoundModel> model(PullWish asked) {
        PullWish wish = asked.of(asked.name(), main(asked.revision()));
        if (!isOn) {
            return Optional.empty();
        }
        Optional<FoundModel> going = incoming().going(wish.name(), wish.caller()).stream()
                .findFirst()
                .map(incoming -> new FoundModel(incoming.model(), false));
        Optional<FoundModel> known = going.isPresent() ? going : justCome(wish);
        if (known.isPresent() || !wish.caller().may(Scope.IMPORT_MODEL)) {
            return known;
        }
        PullAnswer answer = ask(wish, Optional.empty());
        if (answer instanceof PullAnswer.Coming coming) {
            Model model = coming.incoming().model();
            return Optional.of(new FoundModel(model, !isName(wish, model)));
        }
        FoundModel found = ((PullAnswer.Here) answer).found();
        return Optional.of(new FoundModel(found.model(), found.byEarlierName() || !isName(wish, found.model())));
    }

    /** What was under way a moment ago may be here by now. */
    private Optional<FoundModel> justCome(PullWish wish) {
        return wish.name().contains("/") ? means.models().find(wish.name(), wish.caller()) : Optional.empty();
    }

    private static boolean isName(PullWish wish, Model model) {
        return model.name().toString().equalsIgnoreCase(wish.name());
    }

    private static String main(String revision) {
        return revision.equals("HEAD") ? Aliases.MAIN : revision;
    }

    /** The version of a revision that a model does not have here; empty when it has none upstream either. */
    public Optional<Version> version(Model model, PullWish asked) {
        PullWish wish = asked.of(model.name().toString(), main(asked.revision()));
        if (!isOn) {
            return Optional.empty();
        }
        List<Incoming> going = incoming().going(wish.name(), wish.caller());
        Optional<Version> coming = going.stream()
                .filter(incoming -> incoming.is(wish.revision()))
                .findFirst()
                .map(Incoming::version);
        boolean isFresh = going.stream()
                .anyMatch(incoming -> incoming.fresh() && incoming.model().equals(model));
        if (coming.isPresent() || !mayAsk(model, wish, isFresh)) {
            return coming;
        }
        PullAnswer answer;
        try {
            answer = ask(wish, isFresh ? Optional.empty() : Optional.of(model));
        } catch (DockException e) {
            if (e.problem() == Problem.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
        return Optional.of(
                answer instanceof PullAnswer.Coming started
                        ? started.incoming().version()
                        : ((PullAnswer.Here) answer).version());
    }

    /** A model that came from elsewhere is another one than its namesake upstream, and only its owner adds to it. */
    private static boolean mayAsk(Model model, PullWish wish, boolean isFresh) {
        boolean isOfThere = model.source().equals(Upstream.SOURCE.toUpperCase(Locale.ROOT))
                && model.owner().equals(wish.caller().user());
        return wish.caller().may(Scope.IMPORT_MODEL)
                && wish.revision().length() <= LONGEST_REVISION
                && (isFresh || isOfThere);
    }

    /** Coming or here; throws what was refused. */
    private PullAnswer ask(PullWish wish, Optional<Model> here) {
        String key = wish.caller().user() + "\n" + wish.name().toLowerCase(Locale.ROOT) + "\n" + wish.revision();
        PullAnswer answer = questions.ask(key, () -> upstream.ask(wish, here), wish.until());
        if (answer instanceof PullAnswer.Refused refused) {
            throw refused.again();
        }
        if (answer instanceof PullAnswer.Coming coming) {
            incoming().requireGoing(coming.incoming());
        }
        return answer;
    }

    private IncomingModels incoming() {
        return means.incoming();
    }

    private boolean holds(PullAnswer answer) {
        if (answer instanceof PullAnswer.Coming coming) {
            return incoming().isGoing(coming.incoming()) || hasFailedJustNow(coming.incoming());
        }
        if (answer instanceof PullAnswer.Refused refused) {
            boolean passes = refused.why().problem().canPass() || refused.why().problem() == Problem.NOT_READY;
            return isWithin(passes ? REMEMBERED_SHORTLY : REMEMBERED, refused.told());
        }
        return isWithin(REMEMBERED, ((PullAnswer.Here) answer).told());
    }

    /** What failed is not tried again by each of many clients. */
    private boolean hasFailedJustNow(Incoming over) {
        return incoming()
                .job(over)
                .filter(job -> job.state() != JobState.DONE && job.times().ended() != null)
                .filter(job -> isWithin(REMEMBERED, job.times().ended()))
                .isPresent();
    }

    private boolean isWithin(Duration time, Instant since) {
        return means.clock().instant().isBefore(since.plus(time));
    }

    /** What branches and tags a model has while its first version is on its way. */
    List<Alias> aliases(Model model) {
        return incoming().going(model.name().toString(), Caller.local()).stream()
                .filter(each -> each.fresh() && each.model().equals(model))
                .filter(each -> Aliases.isAlias(each.underway().snapshot().revision()))
                .map(each -> new Alias(each.underway().snapshot().revision(), each.commit(), false))
                .toList();
    }

    /** The version's files, while it is being imported; empty for one that is here. */
    Optional<NavigableMap<String, HubEntry.File>> files(Version version) {
        return incoming().of(version).map(coming -> coming.files().byPath());
    }

    /** Ask nobody any more; who waits is told. */
    @Override
    public void close() {
        questions.close();
    }
}
