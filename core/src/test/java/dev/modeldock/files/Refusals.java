package dev.modeldock.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.spi.Archive;
import java.util.Map;

/** Opens and reads, and expects what comes of it. */
final class Refusals {
    private Refusals() {}

    static Map<String, String> read(byte[] packed) throws Exception {
        return read(packed, ArchiveLimits.DEFAULT);
    }

    static Map<String, String> read(byte[] packed, ArchiveLimits limits) throws Exception {
        ArchiveContents contents = new ArchiveContents();
        try (Archive archive = new Archives(limits).open(MemoryContent.of(packed))) {
            archive.read(contents);
        }
        return contents.texts;
    }

    /** The sentence holds all {@code words}. */
    static void refused(byte[] packed, String... words) {
        refused(Problem.INVALID_ARCHIVE, packed, ArchiveLimits.DEFAULT, words);
    }

    static void tooLarge(byte[] packed, ArchiveLimits limits, String... words) {
        refused(Problem.TOO_LARGE, packed, limits, words);
    }

    private static void refused(Problem problem, byte[] packed, ArchiveLimits limits, String... words) {
        DockException refusal = assertThrows(DockException.class, () -> read(packed, limits));
        assertEquals(problem, refusal.problem(), refusal.getMessage());
        for (String word : words) {
            assertTrue(refusal.getMessage().contains(word), () -> refusal.getMessage() + " should tell: " + word);
        }
    }
}
