package dev.modeldock.sources.huggingface;

import dev.modeldock.spi.SourceException;

/**
 * What the hub is asked for, and by whom.
 *
 * @param id the model's name at the hub
 * @param revision branch, tag or commit
 */
record Asked(String id, String revision, Token token) {
    private static final int LONGEST_REVISION = 250;

    /** The same, at the commit that was found. */
    Asked at(ModelInfo found) {
        return new Asked(found.id(), found.sha(), token);
    }

    /**
     * A revision as somebody typed it.
     *
     * @throws SourceException {@code REFUSED} when no revision can be called so
     */
    static String revision(String text) throws SourceException {
        String revision = text.strip();
        boolean clean = !revision.isEmpty()
                && revision.length() <= LONGEST_REVISION
                && revision.chars().noneMatch(Character::isISOControl)
                // As segments of an address these two would mean another address.
                && !revision.equals(".")
                && !revision.equals("..");
        if (!clean) {
            throw Refusals.refused("\"revision\" is '" + Refusals.shown(revision) + "'; expected is a branch, a tag or"
                    + " a commit of at most " + LONGEST_REVISION + " characters, such as 'main'.");
        }
        return revision;
    }
}
