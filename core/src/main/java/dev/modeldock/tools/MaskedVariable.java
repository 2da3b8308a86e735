package dev.modeldock.tools;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * An environment variable as an answer may show it.
 *
 * @param value its value; {@link #MASK} for a secure one that has a value, and JSON's null for one that has none
 * @param notes empty when there are none
 */
public record MaskedVariable(String name, JsonNode value, boolean secure, String notes) {
    /** Stands for every secret, whatever its length. */
    public static final String MASK = "********";
}
