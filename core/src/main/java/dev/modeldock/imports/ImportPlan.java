package dev.modeldock.imports;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.modeldock.spi.Snapshot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/**
 * What a source import is to bring; lies beside the bytes in staging, since a snapshot may name very many files.
 *
 * @param snapshot with the chosen files only
 * @param request the values that the source was asked with, but for the secret ones
 * @param secrets the secret ones, sealed; empty when there are none
 */
record ImportPlan(
        Snapshot snapshot,
        List<PlannedModel> models,
        ImportOptions options,
        Map<String, String> request,
        byte[] secrets) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FILE = "plan.json";

    static boolean isIn(Path directory) {
        return Files.exists(directory.resolve(FILE));
    }

    static ImportPlan read(Path directory) throws IOException {
        return JSON.readValue(directory.resolve(FILE).toFile(), ImportPlan.class);
    }

    /** The bytes that {@link #write} puts on the disk. */
    byte[] bytes() throws IOException {
        return JSON.writeValueAsBytes(this);
    }

    static void write(Path directory, byte[] plan) throws IOException {
        Files.createDirectories(directory);
        try (FileChannel channel =
                FileChannel.open(directory.resolve(FILE), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(plan);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    /** Keep the plan without its secrets; tells how many bytes less that takes. */
    static long forgetSecrets(Path directory) throws IOException {
        if (!isIn(directory)) {
            return 0;
        }
        ImportPlan plan = read(directory);
        long before = Files.size(directory.resolve(FILE));
        byte[] without =
                new ImportPlan(plan.snapshot(), plan.models(), plan.options(), plan.request(), new byte[0]).bytes();
        Path fresh = directory.resolve("new-" + FILE);
        Files.write(fresh, without);
        Files.move(fresh, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return before - without.length;
    }
}
