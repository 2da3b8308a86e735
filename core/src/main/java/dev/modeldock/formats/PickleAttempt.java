package dev.modeldock.formats;

import java.io.IOException;

/**
 * A walk from some place that may or may not be the start of a pickle.
 *
 * @param stopped whether it came to the end of a pickle
 * @param length how many bytes that pickle has
 * @param opcodes how many were walked
 */
record PickleAttempt(PickleFindings findings, boolean stopped, long length, long opcodes) {
    private static final int TOO_MANY_FOR_CHANCE = 64;

    static PickleAttempt at(Region bytes, long from, long maxOpcodes) throws IOException {
        return in(new LittleEndianReader(bytes.slice(from, bytes.size() - from)), maxOpcodes);
    }

    static PickleAttempt in(LittleEndianReader in, long maxOpcodes) throws IOException {
        PickleFindings findings = new PickleFindings();
        PickleWalker walker = new PickleWalker(in, findings);
        boolean stopped = false;
        try {
            walker.walk(maxOpcodes);
            stopped = true;
        } catch (PickleTooLarge e) {
            findings.problem(e.getMessage());
        } catch (Malformed e) {
            // No pickle, or a broken one: what it imported up to here is kept and judged.
            stopped = false;
        }
        return new PickleAttempt(findings, stopped, in.position(), walker.opcodes());
    }

    /**
     * Whether this is a pickle. Where one is expected, faint signs are enough, but not fainter than what raw weights
     * show by chance: one file of random bytes in fifty has an opcode in front that nobody can follow.
     *
     * @param headed whether it begins with the opcode that names a protocol
     */
    boolean convinces(boolean expected, boolean headed) {
        if (!expected) {
            return stopped && findings.hasNamedImports();
        }
        boolean unclear = findings.hasImports() || findings.hasProblems();
        boolean maybeChance = !headed && opcodes < TOO_MANY_FOR_CHANCE && !findings.hasNamedImports();
        return maybeChance ? stopped && !unclear : stopped || unclear;
    }
}
