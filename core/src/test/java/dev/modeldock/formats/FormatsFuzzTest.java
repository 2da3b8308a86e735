package dev.modeldock.formats;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged files get a refusal or a clean result, and never anything else. */
class FormatsFuzzTest {
    private static final int ROUNDS = 100;

    @TempDir
    Path folder;

    @Test
    void damageIsRefusedOrHarmless() throws IOException {
        List<ModelFile> files = new ArrayList<>();
        for (String fixture : List.of("tiny-bert-sharded", "tiny-bin", "tiny-lora")) {
            files.addAll(new Samples(Files.createDirectory(folder.resolve(fixture)))
                    .fixture(fixture)
                    .files());
        }
        Samples made = new Samples(Files.createDirectory(folder.resolve("made")));
        made.add("a.gguf", GgufHeaderTest.good(3)).add("a.onnx", OnnxModelTest.good());
        made.add("a.pkl", Samples.zip("x.pkl", Samples.bytes(0x80, 4, 0x8c, 2, "os", 0x8c, 6, "system", 0x93, ".")));
        files.addAll(made.files());
        Random random = new Random(20260101);
        int refused = 0;
        for (ModelFile file : files) {
            byte[] good = Files.readAllBytes(file.content());
            for (int i = 0; i < ROUNDS; i++) {
                refused += inspect(file, damaged(good, random)) ? 0 : 1;
            }
        }
        assertTrue(refused > ROUNDS, "only " + refused + " of the damaged files were refused");
    }

    private boolean inspect(ModelFile file, byte[] content) throws IOException {
        Files.write(file.content(), content);
        ModelFile damaged = new ModelFile(file.path(), content.length, file.sha256(), file.content());
        try {
            new Formats().inspect(List.of(damaged), Samples.request(false, false));
            return true;
        } catch (DockException e) {
            assertTrue(
                    e.problem() == Problem.INVALID_MODEL || e.problem() == Problem.UNSAFE_MODEL,
                    () -> e.problem() + ": " + e.getMessage());
            return false;
        }
    }

    /** A few other bytes, mostly near the start where the headers are, sometimes fewer of them. */
    private static byte[] damaged(byte[] good, Random random) {
        byte[] bytes = good.clone();
        int flips = 1 + random.nextInt(4);
        int reach = random.nextBoolean() ? bytes.length : Math.min(bytes.length, 64);
        for (int i = 0; i < flips; i++) {
            int at = random.nextInt(reach);
            bytes[at] = (byte) (random.nextBoolean() ? random.nextInt(256) : bytes[at] ^ 1 << random.nextInt(8));
        }
        return random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
    }
}
