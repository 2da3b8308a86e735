package dev.modeldock.materialize;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.util.List;
import java.util.Locale;

/** How content of the store gets to another place. */
public enum Mode {
    /** A copy that shares its bytes with the store until one of them is written to. */
    REFLINK,
    /** The very file of the store, under another name. */
    HARDLINK,
    /** Bytes of its own. */
    COPY,
    /** A link to the file in the store. */
    SYMLINK;

    /** What is tried where nothing is asked for: the best that works. A link into the store is of no use to other users. */
    static final List<Mode> BEST = List.of(REFLINK, HARDLINK, COPY);

    /** Read a mode by its word. */
    public static Mode of(String word) {
        for (Mode mode : values()) {
            if (mode.word().equalsIgnoreCase(word.strip())) {
                return mode;
            }
        }
        throw new DockException(
                Problem.VALIDATION_ERROR,
                "\"mode\" is none that is known; expected is hardlink, reflink, copy or symlink, or nothing for the best that"
                        + " works.");
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
