package dev.modeldock.server.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hundred thousand chunks, each sent and acknowledged, become a model. Runs in the profile {@code slow}. */
class ManyChunksTrial {
    private static final int CHUNKS = 100_000;

    @TempDir
    Path temp;

    @Test
    void aHundredThousandChunksBecomeAModel() {
        try (RunningDock dock =
                RunningDock.with(temp.resolve("data")).jvm("-Xmx256m").start()) {
            Map<String, byte[]> files = TinyModels.heavy(91, 2_000_000);
            byte[] tar = Archives.tar(files);
            int size = tar.length / CHUNKS;
            ImportClient imports = dock.imports();
            ImportClient.Session session = imports.start("many-chunks.tar", CHUNKS, tar.length);
            IntStream.range(0, CHUNKS).parallel().forEach(i -> {
                int end = i == CHUNKS - 1 ? tar.length : (i + 1) * size;
                imports.put(session, i, Arrays.copyOfRange(tar, i * size, end)).expect(200);
            });
            String id = imports.finish(session).success().modelId();
            TinyModels.assertSame(files, imports.exported(id));
            assertEquals(List.of(), dock.faults());
        }
    }
}
