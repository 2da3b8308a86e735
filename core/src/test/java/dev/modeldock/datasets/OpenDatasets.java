package dev.modeldock.datasets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.modeldock.Accounting;
import dev.modeldock.MutableClock;
import dev.modeldock.actions.ActionSpecs;
import dev.modeldock.actions.catalogue.Catalogue;
import dev.modeldock.actions.schemas.Schemas;
import dev.modeldock.actions.specs.SpecStore;
import dev.modeldock.blobs.BlobStore;
import dev.modeldock.blobs.Blobs;
import dev.modeldock.blobs.DirectoryTree;
import dev.modeldock.blobs.Space;
import dev.modeldock.database.Database;
import dev.modeldock.events.Events;
import dev.modeldock.files.ArchiveLimits;
import dev.modeldock.files.Archives;
import dev.modeldock.problems.DockException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Datasets over a test's directory, with a real database and little room, and the steps that clients take with them. */
final class OpenDatasets implements AutoCloseable {
    static final String ANNA = "anna";
    static final LabelChange NOTHING = labels(null, null, null, null);
    static final int QUOTA = 4 << 20;
    static final int MOST_BYTES = 1 << 20;
    /** Of an archive. */
    static final int MOST_FILES = 50;

    private static final int MOST_UNPACKED = 2 << 20;
    private static final int MOST_RATIO = 100;
    private static final int RATIO_FLOOR = 256 << 10;

    private final Path data;
    private final MutableClock clock = new MutableClock();
    private final Database database;
    private final Space space;
    private final Blobs blobs;
    private final ActionSpecs specs;
    private final DatasetStore store;
    private final Datasets datasets;

    OpenDatasets(Path data) throws IOException {
        this.data = data;
        database = Database.open(data.resolve("modeldock.db"));
        space = new Space(data, QUOTA, 0);
        blobs = new Blobs(data.resolve("blobs"), new BlobStore(database), space, clock);
        specs = new ActionSpecs(new Schemas(Catalogue.tao(), List.of()), new SpecStore(database), handler -> List.of());
        store = new DatasetStore(database);
        datasets = new Datasets(
                database,
                blobs,
                specs,
                new Datasets.Means(
                        Catalogue.tao(),
                        new Archives(new ArchiveLimits(MOST_FILES, MOST_UNPACKED, MOST_RATIO, RATIO_FLOOR)),
                        Files.createDirectories(data.resolve("staging")),
                        MOST_BYTES,
                        new Events(database, clock),
                        clock));
    }

    /** New labels; what is null is not told. */
    static LabelChange labels(String name, String description, String version, String logo) {
        return new LabelChange(
                Optional.ofNullable(name),
                Optional.ofNullable(description),
                Optional.ofNullable(version),
                Optional.ofNullable(logo));
    }

    Datasets datasets() {
        return datasets;
    }

    ActionSpecs specs() {
        return specs;
    }

    MutableClock clock() {
        return clock;
    }

    Space space() {
        return space;
    }

    Path data() {
        return data;
    }

    Dataset make(String type, String format) {
        return datasets.create(ANNA, type, format, NOTHING);
    }

    Dataset named(String owner, String name, String version) {
        return datasets.create(owner, "object_detection", "raw", labels(name, null, version, null));
    }

    void upload(Dataset dataset, byte[] archive) throws IOException, InterruptedException {
        try (DatasetUpload upload = datasets.uploads().receive(dataset, archive.length)) {
            upload.write(ByteBuffer.wrap(archive));
            upload.finish();
        }
    }

    /** An upload that is refused, leaving everything as it was. */
    DockException refused(Dataset dataset, byte[] archive) throws IOException {
        Map<String, String> before = files(dataset);
        long used = space.used();
        DockException refusal = assertThrows(DockException.class, () -> upload(dataset, archive));
        assertEquals(before, files(dataset), refusal.getMessage());
        assertEquals(used, space.used(), refusal.getMessage());
        assertSettled();
        return refusal;
    }

    List<DatasetFile> rows(Dataset dataset) {
        return StreamSupport.stream(new DatasetFiles(store, dataset.id()).spliterator(), false)
                .toList();
    }

    /** Path to text, of all files of a dataset, as the content store has them. */
    Map<String, String> files(Dataset dataset) throws IOException {
        Map<String, String> files = new TreeMap<>();
        for (DatasetFile file : rows(dataset)) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            blobs.copy(file.sha256(), 0, file.size(), bytes);
            files.put(file.path(), bytes.toString(StandardCharsets.UTF_8));
        }
        return files;
    }

    /** How many contents the store keeps. */
    long contents() throws IOException {
        try (Stream<Path> below = Files.walk(data.resolve("blobs"))) {
            return below.filter(Files::isRegularFile).count();
        }
    }

    /** Nothing is on its way, nothing is promised, and what is counted is what lies on the disk. */
    void assertSettled() throws IOException {
        assertEquals(0, DirectoryTree.size(data.resolve("staging")), "bytes in staging");
        try (Stream<Path> below = Files.list(data.resolve("staging"))) {
            assertEquals(List.of(), below.toList());
        }
        assertEquals(0, space.reserved(), "bytes promised to nobody");
        Accounting.assertExact(space, data);
    }

    @Override
    public void close() {
        blobs.close();
        database.close();
    }
}
