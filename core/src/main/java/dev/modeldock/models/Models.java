package dev.modeldock.models;

import dev.modeldock.access.Caller;
import dev.modeldock.access.Scope;
import dev.modeldock.blobs.Blobs;
import dev.modeldock.database.Database;
import dev.modeldock.events.Events;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** All models of the dock. What a caller may not see is answered as if it were not there. */
public final class Models {
    private final Database database;
    private final ModelStore models;
    private final VersionStore versions;
    private final AliasStore aliases;
    private final Blobs blobs;
    private final ModelEvents events;
    private final Clock clock;

    public Models(Database database, Blobs blobs, Events events, Clock clock) {
        this.database = database;
        this.models = new ModelStore(database);
        this.versions = new VersionStore(database);
        this.aliases = new AliasStore(database);
        this.blobs = blobs;
        this.events = new ModelEvents(events);
        this.clock = clock;
    }

    /** A fresh model id. */
    public static String newId() {
        return "cm-" + UUID.randomUUID();
    }

    /**
     * Make a version known, in the transaction of the caller. A new name becomes a new model; a taken one gets a further
     * version, or none when it has these very files. The alias {@code main} moves to a new one.
     *
     * @throws DockException {@code FORBIDDEN} when the name belongs to somebody else
     */
    public Published publish(NewVersion version) {
        return events.published(new Publishing(models, versions, blobs, clock).publish(version, aliases()));
    }

    /** What is known of a model that has no version yet; the source is in capitals. */
    public record Beginning(String description, String source) {}

    /** Make a model that has no version yet, in the transaction of the caller, under a free name near the title. */
    public Model add(String owner, String title, Access access, Beginning beginning) {
        String id = newId();
        ModelName near = new ModelName(ModelName.part(owner), ModelName.part(title));
        ModelName name = models.byName(near).isEmpty()
                ? near
                : new ModelName(near.namespace(), ModelName.part(id.substring(3, 11) + "-" + near.name()));
        return models.insert(new Model(
                id,
                name,
                owner,
                access,
                beginning.description(),
                beginning.source(),
                clock.instant(),
                clock.instant()));
    }

    /** Set who may see it and what is said of it, as far as that is given. */
    public void describe(Model model, Optional<Access> access, Optional<String> description) {
        if (access.isPresent() || description.isPresent()) {
            models.change(
                    model.id(), access.orElse(model.access()), description.orElse(model.description()), clock.millis());
        }
    }

    /** The model with an id, another id of it, a name, or a name that it had. */
    public Optional<FoundModel> find(String reference, Caller caller) {
        return lookUp(reference).filter(found -> Gate.sees(caller, found.model()));
    }

    /** As {@link #find}, or {@code NOT_FOUND}. */
    public FoundModel get(String reference, Caller caller) {
        return find(reference, caller)
                .orElseThrow(() -> new DockException(
                        Problem.NOT_FOUND,
                        "There is no model \"" + reference + "\". Check the id or name, or list the models."));
    }

    /** As {@link #get}, for somebody who means to change it. */
    public Model owned(String reference, Caller caller) {
        Model model = get(reference, caller).model();
        if (!Gate.owns(caller, model)) {
            throw new DockException(
                    Problem.FORBIDDEN,
                    "The model " + model.name() + " belongs to " + model.owner() + ", who alone may change it.");
        }
        return model;
    }

    private Optional<FoundModel> lookUp(String reference) {
        if (!reference.contains("/")) {
            return models.byId(reference).map(model -> new FoundModel(model, false));
        }
        ModelName name = ModelName.of(reference);
        return models.byName(name)
                .map(model -> new FoundModel(model, false))
                .or(() -> models.byEarlierName(name).map(model -> new FoundModel(model, true)));
    }

    /** Models that the caller sees, newest first, each with its main version. */
    public ModelPage list(ModelFilter filter, Caller caller, int limit, long offset) {
        Optional<String> viewer = caller.may(Scope.ADMIN) ? Optional.empty() : Optional.of(caller.user());
        List<ModelPage.Item> items = models.list(filter, viewer, limit, offset).stream()
                .map(model -> new ModelPage.Item(model, aliases.version(model.id(), Aliases.MAIN)))
                .toList();
        return new ModelPage(items, models.count(filter, viewer));
    }

