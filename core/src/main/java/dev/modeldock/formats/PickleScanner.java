package dev.modeldock.formats;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds the pickles in a file, by content and by name, and walks them: plain ones, several in a row (the old torch
 * format), in ZIPs (the new one), in object arrays of numpy, behind compression, and behind foreign bytes.
 */
final class PickleScanner {
    private static final List<String> PICKLE_ENDINGS = List.of(
            ".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle", ".joblib", ".dat", ".data", ".npy", ".npz", ".th", ".p");
    private static final Pattern PACKED = Pattern.compile("\\.(gz|z|bz2|xz|lzma|zst|lz4)$");
    private static final int MAX_DEPTH = 3;
    private static final int MAX_IN_A_ROW = 1000;
    private static final int TORCH_IN_A_ROW = 5;

    /** The first pickle of the old torch format: protocol 2, the number 0x1950a86a20f9469cfc6c, STOP. */
    private static final byte[] TORCH_MAGIC = {
        (byte) 0x80,
        2,
        (byte) 0x8a,
        10,
        0x6c,
        (byte) 0xfc,
        (byte) 0x9c,
        0x46,
        (byte) 0xf9,
        0x20,
        0x6a,
        (byte) 0xa8,
        0x50,
        0x19,
        '.'
    };

    private final PickleFindings findings;
    private final int depth;

    private PickleScanner(PickleFindings findings, int depth) {
        this.findings = findings;
        this.depth = depth;
    }

    /** Scan a file; empty when there is no pickle in it and nothing hides one. */
    static Optional<PickleScan> scan(Region file, String name) throws IOException {
        PickleFindings findings = new PickleFindings();
        boolean any = new PickleScanner(findings, 0).look(file, name);
        return any ? Optional.of(findings.scan()) : Optional.empty();
    }

    /** Scan something inside something else. */
    static boolean scanInner(Region inner, String name, PickleFindings findings, int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            findings.problem("archives are nested deeper than " + MAX_DEPTH);
            return true;
        }
        return new PickleScanner(findings, depth).look(inner, name);
    }

    /** Whether files of such a name are usually pickles, so that even faint signs count. */
    static boolean namedLikePickle(String name) {
        // joblib and others unpack by content, whatever the name says.
        String lower = PACKED.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("");
        return PICKLE_ENDINGS.stream().anyMatch(lower::endsWith);
    }

    private boolean look(Region bytes, String name) throws IOException {
        byte[] head = bytes.head(512);
        boolean named = namedLikePickle(name);
        if (Magic.isZip(head)) {
            return new ZipScanner(bytes, findings, depth).scan(named);
        }
        if (Magic.isNpy(head)) {
            return NpyHeader.holdsObjects(bytes) && sequence(bytes, NpyHeader.length(bytes), true);
        }
        String opaque = named ? Magic.opaqueArchive(head) : null;
        if (opaque != null) {
            findings.problem("it is packed as " + opaque + ", which is not looked into");
            return true;
        }
        if (named && Magic.isCompressed(head)) {
            // A plain pickle may look packed: "(S" has the check bits of zlib. So both readings count.
            return new UnpackedPickle(findings, depth).scan(bytes, head) | sequence(bytes, 0, true);
        }
        return sequence(bytes, 0, named);
    }

    /** Walk pickles one behind the other. */
    private boolean sequence(Region bytes, long from, boolean named) throws IOException {
        boolean torch = Arrays.equals(bytes.head(TORCH_MAGIC.length), TORCH_MAGIC);
        int most = torch ? TORCH_IN_A_ROW : MAX_IN_A_ROW;
        long at = from;
        boolean any = false;
        for (int i = 0; i < most && at < bytes.size(); i++) {
            PickleAttempt attempt = PickleAttempt.at(bytes, at, PickleWalker.MAX_OPCODES);
            boolean headed = startsWithProtocol(bytes, at);
            boolean expected = torch || named && (i == 0 || headed);
            if (!attempt.convinces(expected, headed)) {
                any |= findings.addDangerous(attempt.findings());
                break;
            }
            any = true;
            findings.addAll(attempt.findings());
            if (!attempt.stopped()) {
                findings.broken();
                break;
            }
            at += attempt.length();
            if (i == MAX_IN_A_ROW - 1 && at < bytes.size()) {
                findings.problem("it has more than " + MAX_IN_A_ROW + " pickles in a row");
            }
        }
        // The old torch format ends in raw numbers that torch never unpickles.
        return (named && !(torch && any) && at < bytes.size() && carve(bytes, at)) || any;
    }

    private static boolean startsWithProtocol(Region bytes, long at) throws IOException {
        byte[] two = bytes.slice(at, bytes.size() - at).head(2);
        return two.length == 2 && (two[0] & 0xff) == 0x80 && two[1] <= 5;
    }

    private boolean carve(Region bytes, long from) throws IOException {
        return PickleCarver.carve(bytes, from, findings);
    }
}
