package dev.modeldock.training;

import dev.modeldock.actions.ActionSpecs;
import dev.modeldock.actions.catalogue.Architecture;
import dev.modeldock.actions.catalogue.Catalogue;
import dev.modeldock.database.Database;
import dev.modeldock.datasets.Dataset;
import dev.modeldock.datasets.ListPart;
import dev.modeldock.datasets.ListWalk;
import dev.modeldock.models.Access;
import dev.modeldock.models.Model;
import dev.modeldock.models.Models;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Models as the TAO Toolkit API 5.0.0 has them. Each is a model of the dock: one that was imported is here too, and what is
 * made here is there. What is refused is told in the words of that API, which its clients look for.
 */
public final class TrainableModels {
    private static final Dataset.Labels USUAL =
            new Dataset.Labels("My Model", "My TAO Model", "1.0.0", "https://www.nvidia.com");
    private static final String SOURCE = "TAO";

    private final Database database;
    private final Models models;
    private final TrainableModelStore store;
    private final References references;
    private final Catalogue catalogue;
    private final ActionSpecs specs;
    private final Clock clock;

    public TrainableModels(Database database, Models models, References references, ActionSpecs specs, Means means) {
        this.database = database;
        this.models = models;
        this.store = new TrainableModelStore(database);
        this.references = references;
        this.specs = specs;
        this.catalogue = means.catalogue();
        this.clock = means.clock();
    }

    /** What these models use beside the stores. */
    public record Means(Catalogue catalogue, Clock clock) {}

    /** What is so of a model as long as nobody has said anything. */
    static ModelSettings usual(String title) {
        return new ModelSettings(
                title, USUAL.version(), USUAL.logo(), "", "", "tlt_encode", false, Automl.off(), Map.of());
    }

    /** Make a model without a version; {@code VALIDATION_ERROR} for an architecture that is none. */
    public TrainableModel create(Trainer trainer, SettingsChange wish) {
        Architecture architecture =
                wish.networkArch().flatMap(catalogue::architecture).orElseThrow(() -> refused("Invalid network arch"));
        ModelSettings settings = over(
                usual(USUAL.name()), architecture.name(), wish, new References.User(trainer, "", architecture.name()));
        return database.together(() -> {
            Model model = models.add(
                    trainer.user(),
                    settings.title(),
                    wish.isPublic().orElse(false) ? Access.PUBLIC : Access.PRIVATE,
                    new Models.Beginning(wish.labels().description().orElse(USUAL.description()), SOURCE));
            store.save(model.id(), settings, clock.millis());
            return store.find(model.id()).orElseThrow();
        });
    }

    private static DockException refused(String sentence) {
        return new DockException(Problem.VALIDATION_ERROR, sentence);
    }

    /** A model of one's own, by its UUID. */
    public Optional<TrainableModel> find(String uuid, Trainer trainer) {
        return store.find(TrainableModel.modelId(uuid))
                .filter(found -> trainer.reads(found.model().owner()));
    }

    /** A model, whosever it is, for work that was accepted on it. */
    Optional<TrainableModel> find(String uuid) {
        return store.find(TrainableModel.modelId(uuid));
    }

    /** Whether there is anything of it to read. */
    boolean hasVersion(TrainableModel model) {
        return models.versionCount(model.model()) > 0;
    }

    /** What is known of a model's architecture; empty while it has none. */
    public Optional<Architecture> architecture(TrainableModel model) {
        return catalogue.architecture(model.settings().networkArch());
    }

    /** Part of the list of those that a filter means; walks the store page by page. */
    public Iterable<TrainableModel> list(TrainableFilter filter, ListPart part) {
        return new ListWalk<>(part, (place, limit) -> store.list(filter, place, limit));
    }

    public long count(TrainableFilter filter) {
        return store.count(filter);
    }

    /**
     * Set what is given. The architecture may be told again, and once it is known, not changed.
     *
     * @throws DockException {@code VALIDATION_ERROR}; then nothing has changed
     */
    public TrainableModel change(TrainableModel model, SettingsChange wish, Trainer trainer) {
        return database.together(() -> {
            // As it is now: somebody else may have changed it since it was asked for.
            TrainableModel now = store.find(model.model().id())
                    .orElseThrow(() -> new DockException(Problem.NOT_FOUND, "Model not found"));
            String arch = changed(now.settings().networkArch(), wish);
            ModelSettings settings = over(now.settings(), arch, wish, new References.User(trainer, now.uuid(), arch));
            models.describe(
                    now.model(),
                    wish.isPublic().map(open -> open ? Access.PUBLIC : Access.PRIVATE),
                    wish.labels().description());
            store.save(
                    now.model().id(),
                    settings,
                    wish.dates() ? clock.millis() : now.modified().toEpochMilli());
            return store.find(now.model().id()).orElseThrow();
        });
    }

    private String changed(String former, SettingsChange wish) {
        String arch = wish.networkArch().map(catalogue::canonical).orElse(former);
        if (!former.isEmpty() && !arch.equals(former)) {
            throw refused("Cannot change model network_arch");
        }
        if (!arch.isEmpty() && catalogue.architecture(arch).isEmpty()) {
            throw refused("Invalid network arch");
        }
        return arch;
    }

    private ModelSettings over(ModelSettings former, String arch, SettingsChange wish, References.User user) {
        Dataset.Labels labels =
                wish.labels().over(new Dataset.Labels(former.title(), "", former.version(), former.logo()));
        return new ModelSettings(
                labels.name(),
                labels.version(),
                labels.logo(),
                arch,
                wish.ngcPath().orElse(former.ngcPath()),
                wish.encryptionKey().orElse(former.encryptionKey()),
                wish.readOnly().orElse(former.readOnly()),
                Automl.over(former.automl(), wish.automl(), arch),
                references.over(former, wish.references(), user));
    }

    /** Change what belongs to a model and note when: both, or nothing. */
    public <T> T noting(TrainableModel model, Supplier<T> change) {
        return database.together(() -> {
            TrainableModel now = store.find(model.model().id())
                    .orElseThrow(() -> new DockException(Problem.NOT_FOUND, "Model not found"));
            store.save(now.model().id(), now.settings(), clock.millis());
            return change.get();
        });
    }

    /** Delete it with its versions and specs; {@code VALIDATION_ERROR} while it must not go. */
    public void delete(TrainableModel model) throws IOException {
        requireDeletable(model);
        specs.forget(model.uuid());
        models.delete(model.model());
    }

    void requireDeletable(TrainableModel model) {
        if (store.isUsed(model.uuid(), model.model().id())) {
            throw refused("Model in use");
        }
        if (model.model().access() == Access.PUBLIC) {
            throw refused("Model is Public. Cannot delete");
        }
        if (model.settings().readOnly()) {
            throw refused("Model is read only. Cannot delete");
        }
    }
}
