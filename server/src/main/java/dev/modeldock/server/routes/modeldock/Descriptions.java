package dev.modeldock.server.routes.modeldock;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;

/** What a model's description may be: a text for people, not a place to keep data. */
final class Descriptions {
    private static final int MAX = 4096;

    private Descriptions() {}

    /** The description, or VALIDATION_ERROR: at most 4,096 characters, none of them a control character but tabs and
     * line ends. */
    static String checked(String description) {
        int length = description.codePointCount(0, description.length());
        if (length > MAX) {
            throw refusal("has " + length + " characters; at most " + MAX + " are taken");
        }
        String inLines = description.replace("\r\n", "\n");
        inLines.chars()
                .filter(c -> Character.isISOControl(c) && c != '\n' && c != '\t')
                .findFirst()
                .ifPresent(c -> {
                    throw refusal(
                            String.format("has the control character U+%04X; only line ends and tabs are taken", c));
                });
        return description;
    }

    private static DockException refusal(String what) {
        return new DockException(Problem.VALIDATION_ERROR, "The field \"description\" " + what + ".");
    }
}
