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
    static PickleAttempt at(Region bytes, long from, long maxOpcodes) throws IOException {
        return in(new ByteReader(bytes.slice(from, bytes.size() - from)), maxOpcodes);
    }

    static PickleAttempt in(ByteReader in, long maxOpcodes) throws IOException {
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

    /** Whether this is a pickle; where one is expected, faint signs are enough. */
    boolean convinces(boolean expected) {
        if (expected) {
            return stopped || findings.hasImports() || findings.hasProblems();
        }
        return stopped && findings.hasImports();
    }
}
