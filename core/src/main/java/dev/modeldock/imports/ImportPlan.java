package dev.modeldock.imports;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.modeldock.spi.Snapshot;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** What a source import is to bring; lies beside the bytes in staging, since a snapshot may name very many files. */
record ImportPlan(Snapshot snapshot, List<PlannedModel> models, boolean allowUnsafe) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FILE = "plan.json";

    static boolean isIn(Path directory) {
        return Files.exists(directory.resolve(FILE));
    }

    static ImportPlan read(Path directory) throws IOException {
        return JSON.readValue(directory.resolve(FILE).toFile(), ImportPlan.class);
    }

    void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        Path file = directory.resolve(FILE);
        JSON.writeValue(file.toFile(), this);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }
}
