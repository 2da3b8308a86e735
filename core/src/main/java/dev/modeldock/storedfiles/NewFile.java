package dev.modeldock.storedfiles;

import dev.modeldock.problems.DockException;
import dev.modeldock.problems.Problem;
import java.util.Map;

/**
 * What is said of a file that comes.
 *
 * @param user whose it will be
 * @param name as its sender calls it: 1 to 255 printable characters
 * @param extension one of the context's
 */
public record NewFile(String user, FileContext context, String name, String extension) {
    private static final int LONGEST_NAME = 255;

    /** Check and tidy; {@code VALIDATION_ERROR} says what is wrong with which field. */
    public NewFile {
        name = name(name);
        extension = context.extension(extension);
    }

    /** The name without the path that some senders tell with it, or {@code VALIDATION_ERROR} when it is none. */
    public static String name(String given) {
        String bare = bare(given);
        if (bare.isBlank() || bare.length() > LONGEST_NAME || bare.chars().anyMatch(Character::isISOControl)) {
            throw new DockException(
                    Problem.VALIDATION_ERROR,
                    "The file's name has " + bare.length()
                            + " characters, or some that cannot be printed; expected 1 to " + LONGEST_NAME
                            + " printable ones.",
                    Map.of("field", "fileName"));
        }
        return bare;
    }

    /** A file whose name tells its extension. */
    public static NewFile named(String user, FileContext context, String name) {
        String bare = bare(name);
        int dot = bare.lastIndexOf('.');
        return new NewFile(user, context, name, dot < 0 ? "" : bare.substring(dot + 1));
    }

    private static String bare(String name) {
        String path = name.replace('\\', '/');
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
