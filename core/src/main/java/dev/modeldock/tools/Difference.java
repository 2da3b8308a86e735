package dev.modeldock.tools;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What differs between two documents. Fields of objects are compared by name, whatever their order. Elements of an array
 * are compared by the first of {@code id}, {@code _id}, {@code nodeId}, {@code name} and {@code key} that is a different
 * text or whole number in each of them, in both documents; where there is none, what the arrays have in common at their
 * start and end is set apart, and the middle is compared by position. Numbers are the same when their values are: 1, 1.0
 * and 10e-1.
 *
 * <p>The changes can be followed by hand: first every REMOVE, from the last to the first; then all others, from the first
 * to the last.
 *
 * @param changes the first {@value #MOST}
 * @param more how many there are beyond them
 */
public record Difference(List<Change> changes, int more) {
    /** The most changes that are told. */
    public static final int MOST = 10_000;
    /** The most characters of values that are told in all; values that go beyond are cut from their change. */
    public static final int MOST_SHOWN = 1_000_000;

    /**
     * Compare in time linear in the size of both.
     *
     * @param from no deeper than what {@link DefinitionReader} takes, and {@code to} likewise
     */
    static Difference between(ObjectNode from, ObjectNode to) {
        return new Comparison().compare(from, to);
    }
}
