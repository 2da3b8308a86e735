package dev.modeldock.formats;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/** Scans what joblib and others pack with gzip, zlib or bzip2: small ones like a file, large ones as a stream. */
final class UnpackedPickle {
    private static final int MAX_IN_MEMORY = 8 << 20;
    private static final long MAX_UNPACKED = 1L << 30;

    private final PickleFindings findings;
    private final int depth;

    UnpackedPickle(PickleFindings findings, int depth) {
        this.findings = findings;
        this.depth = depth;
    }

    /** Scan it; false when there is no pickle inside, or when it only looked packed. */
    boolean scan(Region packed, byte[] head) throws IOException {
        byte[] start = start(packed, head);
        if (start.length == 0) {
            return false;
        }
        if (start.length < MAX_IN_MEMORY) {
            return PickleScanner.scanInner(Region.of(start), "inner.pkl", findings, depth + 1);
        }
        return scanLarge(packed, head, start);
    }

    /** What can be unpacked, up to the bound: Python too runs what comes before the damage. */
    private static byte[] start(Region packed, byte[] head) throws IOException {
        ByteArrayOutputStream start = new ByteArrayOutputStream();
        byte[] buffer = new byte[16 * 1024];
        try (InputStream in = open(packed, head)) {
            int count;
            while (start.size() < MAX_IN_MEMORY && (count = in.read(buffer)) > 0) {
                start.write(buffer, 0, count);
            }
        } catch (ZipException | EOFException e) {
            return start.toByteArray();
        } catch (IOException e) {
            // commons-compress has no exception of its own for bytes that are no bzip2.
            if (!Magic.isBzip2(head)) {
                throw e;
            }
        }
        return start.toByteArray();
    }

    private boolean scanLarge(Region packed, byte[] head, byte[] start) throws IOException {
        if (Magic.isZip(start)
                || Magic.isNpy(start)
                || Magic.isCompressed(start)
                || Magic.opaqueArchive(start) != null) {
            findings.problem("what is packed in it is larger than " + MAX_IN_MEMORY + " bytes and not looked into");
            return true;
        }
        try (InputStream in = open(packed, head)) {
            PickleAttempt attempt =
                    PickleAttempt.in(new LittleEndianReader(in, MAX_UNPACKED), PickleWalker.MAX_OPCODES);
            if (attempt.convinces(true, true)) {
                findings.addAll(attempt.findings());
                findings.broken();
                return true;
            }
            return PickleCarver.carve(Region.of(start), 0, findings);
        } catch (ZipException | EOFException e) {
            findings.problem("what is packed in it is damaged");
            return true;
        }
    }

    private static InputStream open(Region packed, byte[] head) throws IOException {
        if (Magic.isGzip(head)) {
            return new GZIPInputStream(packed.stream());
        }
        return Magic.isBzip2(head)
                ? new BZip2CompressorInputStream(packed.stream())
                : new InflaterInputStream(packed.stream());
    }
}
