package dev.modeldock.files;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.util.Map;

/** Counts what one archive unpacks to, and stops it at the first entry or byte past the limits. */
final class ArchiveMeter {
    private final ArchiveLimits limits;
    private int entries;
    private long declared;
    private long unpacked;

    ArchiveMeter(ArchiveLimits limits) {
        this.limits = limits;
    }

    /** One more entry of any kind. */
    void entry() {
        expect(++entries);
    }

    /** So many entries are announced. */
    void expect(long count) {
        if (count > limits.maxEntries()) {
            throw tooLarge(
                    "The archive holds more than " + limits.maxEntries() + " entries, which is the limit.",
                    "maxEntries",
                    limits.maxEntries());
        }
    }

    /** An entry of so many bytes is announced; nothing of it was read yet. */
    void declare(long size) {
        if (size > limits.maxBytes() - declared) {
            throw tooLarge(
                    "The archive unpacks to more than " + limits.maxBytes() + " bytes, which is the limit.",
                    "maxBytes",
                    limits.maxBytes());
        }
        declared += size;
    }

    /** So many more bytes, headers and padding included, came out of {@code packed} bytes read so far. */
    void unpacked(long bytes, long packed) {
        unpacked += bytes;
        checkRatio(unpacked, packed);
    }

    /** All announced bytes come from {@code packed} bytes. */
    void checkDeclared(long packed) {
        checkRatio(declared, packed);
    }

    private void checkRatio(long unpackedBytes, long packed) {
        if (unpackedBytes > limits.ratioFloor() && unpackedBytes / limits.maxRatio() >= Math.max(packed, 1)) {
            throw tooLarge(
                    "The archive unpacks to more than " + limits.maxRatio()
                            + " times its packed size, as a decompression bomb does. Pack it again as a plain tar.",
                    "maxRatio",
                    limits.maxRatio());
        }
    }

    private static DockException tooLarge(String sentence, String limit, long value) {
        return new DockException(Problem.TOO_LARGE, sentence, Map.of(limit, value));
    }
}
