package dev.modeldock.tools;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One difference between two documents.
 *
 * @param path an RFC 6901 JSON Pointer: into the earlier document for REMOVE, into the later one otherwise
 * @param place the same for people, with array elements named by what names them: {@code nodes[id=n3].prompt}
 * @param from what was there, or null for ADD
 * @param to what is there, or null for REMOVE
 * @param cut whether both are left out, since they are too much to be told
 */
public record Change(Op op, String path, String place, JsonNode from, JsonNode to, boolean cut) {
    /** What became of a value. */
    public enum Op {
        /** It is new. */
        ADD,
        /** It is gone. */
        REMOVE,
        /** It is another one. */
        REPLACE,
        /**
         * The elements of an array that are in both documents stand in another order: {@code from} and {@code to} are
         * arrays of what names them (such as their ids), without those that are new or gone.
         */
        REORDER
    }
}
