package dev.modeldock.imports;

import dev.modeldock.blobs.Hashes;
import dev.modeldock.files.Archives;
import dev.modeldock.files.ContentKind;
import dev.modeldock.files.PackedContent;
import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import dev.modeldock.spi.Archive;
import dev.modeldock.spi.SourceException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.util.HexFormat;
import java.util.Map;

/** Unpacks what a session brought, and checks the whole against the hash that its client announced. */
final class Unpacking {
    private static final int HEAD = 64 * 1024;
    private static final int BUFFER = 256 * 1024;

    private final Archives archives;
    private final String sha256;

    /** @param sha256 what the packed bytes must hash to, or empty when nobody said */
    Unpacking(Archives archives, String sha256) {
        this.archives = archives;
        this.sha256 = sha256;
    }

    /** Unpack a file that is all here. */
    void unpack(PackedContent content, IncomingFiles files) throws IOException, SourceException, InterruptedException {
        ContentKind kind = archives.kind(content);
        if (kind.isTar()) {
            try (InputStream in = content.stream()) {
                unpackTar(in, files);
            }
            return;
        }
        if (!sha256.isEmpty()) {
            try (DigestInputStream in = new DigestInputStream(content.stream(), Hashes.sha256())) {
                // Read, not skipped: only what is read is hashed.
                in.transferTo(OutputStream.nullOutputStream());
                check(in);
            }
        }
        try (Archive archive = archives.open(content)) {
            archive.read(files);
        }
    }

    /**
     * Unpack a tar kind as its bytes arrive.
     *
     * @return false, with nothing unpacked, when it turns out to be no tar
     */
    boolean unpackTar(InputStream packed, IncomingFiles files)
            throws IOException, SourceException, InterruptedException {
        DigestInputStream digesting = new DigestInputStream(packed, Hashes.sha256());
        digesting.on(!sha256.isEmpty());
        BufferedInputStream in = new BufferedInputStream(digesting, BUFFER);
        in.mark(HEAD);
        byte[] head = in.readNBytes(HEAD);
        ContentKind kind = archives.kind(head, head.length);
        if (!kind.isTar()) {
            return false;
        }
        in.reset();
        archives.readTar(kind, in, files);
        if (!sha256.isEmpty()) {
            check(digesting);
        }
        return true;
    }

    private void check(DigestInputStream digested) {
        String found = HexFormat.of().formatHex(digested.getMessageDigest().digest());
        if (!found.equals(sha256)) {
            throw new DockException(
                    Problem.CHECKSUM_MISMATCH,
                    "The file's SHA-256 is " + found + "; the session was started with " + sha256
                            + ". Upload it again, or start with the right hash.",
                    Map.of("found", found, "expected", sha256));
        }
    }
}
