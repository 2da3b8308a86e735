package dev.modeldock.server.actions.records;

import dev.modeldock.server.actions.records.Example.Part;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The shards of one fold: so many files, of which each gets as many frames as the others, or one less, in their order. For
 * one thread at a time.
 */
final class FoldShards implements AutoCloseable {
    private static final String NAME = "tfrecords-fold-%03d-of-%03d-shard-%05d-of-%05d";

    private final Path directory;
    private final Fold fold;
    private final long frames;
    private long frame = -1;
    private int shard = -1;
    private RecordFile file;

    /**
     * @param of how many folds
     * @param indexed whether each file has an index beside it
     */
    record Fold(int number, int of, int shards, boolean indexed) {}

    /** @param frames how many are to come */
    FoldShards(Path directory, Fold fold, long frames) {
        this.directory = directory;
        this.fold = fold;
        this.frames = frames;
    }

    /** The turn of the next frame, of which no record need be written. Tells whether that opens a new file. */
    boolean next() throws IOException {
        frame++;
        int before = shard;
        while (shard < 0 || frame >= (shard + 1) * frames / fold.shards()) {
            open();
        }
        return shard != before;
    }

    /** Which file it is. */
    int shard() {
        return shard;
    }

    void write(List<Part> record) throws IOException {
        file.write(record);
    }

    private void open() throws IOException {
        if (file != null) {
            file.close();
        }
        shard++;
        String name = String.format(NAME, fold.number(), fold.of(), shard, fold.shards());
        file = RecordFile.create(
                directory.resolve(name),
                fold.indexed() ? Optional.of(directory.resolve("idx-" + name)) : Optional.empty());
    }

    /** All of its files are there then, empty ones too. */
    void finish() throws IOException {
        while (shard < fold.shards() - 1) {
            open();
        }
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }
}
