package dev.modeldock.sources.huggingface;

import java.util.Map;

/**
 * What the hub tells of a model at a revision.
 *
 * @param id its canonical name, or empty when it tells none
 * @param sha the commit
 * @param gated {@code false}, or how people are let in: {@code auto}, {@code manual}
 * @param hidden whether it is private
 * @param disabled whether the hub gives it to nobody
 * @param facts what else is worth keeping, by the hub's names; bounded
 */
record ModelInfo(String id, String sha, String gated, boolean hidden, boolean disabled, Map<String, String> facts) {
    static final String OPEN = "false";

    /** Whether some callers may know of it and not read its files. */
    boolean isGuarded() {
        return hidden || !gated.equals(OPEN);
    }

    ModelInfo named(String name) {
        return new ModelInfo(name, sha, gated, hidden, disabled, facts);
    }
}
