package dev.modeldock.exports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import org.junit.jupiter.api.Test;

class ExportFormatTest {
    @Test
    void namesAreFoundInAnyCase() {
        for (ExportFormat format : ExportFormat.values()) {
            assertEquals(format, ExportFormat.of(format.extension()));
            assertEquals(format, ExportFormat.of(format.extension().toUpperCase()));
        }
    }

    @Test
    void anotherNameIsRefusedWithWhatIsKnown() {
        DockException refused = assertThrows(DockException.class, () -> ExportFormat.of("rar"));
        assertEquals(Problem.VALIDATION_ERROR, refused.problem());
        assertEquals("The format is 'rar', but must be one of tar, zip, tar.gz, tar.zst.", refused.getMessage());
        assertEquals("tar, zip, tar.gz, tar.zst", refused.details().get("expected"));
    }

    @Test
    void aLongNameIsShownInPart() {
        DockException refused = assertThrows(DockException.class, () -> ExportFormat.of("x".repeat(100_000)));
        assertTrue(
                refused.getMessage().length() < 200,
                "the sentence is " + refused.getMessage().length() + " long");
    }

    @Test
    void onlyWhatIsNotCompressedHasRanges() {
        for (ExportFormat format : ExportFormat.values()) {
            assertEquals(!format.extension().startsWith("tar."), format.seekable(), format.name());
        }
    }
}
