package dev.modeldock.files;

import dev.modeldock.spi.Archive;
import dev.modeldock.spi.SourceException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Opens what people pack models into: tar (plain, gzip, zstd, xz, bzip2), ZIP, and single model files, told by their
 * content. Everything about an archive is doubted: names, links, sizes, counts and the bytes themselves are checked
 * while they are read, in bounded memory, and whatever is not right is a {@link dev.modeldock.problems.DockException}
 * with {@code INVALID_ARCHIVE}, or {@code TOO_LARGE} past the {@link ArchiveLimits}.
 */
public final class Archives {
    private static final int HEAD = 64 << 10;

    private final ArchiveLimits limits;

    public Archives(ArchiveLimits limits) {
        this.limits = limits;
    }

    /** What starts with these {@code length} bytes; 64 KiB tell everything, fewer may leave it UNKNOWN. */
    public ContentKind kind(byte[] head, int length) {
        return ContentHead.kind(head, length);
    }

    /** What it is; reads its first 64 KiB, waiting for them. */
    public ContentKind kind(PackedContent content) throws IOException {
        try (InputStream in = content.stream()) {
            byte[] head = in.readNBytes(HEAD);
            return kind(head, head.length);
        }
    }

    /**
     * Read a tar in one pass while its bytes arrive. Returns when the end of the archive and of the stream was read and
     * right; an {@link IOException} or {@link RuntimeException} of {@code packed} itself passes unchanged.
     *
     * @param packed is not closed
     * @throws dev.modeldock.problems.DockException INVALID_ARCHIVE or TOO_LARGE, possibly after some entries were read
     */
    public void readTar(ContentKind kind, InputStream packed, Archive.Reader reader)
            throws IOException, SourceException, InterruptedException {
        TarArchive.read(kind, packed, limits, reader);
    }

    /**
     * Open a whole archive, or a single model file as an archive of one. Of a ZIP the directory is read and checked now.
     *
     * @throws dev.modeldock.problems.DockException INVALID_ARCHIVE when it is unknown, empty or seen to be broken;
     *     TOO_LARGE when it tells that it is beyond the limits
     */
    public Archive open(PackedContent content) throws IOException {
        if (content.size() == 0) {
            throw BrokenArchive.because("The upload is empty: 0 bytes came.");
        }
        ContentKind kind = kind(content);
        return switch (kind) {
            case TAR, TAR_GZ, TAR_ZST, TAR_XZ, TAR_BZ2 -> {
                TarArchive archive = new TarArchive(kind, content, limits);
                archive.expectTar();
                yield archive;
            }
            case ZIP -> ZipArchive.open(content, limits);
            case SAFETENSORS, GGUF, ONNX -> new SingleFile(kind, content);
            case UNKNOWN ->
                throw BrokenArchive.because(
                        "The upload is neither an archive nor a model file. Expected a tar (plain, gzip, zstd, xz, bzip2),"
                                + " a ZIP, or a safetensors, GGUF or ONNX file.");
        };
    }
}
