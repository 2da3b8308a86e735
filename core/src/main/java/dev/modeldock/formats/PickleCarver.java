package dev.modeldock.formats;

import java.io.IOException;

/**
 * Looks for pickles that begin somewhere inside foreign bytes, in the first MiB of them: whoever hides one there has a
 * loader that skips to it. Only clear signs count, since raw weights look like anything.
 */
final class PickleCarver {
    private static final int WINDOW = 1 << 20;
    private static final int BUFFER = 256;
    private static final long MAX_OPCODES_EACH = 10_000;
    private static final long MAX_OPCODES = 5_000_000;

    private PickleCarver() {}

    /** Add what is found to the findings; false when there is nothing. */
    static boolean carve(Region bytes, long start, PickleFindings findings) throws IOException {
        Region rest = bytes.slice(start, bytes.size() - start);
        byte[] window = rest.head(WINDOW);
        Region inMemory = Region.of(window);
        boolean any = false;
        long left = MAX_OPCODES;
        int at = 0;
        while (at < window.length && left > 0) {
            if (!couldStart(window, at)) {
                at++;
                continue;
            }
            Region from = inMemory.slice(at, window.length - at);
            LittleEndianReader in = new LittleEndianReader(from.stream(), from.size(), BUFFER);
            PickleAttempt attempt = PickleAttempt.in(in, Math.min(left, MAX_OPCODES_EACH));
            left -= attempt.opcodes();
            boolean whole = (window[at] & 0xff) == 0x80 && attempt.convinces(false, true);
            if (whole) {
                findings.addAll(attempt.findings());
            }
            any |= whole || findings.addDangerous(attempt.findings());
            at += whole ? (int) attempt.length() : 1;
        }
        return any;
    }

    /** PROTO with a protocol, GLOBAL, INST, or a short text as STACK_GLOBAL takes it. */
    private static boolean couldStart(byte[] window, int at) {
        if (at + 1 >= window.length) {
            return false;
        }
        int next = window[at + 1] & 0xff;
        return switch (window[at] & 0xff) {
            case 0x80 -> next <= 5;
            case 'c', 'i' -> next == '_' || Character.isLetter(next) && next < 128;
            case 0x8c -> next > 0 && next < 100;
            default -> false;
        };
    }
}
