package dev.modeldock.exports;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Archives of a version, computed while they are read. The manifest is sorted by path and is walked again on each call;
 * equal manifests give equal bytes, under one root directory.
 */
public final class ArchiveLayouts {
    /** For archives whose few files lie at the top, because their reader expects them there. */
    public static final String NO_ROOT = "";

    private static final int PIECE = 64 * 1024;
    private static final int FAST = 1;

    private ArchiveLayouts() {}

    /** Lay out an archive of which any range can be asked; only for a format that is {@code seekable}. */
    public static ArchiveLayout seekable(
            ExportFormat format, String rootDirectory, Iterable<ArchiveFile> manifest, Contents contents) {
        return switch (format) {
            case TAR -> new TarLayout(rootDirectory, manifest, contents);
            case ZIP -> new ZipLayout(rootDirectory, manifest, contents);
            case TAR_GZ, TAR_ZST -> throw new IllegalArgumentException(format + " has no ranges: stream it");
        };
    }

    /**
     * Write a whole tar compressed, at a fast level, and leave {@code out} open; only for a format that is not
     * {@code seekable}. When the contents fail, the stream is left without its end, so that no reader takes it for
     * complete.
     *
     * @param length the tar's, which its caller may know already: to find it out walks the whole manifest
     */
    public static void stream(ExportFormat compressed, ArchiveLayout tar, long length, OutputStream out)
            throws IOException {
        Lent lent = new Lent(out);
        try (OutputStream packed = compressor(compressed, lent)) {
            try {
                tar.write(0, length, packed);
            } catch (IOException | RuntimeException e) {
                lent.cut();
                throw e;
            }
        }
    }

    private static OutputStream compressor(ExportFormat format, Lent out) throws IOException {
        return switch (format) {
            case TAR_GZ -> new FastGzip(out);
            case TAR_ZST -> new ZstdOutputStream(out, FAST).setChecksum(true);
            case TAR, ZIP -> throw new IllegalArgumentException(format + " is not compressed: ask for its layout");
        };
    }

    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream out) throws IOException {
            super(out, PIECE);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    /** A stream of somebody else: it is not closed here, and once cut it takes no more. */
    private static final class Lent extends FilterOutputStream {
        private boolean cut;

        Lent(OutputStream out) {
            super(out);
        }

        void cut() {
            cut = true;
        }

        @Override
        public void write(int b) throws IOException {
            if (!cut) {
                out.write(b);
            }
        }

        @Override
        public void write(byte[] source, int offset, int count) throws IOException {
            if (!cut) {
                out.write(source, offset, count);
            }
        }

        @Override
        public void flush() throws IOException {
            if (!cut) {
                out.flush();
            }
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
