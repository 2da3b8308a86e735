package dev.modeldock.datasets;

import dev.modeldock.actions.ActionSpecs;
import dev.modeldock.actions.catalogue.Catalogue;
import dev.modeldock.actions.catalogue.DatasetType;
import dev.modeldock.blobs.Blobs;
import dev.modeldock.database.Database;
import dev.modeldock.events.Events;
import dev.modeldock.files.Archives;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.sessions.Sessions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Datasets, as the TAO Toolkit API 5.0.0 has them. What is refused is told in the words of that API, which its clients
 * look for.
 */
public final class Datasets {
    private static final Dataset.Labels USUAL =
            new Dataset.Labels("My Dataset", "My TAO Dataset", "1.0.0", "https://www.nvidia.com");

    private final Database database;
    private final Blobs blobs;
    private final DatasetStore store;
    private final Catalogue catalogue;
    private final ActionSpecs specs;
    private final DatasetUploads uploads;
    private final DatasetEvents events;
    private final Clock clock;

    public Datasets(Database database, Blobs blobs, ActionSpecs specs, Means means) {
        this.database = database;
        this.blobs = blobs;
        this.store = new DatasetStore(database);
        this.catalogue = means.catalogue();
        this.specs = specs;
        this.events = new DatasetEvents(means.events());
        this.uploads = new DatasetUploads(database, blobs, store, means);
        this.clock = means.clock();
    }

    /**
     * What datasets use beside the stores.
     *
     * @param mostBytes of one uploaded archive
     */
    public record Means(
            Catalogue catalogue, Archives archives, Path staging, long mostBytes, Events events, Clock clock) {}

    /** The archives that bring files. */
    public DatasetUploads uploads() {
        return uploads;
    }

    /** Import sessions that bring them. */
    public DatasetSessions through(Sessions sessions) {
        return new DatasetSessions(sessions, this, new DatasetSessionStore(database));
    }

    /** Make an empty dataset; {@code VALIDATION_ERROR} for a type or a format that is none. */
    public Dataset create(String owner, String type, String format, LabelChange labels) {
        Dataset dataset = plan(owner, type, format, labels);
        make(dataset);
        return dataset;
    }

    /** As {@link #create}, and nothing is made yet. */
    Dataset plan(String owner, String type, String format, LabelChange labels) {
        DatasetType known = catalogue.type(type).orElseThrow(() -> refused("Invalid dataset type"));
        String canonical = catalogue.canonical(format);
        if (!known.takes(canonical)) {
            throw refused("Incompatible dataset format and type");
        }
        // As it is stored: what is answered now is what is found later.
        Instant now = Instant.ofEpochMilli(clock.millis());
        return new Dataset(UUID.randomUUID().toString(), owner, known.name(), canonical, labels.over(USUAL), now, now);
    }

    /** Make what was planned. */
    void make(Dataset planned) {
        store.insert(planned);
        events.created(planned);
    }

    private static DockException refused(String sentence) {
        return new DockException(Problem.VALIDATION_ERROR, sentence);
    }

    /** An owner's dataset. */
    public Optional<Dataset> find(String id, String owner) {
        return store.find(id).filter(dataset -> dataset.owner().equals(owner));
    }

    /** A dataset, whosever it is, for work that was accepted on it. */
    public Optional<Dataset> find(String id) {
        return store.find(id);
    }

    /** Its files in the order of their paths; walks the store page by page. */
    public Iterable<DatasetFile> files(Dataset dataset) {
        return new DatasetFiles(store, dataset.id());
    }

    /** What can be done with a dataset. */
    public List<String> actions(Dataset dataset) {
        return catalogue
                .type(dataset.type())
                .map(type -> type.actions(dataset.format()))
                .orElse(List.of());
    }

    /** Part of the list of those that a filter means; walks the store page by page. */
    public Iterable<Dataset> list(DatasetFilter filter, ListPart part) {
        return new ListWalk<>(part, (place, limit) -> store.list(filter, place, limit));
    }

    public long count(DatasetFilter filter) {
        return store.count(filter);
    }

    /**
     * Set what is given. Type and format may be told again, and cannot be changed.
     *
     * @throws DockException {@code VALIDATION_ERROR}, or {@code NOT_FOUND} when it was deleted meanwhile; then nothing
     *     has changed
     */
    public Dataset change(Dataset dataset, Optional<String> type, Optional<String> format, LabelChange labels) {
        if (type.map(catalogue::canonical)
                .filter(other -> !other.equals(dataset.type()))
                .isPresent()) {
            throw refused("Cannot change dataset type");
        }
        if (format.map(catalogue::canonical)
                .filter(other -> !other.equals(dataset.format()))
                .isPresent()) {
            throw refused("Cannot change dataset format");
        }
        return database.together(() -> {
            if (!labels.isEmpty() && !store.update(dataset.id(), labels, clock.millis())) {
                throw gone();
            }
            Dataset now = store.find(dataset.id()).orElseThrow(Datasets::gone);
            if (!labels.isEmpty()) {
                events.changed(now);
            }
            return now;
        });
    }

    static DockException gone() {
        return new DockException(Problem.NOT_FOUND, "Dataset not found");
    }

    /**
     * Change what belongs to a dataset and note when: both, or nothing. Who changes the same at the same time waits.
     *
     * @throws DockException {@code NOT_FOUND} when it was deleted meanwhile
     */
    public <T> T noting(Dataset dataset, Supplier<T> change) {
        return database.together(() -> {
            if (!store.touch(dataset.id(), clock.millis())) {
                throw gone();
            }
            return change.get();
        });
    }

    /** Refuse with {@code VALIDATION_ERROR} when a model uses it. */
    public void requireUnused(Dataset dataset) {
        if (store.isUsed(dataset.id())) {
            throw refused("Dataset in use");
        }
    }

    /** Delete it with its files and specs; {@code VALIDATION_ERROR} while a model uses it. */
    public void delete(Dataset dataset) throws IOException {
        database.together(() -> {
            requireUnused(dataset);
            blobs.leave(store.hashes(dataset.id()));
            specs.forget(dataset.id());
            store.delete(dataset.id());
            return events.deleted(dataset);
        });
        blobs.removeOwnerless();
    }
}
