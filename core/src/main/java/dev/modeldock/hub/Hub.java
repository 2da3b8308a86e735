package dev.modeldock.hub;

import dev.modeldock.access.Caller;
import dev.modeldock.access.Scope;
import dev.modeldock.blobs.Blobs;
import dev.modeldock.database.Database;
import dev.modeldock.imports.Imports;
import dev.modeldock.jobs.Jobs;
import dev.modeldock.models.Alias;
import dev.modeldock.models.Aliases;
import dev.modeldock.models.FoundModel;
import dev.modeldock.models.Model;
import dev.modeldock.models.ModelName;
import dev.modeldock.models.Models;
import dev.modeldock.models.Version;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** The dock as a hub: its models under the names that clients of Hugging Face use. */
public final class Hub implements AutoCloseable {
    /** What some clients call the main version. */
    private static final String HEAD = "HEAD";

    private final Database database;
    private final Models models;
    private final HubStore store;
    private final HubFiles files;

    private final PullThrough pulls;
    private final IncomingBytes incoming;

    public Hub(Database database, Models models, Blobs blobs, Means means) {
        this.database = database;
        this.models = models;
        this.store = new HubStore(database);
        IncomingModels coming = new IncomingModels(means.jobs(), means.imports().arrivals());
        PullMeans pulling = new PullMeans(means.imports(), models, blobs, coming, means.clock());
        this.pulls = new PullThrough(means.pullThrough(), pulling);
        this.files = new HubFiles(models, blobs, pulls::files);
        this.incoming = new IncomingBytes(pulling, files);
    }

    /**
     * What a hub needs to bring models here that clients ask for.
     *
     * @param pullThrough whether it does
     */
    public record Means(Imports imports, Jobs jobs, boolean pullThrough, Clock clock) {}

    /** Models that are not here, but may come. */
    public PullThrough pulls() {
        return pulls;
    }

    /** The files of versions that are on their way. */
    public IncomingBytes incoming() {
        return incoming;
    }

    public HubFiles files() {
        return files;
    }

    /** A number for the present state: as long as it is the same, nothing of the dock's models, keys or files was changed. */
    public long state() {
        return database.state();
    }

    /**
     * The model of a name: {@code namespace/name}, or the second part alone where one model only has it, or the caller's
     * own; or its id. One that is found by another than its name is marked.
     */
    public Optional<FoundModel> find(String name, Caller caller) {
        try {
            if (name.contains("/")) {
                return models.find(name, caller);
            }
            return models.find(name, caller)
                    .or(() -> models.find(new ModelName(caller.user(), name).toString(), caller))
                    .or(() -> only(name, caller))
                    .map(found -> new FoundModel(found.model(), true));
        } catch (DockException e) {
            if (e.problem() == Problem.VALIDATION_ERROR) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Optional<FoundModel> only(String name, Caller caller) {
        List<Model> all = store.byShortName(name, viewer(caller));
        return all.size() == 1 ? Optional.of(new FoundModel(all.get(0), true)) : Optional.empty();
    }

    private static Optional<String> viewer(Caller caller) {
        return caller.may(Scope.ADMIN) ? Optional.empty() : Optional.of(caller.user());
    }

    /** The version of a revision: an alias, a commit or the beginning of one, or {@code HEAD}. */
    public Optional<Version> version(Model model, String revision) {
        return models.findRevision(model, revision.equals(HEAD) ? Aliases.MAIN : revision);
    }

    /**
     * A part of the list.
     *
     * @param next where the next part begins; empty when this is the last
     */
    public record Page(List<Item> items, Optional<HubQuery.Place> next) {}

    /** A model and its main version, if it has one. */
    public record Item(Model model, Optional<Version> main) {}

    /** Models that the caller sees, behind a place. */
    public Page list(HubQuery query, Caller caller, Optional<HubQuery.Place> behind) {
        List<HubStore.Row> rows = store.list(query, viewer(caller), behind);
        List<Item> items = rows.stream()
                .map(row -> new Item(row.model(), version(row.model(), Aliases.MAIN)))
                .toList();
        boolean isFull = rows.size() == query.limit();
        return new Page(items, isFull ? Optional.of(rows.get(rows.size() - 1).place()) : Optional.empty());
    }

    /** The branches and tags of a model, and those that it will have when it is here. */
    public List<Alias> aliases(Model model) {
        List<Alias> here = models.aliases().list(model);
        return here.isEmpty() ? pulls.aliases(model) : here;
    }

    /** A part of the versions up to one; one that is on its way stands alone. */
    public History history(Version newest, History.Page page) {
        if (IncomingBytes.isComing(newest)) {
            return new History(page.number() == 0 ? List.of(newest) : List.of(), 1);
        }
        return new History(store.line(newest, page), store.lineLength(newest));
    }

    /** Send away who waits for models and files that are on their way. */
    @Override
    public void close() {
        pulls.close();
        incoming.close();
    }
}
