package dev.modeldock.files;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.modeldock.problems.DockException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.tukaani.xz.MemoryLimitException;
import org.tukaani.xz.XZInputStream;

/**
 * The bytes of a tar out of any packing, metered. What a decoder throws becomes an INVALID_ARCHIVE with a sentence,
 * what the source itself throws passes unchanged.
 */
final class UnpackedBytes extends BlockStream {
    /** A zstd window of 128 MiB, what {@code zstd -19 --long} writes; outside of the Java heap. */
    private static final int ZSTD_WINDOW_LOG = 27;
    /** Holds the dictionary of {@code xz -9} (65 MiB), where the Java heap has room for it. */
    private static final long XZ_MEMORY =
            Math.min(96L << 20, Runtime.getRuntime().maxMemory() / 2);

    private static final int BUFFER = 64 << 10;

    private final ContentKind kind;
    private final PackedBytes packed;
    private final ArchiveMeter meter;
    private final InputStream decoder;

    UnpackedBytes(ContentKind kind, InputStream source, ArchiveMeter meter) throws IOException {
        this.kind = kind;
        this.packed = new PackedBytes(source);
        this.meter = meter;
        this.decoder = opened();
    }

    private InputStream opened() throws IOException {
        try {
            return switch (kind) {
                case TAR -> packed;
                case TAR_GZ -> new GzipBytes(packed);
                case TAR_ZST -> zstd(packed);
                case TAR_XZ -> new XZInputStream(new BufferedInputStream(packed, BUFFER), (int) (XZ_MEMORY >> 10));
                case TAR_BZ2 -> new BZip2CompressorInputStream(new BufferedInputStream(packed, BUFFER), true);
                case ZIP, SAFETENSORS, GGUF, ONNX, UNKNOWN -> throw new IllegalArgumentException(kind + " is no tar");
            };
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private static InputStream zstd(InputStream packed) throws IOException {
        ZstdInputStreamNoFinalizer decoder = new ZstdInputStreamNoFinalizer(packed);
        decoder.setLongMax(ZSTD_WINDOW_LOG);
        return decoder;
    }

    /** How the packing is called in sentences. */
    static String packing(ContentKind kind) {
        return switch (kind) {
            case TAR_GZ -> "gzip";
            case TAR_ZST -> "zstd";
            case TAR_XZ -> "xz";
            case TAR_BZ2 -> "bzip2";
            case TAR, ZIP, SAFETENSORS, GGUF, ONNX, UNKNOWN -> kind.extension();
        };
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int n;
        try {
            n = decoder.read(into, offset, length);
        } catch (IOException | RuntimeException e) {
            throw failure(e);
        }
        if (n > 0) {
            meter.unpacked(n, packed.count());
        }
        return n;
    }

    private DockException failure(Exception e) throws IOException {
        packed.rethrowFailure();
        String name = packing(kind);
        if (e instanceof EOFException) {
            return BrokenArchive.truncated("its " + name + " stream ends too early");
        }
        if (e instanceof MemoryLimitException) {
            return BrokenArchive.because(
                    "The xz stream needs more than " + (XZ_MEMORY >> 20)
                            + " MiB of memory to unpack. Pack it again with a smaller dictionary, such as xz -6.",
                    e);
        }
        if (e instanceof ZstdIOException z && z.getErrorCode() == Zstd.errFrameParameterWindowTooLarge()) {
            return BrokenArchive.because(
                    "The zstd stream needs a window of more than " + (1 << ZSTD_WINDOW_LOG >> 20)
                            + " MiB to unpack. Pack it again without --ultra or --long beyond "
                            + ZSTD_WINDOW_LOG + ".",
                    e);
        }
        return BrokenArchive.because(
                "The archive's " + name + " stream is broken (" + e.getMessage() + "). Upload it again.", e);
    }

    /** Frees the decoder's memory; the source stays open. */
    @Override
    public void close() throws IOException {
        decoder.close();
    }
}
