package dev.modeldock.server.actions.records;

import dev.modeldock.server.actions.records.Example.Part;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Files that images are dealt out to, one after the other. For one thread at a time. */
final class CocoShards implements AutoCloseable {
    private final List<RecordFile> files = new ArrayList<>();

    private CocoShards() {}

    /** New files, empty ones where there are fewer images. */
    static CocoShards create(Path directory, String tag, int count) throws IOException {
        CocoShards shards = new CocoShards();
        boolean well = false;
        try {
            for (int shard = 0; shard < count; shard++) {
                Path file = directory.resolve(String.format("%s-%05d-of-%05d.tfrecord", tag, shard, count));
                shards.files.add(RecordFile.create(file, Optional.empty()));
            }
            well = true;
        } finally {
            if (!well) {
                shards.close();
            }
        }
        return shards;
    }

    /** @param image its number */
    void write(long image, List<Part> record) throws IOException {
        files.get((int) (image % files.size())).write(record);
    }

    @Override
    public void close() throws IOException {
        IOException failed = null;
        for (RecordFile file : files) {
            try {
                file.close();
            } catch (IOException e) {
                failed = e;
            }
        }
        if (failed != null) {
            throw failed;
        }
    }
}
