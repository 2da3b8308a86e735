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
        name = bare(name);
        if (name.isBlank() || name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw new DockException(
                    Problem.VALIDATION_ERROR,
                    "The file's name has " + name.length()
                            + " characters, or some that cannot be printed; expected 1 to " + LONGEST_NAME
                            + " printable ones.",
                    Map.of("field", "fileName"));
        }
        extension = context.extension(extension);
    }

    /** A file whose name tells its extension. */
    public static NewFile named(String user, FileContext context, String name) {
        String bare = bare(name);
        return new NewFile(user, context, name, bare.substring(bare.lastIndexOf('.') + 1));
    }

    /** Some senders tell the whole path. */
    private static String bare(String name) {
        String path = name.replace('\\', '/');
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
