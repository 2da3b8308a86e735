package dev.modeldock.actions.automl;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * One set of values that is tried, or was.
 *
 * @param number from 0 on
 * @param place of its values in the search space
 * @param epochs that it has been trained for, or 0 while nobody counts
 * @param score the metric's best value; null while there is none
 * @param fault why it failed; null when it did not
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Trial(int number, double[] place, long epochs, Double score, String fault) {
    static Trial begun(int number, double[] place) {
        return new Trial(number, place, 0, null, null);
    }

    /** It came to this, after so many epochs in all. */
    public Trial scored(long epochs, double score) {
        return new Trial(number, place, epochs, score, null);
    }

    /** It failed. */
    public Trial failed(String why) {
        return new Trial(number, place, epochs, null, why);
    }

    /** Once more, if it failed. */
    public Trial reopened() {
        return fault == null ? this : new Trial(number, place, epochs, score, null);
    }

    boolean isOpen() {
        return score == null && fault == null;
    }
}
