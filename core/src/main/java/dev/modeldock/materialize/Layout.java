package dev.modeldock.materialize;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.util.Locale;

/** How the files of a version are arranged. */
public enum Layout {
    /** As they are in the model, in the directory itself. */
    PLAIN,
    /** As clients of Hugging Face keep what they have downloaded: the directory is their cache. */
    HUGGINGFACE,
    /** As Triton takes models: the directory is its repository, and has {@code name/1/}. */
    TRITON;

    /** Read a layout by its word. */
    public static Layout of(String word) {
        for (Layout layout : values()) {
            if (layout.word().equalsIgnoreCase(word.strip())) {
                return layout;
            }
        }
        throw new DockException(
                Problem.VALIDATION_ERROR,
                "\"layout\" is none that is known; expected is plain, huggingface or triton.");
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
