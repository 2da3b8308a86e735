package dev.modeldock.tools;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.util.Map;

/** What tools may be called: a tool's name is that of its export too. */
final class ToolNames {
    private static final int LONGEST = 200;

    private ToolNames() {}

    /** The name without blanks around it, or {@code VALIDATION_ERROR}. */
    static String checked(String name) {
        String bare = name.strip();
        boolean usable = !bare.isEmpty()
                && bare.length() <= LONGEST
                && bare.chars().noneMatch(each -> Character.isISOControl(each) || each == '/' || each == '\\')
                && bare.codePoints().noneMatch(each -> Character.getType(each) == Character.SURROGATE)
                && !bare.matches("\\.{1,2}");
        if (!usable) {
            throw new DockException(
                    Problem.VALIDATION_ERROR,
                    "\"toolName\" is no name of a tool; expected 1 to " + LONGEST
                            + " printable characters without slashes.",
                    Map.of("field", "toolName"));
        }
        return bare;
    }
}
