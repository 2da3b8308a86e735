package dev.modeldock.hub;

import dev.modeldock.models.Version;
import java.util.List;
import java.util.Optional;

/**
 * The versions of a model as a line of commits, the newest first, a part of it at a time. What was pushed follows its parent,
 * so that other branches are left out; what was imported has none, and follows what was imported before it.
 *
 * @param versions of this part
 * @param length of the whole line
 */
public record History(List<Version> versions, long length) {
    /** Where a version's origin has the commit that a push began at. */
    public static final String PARENT = "parent";

    /**
     * Which part is meant.
     *
     * @param number of the page, from 0
     * @param size the most that stands on one
     */
    public record Page(int number, int size) {
        /** The one that follows, unless the line is at its end before. */
        public Optional<Page> next(History line) {
            long behind = (number + 1L) * size;
            return behind < line.length() ? Optional.of(new Page(number + 1, size)) : Optional.empty();
        }
    }
}
