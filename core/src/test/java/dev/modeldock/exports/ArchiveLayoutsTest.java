package dev.modeldock.exports;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ArchiveLayoutsTest {
    @ParameterizedTest
    @EnumSource(names = {"TAR_GZ", "TAR_ZST"})
    void theCompressedArchiveHoldsTheTar(ExportFormat format) throws IOException {
        SampleFiles files = SampleFiles.tricky();
        ArchiveLayout tar = new TarLayout("root", files, files);
        Watched out = new Watched();
        stream(format, files, files, out);
        assertFalse(out.closed, "the caller's stream was closed");
        assertArrayEquals(
                ArchiveLayoutTest.range(tar, 0, tar.length()),
                opened(format, out.toByteArray()).readAllBytes());
        Watched again = new Watched();
        stream(format, files, files, again);
        assertArrayEquals(out.toByteArray(), again.toByteArray());
    }

    @ParameterizedTest
    @EnumSource(names = {"TAR_GZ", "TAR_ZST"})
    void aFailureOnTheWayLeavesNoEndThatLooksComplete(ExportFormat format) throws IOException {
        SampleFiles files = SampleFiles.tricky();
        Contents broken = (sha256, offset, count, out) -> {
            if (count > 100_000) {
                throw new IOException("the disk is gone");
            }
            files.copy(sha256, offset, count, out);
        };
        Watched out = new Watched();
        IOException failed = assertThrows(IOException.class, () -> stream(format, files, broken, out));
        assertEquals("the disk is gone", failed.getMessage());
        assertThrows(
                EOFException.class,
                () -> readAll(opened(format, out.toByteArray())),
                "a reader took the broken stream for complete");
    }

    @Test
    void formatsAreNotMixedUp() {
        SampleFiles files = SampleFiles.tricky();
        OutputStream out = OutputStream.nullOutputStream();
        for (ExportFormat format : ExportFormat.values()) {
            if (format.seekable()) {
                assertThrows(IllegalArgumentException.class, () -> stream(format, files, files, out));
            } else {
                assertThrows(
                        IllegalArgumentException.class, () -> ArchiveLayouts.seekable(format, "root", files, files));
            }
        }
    }

    private static void readAll(InputStream in) throws IOException {
        if (in.readAllBytes().length == 0) {
            throw new EOFException("nothing came out");
        }
    }

    private static InputStream opened(ExportFormat format, byte[] bytes) throws IOException {
        InputStream in = new ByteArrayInputStream(bytes);
        return format == ExportFormat.TAR_GZ ? new GZIPInputStream(in) : new ZstdInputStream(in);
    }

    private static final class Watched extends ByteArrayOutputStream {
        private boolean closed;

        @Override
        public void close() {
            closed = true;
        }
    }

    private static void stream(ExportFormat format, Iterable<ArchiveFile> files, Contents contents, OutputStream out)
            throws IOException {
        ArchiveLayout tar = ArchiveLayouts.seekable(ExportFormat.TAR, "root", files, contents);
        ArchiveLayouts.stream(format, tar, tar.length(), out);
    }
}