    /** The version that a commit, the beginning of one (7 digits or more) or an alias names. */
    public Optional<Version> findRevision(Model model, String revision) {
        return aliases.version(model.id(), revision)
                .or(() -> versions.byCommit(model.id(), revision))
                .or(() -> versions.byPrefix(model.id(), revision));
    }

    /** As {@link #findRevision}, or {@code NOT_FOUND}. */
    public Version version(Model model, String revision) {
        return findRevision(model, revision)
                .orElseThrow(() -> new DockException(
                        Problem.NOT_FOUND,
                        "The model " + model.name() + " has no version \"" + revision
                                + "\". List its versions and aliases."));
    }

    /** Who owns the model of a name, whoever may see it. */
    public Optional<String> ownerOf(ModelName name) {
        return models.byName(name).map(Model::owner);
    }

    /** Those of the contents that a user could download anyway: some model that has it is public, or the user's own. */
    public List<String> openTo(String user, List<String> sha256s) {
        return new ContentStore(database).openTo(user, sha256s);
    }

    /** The version with exactly this commit, if there is one. */
    public Optional<Version> findVersion(Model model, String commit) {
        return versions.byCommit(model.id(), commit);
    }

    /** A version's place among those of its model, from 1. */
    public int number(Version version) {
        return versions.number(version);
    }

    /** The version with this number, as exports remember it. */
    public Optional<Version> version(long id) {
        return versions.find(id);
    }

    /** Versions, newest first. */
    public List<Version> versions(Model model, int limit, long offset) {
        return versions.list(model.id(), limit, offset);
    }

    public long versionCount(Model model) {
        return versions.count(model.id());
    }

    /** Files in the order of their paths; walks the store page by page. */
    public VersionFiles files(Version version) {
        return new VersionFiles(versions, version.id());
    }

    /** The file at a path, or {@code NOT_FOUND}. */
    public VersionFile file(Version version, String path) {
        return files(version)
                .find(path)
                .orElseThrow(() -> new DockException(
                        Problem.NOT_FOUND, "There is no file \"" + path + "\" in this version. List its files."));
    }

    /** Write a part of a file's bytes, {@code from} (inclusive) to {@code to} (exclusive). */
    public void copy(VersionFile file, long from, long to, OutputStream out) throws IOException {
        blobs.copy(file.sha256(), from, to - from, out);
    }

    /** Models as those who push to them make and change them. */
    public PushedModels pushed() {
        Publishing publishing = new Publishing(models, versions, blobs, clock);
        return new PushedModels(publishing, new ContentStore(database), aliases(), events);
    }

    /** The aliases of models. */
    public Aliases aliases() {
        return new Aliases(aliases, clock);
    }

    /** Change what is given; the former name leads to the new one from then on. */
    public Model change(Model model, ModelChange change, Caller caller) {
        change.name()
                .filter(next -> !next.namespace().equalsIgnoreCase(model.name().namespace()))
                .ifPresent(next -> Namespaces.require(next, caller));
        database.together(() -> {
            change.name().filter(next -> !next.equals(model.name())).ifPresent(next -> rename(model, next));
            models.change(
                    model.id(),
                    change.access().orElse(model.access()),
                    change.description().orElse(model.description()),
                    clock.millis());
            return model;
        });
        return models.byId(model.id()).orElseThrow();
    }

    private void rename(Model model, ModelName next) {
        models.byName(next).filter(other -> !other.id().equals(model.id())).ifPresent(other -> {
            throw PushedModels.taken(next);
        });
        models.rename(model, next);
    }

    /** Bytes that would become free if the model were deleted. */
    public long freedBy(Model model) {
        return versions.exclusiveBytes(model.id());
    }

    /** Delete the model with all its versions; tells the bytes that became free. */
    public long delete(Model model) throws IOException {
        database.together(() -> {
            blobs.leave(versions.hashes(model.id()));
            models.delete(model.id());
            return events.deleted(model);
        });
        return blobs.removeOwnerless();
    }

    /** Alias to commit, of one model. */
    public Map<String, String> aliasesOf(Model model) {
        return aliases.all(model.id());
    }
}
